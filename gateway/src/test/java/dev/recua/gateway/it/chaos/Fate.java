package dev.recua.gateway.it.chaos;

import java.time.Instant;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What became of a request that was accepted.
sealed interface Fate {
    /// A whole, good answer.
    record Answered() implements Fate {}

    /// The answer had begun and did not come to its end: nobody can repeat it.
    record BrokenOff() implements Fate {}

    /// Refused because the service is given up.
    record GivenUp(String code) implements Fate {}

    /// Refused because the fresh engine, to which it was given again, died under it, too.
    record DiedTwice(String code) implements Fate {}

    /// Anything else: what must not happen.
    record Lost(String why) implements Fate {}

    /// The codes of a load that failed, and of an engine that died.
    List<String> CODES =
            List.of("model_load_failed", "model_load_timeout", "engine_crashed", "engine_missing");

    /// Decides. Pure. A refusal may be here before the event about its cause, which takes another
    /// way: so what is told next counts as well, however long it takes.
    ///
    /// @param stream whether it was to be streamed
    /// @param from   when it was sent
    /// @param to     when the last byte came
    /// @param seen   the states of the service
    static Fate of(
            Ask.Reply reply, boolean stream, Instant from, Instant to, List<StateTable.Seen> seen) {
        if (!reply.whole()) {
            return begun(reply) ? new BrokenOff() : new Lost("not answered: " + reply);
        }
        if (reply.status() == 200) return answered(reply, stream);
        String code = code(reply);
        if (!CODES.contains(code)) return new Lost("refused: " + reply);
        Instant told = StateTable.nextAfter(to, seen);
        if (StateTable.entered(seen, "error", from, told) > 0) return new GivenUp(code);
        if (StateTable.entered(seen, "crashed", from, told) > 1) return new DiedTwice(code);
        return new Lost("refused although not given up: " + reply);
    }

    /// Whether a byte of the body is there that is not a comment of a stream.
    private static boolean begun(Ask.Reply reply) {
        return reply.status() == 200
                && reply.body().lines().anyMatch(line -> !line.isEmpty() && !line.startsWith(":"));
    }

    private static Fate answered(Ask.Reply reply, boolean stream) {
        boolean good =
                stream
                        ? reply.body().endsWith("data: [DONE]\n\n")
                        : !json(reply).at("/choices/0/message/content").isMissingNode();
        return good ? new Answered() : new Lost("whole, but no answer: " + reply);
    }

    private static String code(Ask.Reply reply) {
        return json(reply).at("/error/code").asString("?");
    }

    private static JsonNode json(Ask.Reply reply) {
        try {
            return JsonMapper.shared().readTree(reply.body());
        } catch (JacksonException notJson) {
            return JsonMapper.shared().missingNode();
        }
    }
}
