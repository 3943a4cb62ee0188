// Run: examples/run.sh CallTools ["What to ask" [MODEL]]
package dev.recua.examples;

import dev.recua.client.RecuaClient;
import dev.recua.client.conversation.Conversation;
import dev.recua.client.conversation.ToolRoundsExceeded;
import dev.recua.client.error.LlmException;
import dev.recua.client.tool.Description;
import dev.recua.client.tool.Tool;
import dev.recua.client.tool.ToolResult;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Lets a model call a function of this program: a record is its arguments.
///
/// The schema that the model is told comes from the record. What the model writes is checked
/// against it before the function sees it; what is wrong with it is told to the model, which may do
/// better. The conversation goes on until the model answers in words. Needs a running gateway, as
/// [AskAModel] does; the bundled model calls tools, but knows no dates.
public final class CallTools {
    /// The arguments of the tool.
    ///
    /// @param unit left out by the model when it does not matter
    record Period(
            @Description("the first day, such as 2026-01-31") LocalDate from,
            @Description("the last day, such as 2026-12-24") LocalDate to,
            Optional<Unit> unit) {}

    /// In what the length is told.
    enum Unit {
        DAYS,
        WEEKS
    }

    private CallTools() {}

    /// Asks, runs what the model calls, prints its answer.
    ///
    /// @param args the question and the model, both may be left out
    public static void main(String[] args) throws InterruptedException {
        String question = args.length > 0 ? args[0] : "How many days are in May and June 2026?";
        String url = System.getenv().getOrDefault("RECUA_URL", "http://127.0.0.1:8091");
        var key = Optional.ofNullable(System.getenv("RECUA_API_KEY"));
        var length =
                Tool.of(
                        "length_of_period",
                        "Counts the days or weeks from one day to another.",
                        Period.class,
                        CallTools::length);

        try (var recua = RecuaClient.of(URI.create(url), key)) {
            if (args.length > 1) recua.setModel(args[1]);
            var talk =
                    Conversation.with(recua)
                            .system("Use the tools. Answer in one sentence.")
                            .tools(length)
                            .options(it -> it.temperature(0))
                            .onToolResult(CallTools::print)
                            .begin();
            System.out.println(talk.ask(question).text());
        } catch (LlmException | ToolRoundsExceeded | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void print(ToolResult result) {
        var called = result.call().function();
        if (called == null) return; // told to the model already: it named no function
        System.out.printf("%s(%s) = %s%n", called.name(), called.arguments(), result.text());
    }

    /// An exception's message goes to the model, so it says what to do better.
    private static Object length(Period period) {
        if (period.to().isBefore(period.from()))
            throw new DateTimeException("to must not be before from");
        return switch (period.unit().orElse(Unit.DAYS)) {
            case DAYS -> ChronoUnit.DAYS.between(period.from(), period.to());
            case WEEKS -> ChronoUnit.WEEKS.between(period.from(), period.to());
        };
    }
}
