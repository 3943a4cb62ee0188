package dev.recua.gateway.it;

import static org.awaitility.Awaitility.await;

/// The lines of a gateway's log about requests that are over.
final class AccessLines {
    private AccessLines() {}

    /// How many requests ended so, all of them that were answered before this call: a line is
    /// written a moment after its answer, and the line of one more request is waited for.
    static int count(RunningGateway open, String outcome) {
        Answer last = open.caller().chat(ClientModels.TINY, Caller.MONDAY).expect(200);
        String request = "request=" + last.header("X-Request-Id");
        await().until(() -> open.log().contains(request));
        return open.log().split("outcome=" + outcome + "\\b", -1).length - 1;
    }
}
