package dev.recua.client.monitor;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/// One request to a model server, for JDK Flight Recorder. Its duration is that of the whole
/// request, with every further try and every part of a stream. It tells nothing of what was asked
/// or
/// answered, and no key.
@Name(RequestEvent.NAME)
@Label("LLM Request")
@Description("One request to a model server, all of its tries together")
@Category({"Recua", "Client"})
@StackTrace(false)
final class RequestEvent extends Event {
    /// By which a recording names it.
    static final String NAME = "dev.recua.client.Request";

    @Label("Provider")
    String provider = "";

    @Label("Path")
    String path = "";

    @Label("Model")
    String model = "";

    @Label("Outcome")
    @Description("success, failure, or cancelled when the caller left")
    String outcome = "";

    @Label("HTTP Status")
    @Description("0 without an answer")
    int status;

    @Label("Prompt Tokens")
    @Description("-1 when the server did not count")
    int promptTokens = -1;

    @Label("Completion Tokens")
    @Description("-1 when the server did not count")
    int completionTokens = -1;

    @Label("Time to First Event")
    @Description("Until the first part of a stream, or the whole answer; -1 when none came")
    @Timespan(Timespan.NANOSECONDS)
    long timeToFirstEvent = -1;

    @Label("Retries")
    @Description("How often it was sent again")
    int retries;

    @Label("Error Type")
    @Description("Such as SERVER_OVERLOADED; null without an error")
    @Nullable String errorType;
}
