package dev.recua.client.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.LlmException;
import dev.recua.client.error.NotSupported;
import dev.recua.client.tool.AnswerNotRecord;
import dev.recua.client.tool.Tool;
import dev.recua.client.tool.ToolResult;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ConversationTest {
    record Weather(String city) {}

    private final List<String> looked = new ArrayList<>();
    private final Tool weather =
            Tool.of(
                    "weather",
                    "Tells the weather of a city.",
                    Weather.class,
                    it -> {
                        looked.add(it.city());
                        return "sun in " + it.city();
                    });
    private final PlayedClient client = new PlayedClient(ProviderType.LLAMA_CPP, 1_000);

    private static ToolCall call(String id, String city) {
        return ToolCall.of(id, "weather", "{\"city\":\"" + city + "\"}");
    }

    @Test
    void everyQuestionIsAskedWithAllThatWasSaidBefore() throws InterruptedException {
        client.says("Hello!").says("Paris.");
        Conversation talk =
                Conversation.with(client).system("Be brief.").options(it -> it.seed(7)).begin();

        assertThat(talk.ask("Hi").text()).isEqualTo("Hello!");
        assertThat(talk.ask("Capital of France?").text()).isEqualTo("Paris.");

        assertThat(client.lastAsked())
                .containsExactly(
                        "system: Be brief.",
                        "user: Hi",
                        "assistant: Hello!",
                        "user: Capital of France?");
        assertThat(client.asked.getLast().model()).isNull();
        assertThat(client.asked.getLast().sampling().seed()).isEqualTo(7);
        assertThat(client.asked.getLast().toolUse().tools()).isNull();
        assertThat(talk.messages()).hasSize(5).last().isEqualTo(ChatMessage.assistant("Paris."));
    }

    @Test
    void toolsRunInTheOrderOfTheAnswerUntilTheModelAnswersInWords() throws InterruptedException {
        client.calls(call("c1", "Rome"), call("c2", "Bonn")).calls(call("c3", "Oslo")).says("Sun.");
        List<ToolResult> told = new ArrayList<>();
        Conversation talk =
                Conversation.with(client).tools(weather).onToolResult(told::add).begin();

        assertThat(talk.ask("Where is sun?").text()).isEqualTo("Sun.");

        assertThat(looked).containsExactly("Rome", "Bonn", "Oslo");
        assertThat(told).extracting(ToolResult::text).hasSize(3).first().isEqualTo("sun in Rome");
        assertThat(client.asked).hasSize(3);
        assertThat(Objects.requireNonNull(client.asked.getFirst().toolUse().tools())).hasSize(1);
        assertThat(talk.messages())
                .containsExactly(
                        ChatMessage.user("Where is sun?"),
                        ChatMessage.assistant(List.of(call("c1", "Rome"), call("c2", "Bonn"))),
                        ChatMessage.toolResult("c1", "sun in Rome"),
                        ChatMessage.toolResult("c2", "sun in Bonn"),
                        ChatMessage.assistant(List.of(call("c3", "Oslo"))),
                        ChatMessage.toolResult("c3", "sun in Oslo"),
                        ChatMessage.assistant("Sun."));
    }

    @Test
    void aStreamGivesEveryRoundAsItComes() throws InterruptedException {
        client.calls(call("c1", "Rome")).says("Sun there.");
        List<String> heard = new ArrayList<>();
        List<ToolCall> calls = new ArrayList<>();
        Conversation talk = Conversation.with(client).tools(weather).begin();

        var answer =
                talk.ask(
                        "Where is sun?",
                        (ChatChunk chunk) -> {
                            if (!chunk.text().isEmpty()) heard.add(chunk.text());
                            calls.addAll(chunk.toolCalls());
                        });

        assertThat(answer.text()).isEqualTo("Sun there.");
        assertThat(heard).containsExactly("Sun t", "here.");
        assertThat(calls).containsExactly(call("c1", "Rome"));
        assertThat(talk.messages()).hasSize(4);
    }

    @Test
    void whateverComesOfACallIsToldToTheModel() throws InterruptedException {
        client.calls(
                        ToolCall.of("c1", "forecast", "{}"),
                        ToolCall.of("c2", "weather", "{\"town\":1}"),
                        call("c3", "Rome"))
                .says("Done.");
        Conversation talk = Conversation.with(client).tools(weather).begin();

        talk.ask("?");

        assertThat(client.lastAsked().subList(2, 5))
                .containsExactly(
                        "tool: Error: there is no tool \"forecast\"; there are weather.",
                        "tool: Error: The arguments of weather: /city is missing; /town is not known; known are city. Call it again with all of them right.",
                        "tool: sun in Rome");
    }

    @Test
    void callsWithoutAnIdGetOneThatTheirResultNames() throws InterruptedException {
        var nameless =
                new ToolCall(
                        0, null, null, new ToolCall.Function("weather", "{\"city\":\"Rome\"}"));
        client.calls(nameless, nameless).says("Sun.");
        Conversation talk = Conversation.with(client).tools(weather).begin();

        talk.ask("?");

        ChatMessage calls = talk.messages().get(1);
        assertThat(calls.calls())
                .extracting(ToolCall::id)
                .doesNotHaveDuplicates()
                .doesNotContainNull();
        assertThat(talk.messages().subList(2, 4))
                .extracting(ChatMessage::toolCallId)
                .isEqualTo(calls.calls().stream().map(ToolCall::id).toList());
    }

    @Test
    void aModelThatNeverStopsCallingIsStoppedAndTheConversationStaysWhole()
            throws InterruptedException {
        client.calls(call("c1", "a")).calls(call("c2", "b")).calls(call("c3", "c")).says("Enough.");
        Conversation talk = Conversation.with(client).tools(weather).maxRounds(2).begin();

        assertThatThrownBy(() -> talk.ask("?"))
                .isInstanceOf(ToolRoundsExceeded.class)
                .hasMessageContaining("2 times")
                .hasMessageContaining("weather");

        assertThat(looked).containsExactly("a", "b");
        assertThat(talk.messages().getLast().toolCallId()).isEqualTo("c3");
        assertThat(talk.goOn().text()).isEqualTo("Enough.");
        assertThatThrownBy(talk::goOn).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aQuestionThatGotNoAnswerLeavesNoTrace() throws InterruptedException {
        client.fails(new IllegalStateException("down")).says("Hello!");
        Conversation talk = Conversation.with(client).begin();

        assertThatThrownBy(() -> talk.ask("Hi")).hasMessage("down");
        assertThat(talk.messages()).isEmpty();
        talk.ask("Hi again");

        assertThat(client.lastAsked()).containsExactly("user: Hi again");
    }

    @Test
    void resultsOutliveAFailureAndTheAnswerCanBeAskedForAgain() throws InterruptedException {
        client.calls(call("c1", "Rome")).fails(new IllegalStateException("down")).says("Sun.");
        Conversation talk = Conversation.with(client).tools(weather).begin();

        assertThatThrownBy(() -> talk.ask("?")).hasMessage("down");

        assertThat(talk.goOn().text()).isEqualTo("Sun.");
        assertThat(looked).containsExactly("Rome");
        assertThat(talk.messages()).hasSize(4);
    }

    @Test
    void anInterruptedToolLeavesNoCallWithoutResult() {
        client.calls(call("c1", "Rome"));
        var waiting =
                Tool.of(
                        "weather",
                        "",
                        Weather.class,
                        it -> {
                            throw new InterruptedException("asked to stop");
                        });
        Conversation talk = Conversation.with(client).tools(waiting).begin();

        assertThatThrownBy(() -> talk.ask("?")).isInstanceOf(InterruptedException.class);
        assertThat(talk.messages()).isEmpty();
    }

    /// A tool that has run must not run again: the interrupt of the second one took the result of
    /// the first one with it, and the question asked again ran both.
    @Test
    void theResultOfAToolOutlivesTheInterruptOfTheNextOne() throws InterruptedException {
        client.calls(call("c1", "Rome"), call("c2", "Bonn"), call("c3", "Oslo")).says("Sun.");
        var stopping =
                Tool.of(
                        "weather",
                        "",
                        Weather.class,
                        it -> {
                            if (it.city().equals("Bonn")) throw new InterruptedException("stop");
                            looked.add(it.city());
                            return "sun in " + it.city();
                        });
        Conversation talk = Conversation.with(client).tools(stopping).begin();

        assertThatThrownBy(() -> talk.ask("?")).isInstanceOf(InterruptedException.class);

        assertThat(talk.goOn().text()).isEqualTo("Sun.");
        assertThat(looked).containsExactly("Rome");
        assertThat(client.lastAsked())
                .containsExactly(
                        "user: ?",
                        "assistant: ",
                        "tool: sun in Rome",
                        "tool: Error: not run to its end, because it was stopped.",
                        "tool: Error: not run to its end, because it was stopped.");
    }

    @Test
    void aListenerThatFailsTakesNoResultWithIt() throws InterruptedException {
        client.calls(call("c1", "Rome")).says("Sun.");
        Conversation talk =
                Conversation.with(client)
                        .tools(weather)
                        .onToolResult(
                                result -> {
                                    throw new IllegalStateException("a bad listener");
                                })
                        .begin();

        assertThatThrownBy(() -> talk.ask("?")).hasMessage("a bad listener");

        assertThat(talk.goOn().text()).isEqualTo("Sun.");
        assertThat(looked).containsExactly("Rome");
    }

    @Test
    void whatNoLongerFitsIsNotSentButKept() throws InterruptedException {
        // One token a message; 12 of context, 3 for the answer: 9 messages fit.
        var small = new PlayedClient(ProviderType.LLAMA_CPP, 12);
        Conversation talk = Conversation.with(small).system("S").tools(weather).begin();
        small.says("1").calls(call("c1", "Rome")).says("2").says("3").says("4").says("5");

        talk.ask("one"); // 2 messages
        talk.ask("two"); // 4 messages
        talk.ask("three"); // with the system message and this question: 8
        assertThat(talk.leftOut()).isZero();
        talk.ask("four"); // 10: at most 6 may stay, and no result parts from its call

        assertThat(small.lastAsked())
                .containsExactly("system: S", "user: three", "assistant: 3", "user: four");
        assertThat(talk.leftOut()).isEqualTo(6);
        assertThat(talk.messages()).hasSize(11).element(1).isEqualTo(ChatMessage.user("one"));
    }

    @Test
    void whatWasLeftOutStaysSoThatTheServersCacheHoldsTheBeginning() throws InterruptedException {
        var small = new PlayedClient(ProviderType.LLAMA_CPP, 12); // 9 fit, 6 after a cut
        Conversation talk = Conversation.with(small).begin();
        List<String> beginnings = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            small.says("answer");
            talk.ask("question " + i);
            beginnings.add(small.lastAsked().getFirst());
        }

        // Each question adds two messages: 1, 3, 5, 7, 9, then 11 are cut to 5, and so on.
        assertThat(beginnings.subList(0, 5)).containsOnly("user: question 0");
        assertThat(beginnings.subList(5, 8)).containsOnly("user: question 3");
        assertThat(beginnings.subList(8, 11)).containsOnly("user: question 6");
        assertThat(beginnings.subList(11, 12)).containsOnly("user: question 9");
    }

    @Test
    void toolResultsBecomeMessagesOfTheUserWhereTheTemplateKnowsNoTools()
            throws InterruptedException {
        client.calls(call("c1", "Rome")).says("Sun.");
        Conversation talk =
                Conversation.with(client).tools(weather).toolMessages(ToolMessages.AS_USER).begin();

        talk.ask("?");

        assertThat(client.lastAsked())
                .containsExactly(
                        "user: ?",
                        "assistant: Tool call: weather {\"city\":\"Rome\"}",
                        "user: Tool result: sun in Rome");
        assertThat(client.asked.getLast().messages()).allMatch(it -> it.toolCalls() == null);
    }

    @Test
    void everyToolMessageIsStillOneMessage() {
        ChatMessage result = ChatMessage.toolResult("c1", "42");

        assertThat(ToolMessages.NATIVE.of(List.of(result))).containsExactly(result);
        assertThat(ToolMessages.AS_USER.of(List.of(result)))
                .containsExactly(ChatMessage.user("Tool result: 42"));
    }

    @Test
    void thoughtsAreSentAgainOnlyToProvidersThatReadThem() throws InterruptedException {
        var thinking = new ChatMessage("assistant", null, "hm", List.of(call("c1", "Rome")), null);
        var other = new PlayedClient(ProviderType.OPENAI_COMPATIBLE, 1_000);
        for (PlayedClient each : List.of(client, other)) {
            each.answers(thinking, "tool_calls").says("Sun.");
            Conversation.with(each).tools(weather).begin().ask("?");
        }

        assertThat(client.asked.getLast().messages().get(1).reasoningContent()).isEqualTo("hm");
        assertThat(other.asked.getLast().messages().get(1).reasoningContent()).isNull();
    }

    record City(String name) {}

    @Test
    void anAnswerCanBeARecord() throws InterruptedException {
        client.says("{\"name\":\"Tokyo\"}").says("no idea");
        Conversation talk = Conversation.with(client).begin();

        assertThat(talk.ask("Largest city?", City.class)).isEqualTo(new City("Tokyo"));
        assertThat(client.asked.getFirst().answer().responseFormat()).isNotNull();
        assertThatThrownBy(() -> talk.ask("And then?", City.class))
                .isInstanceOf(AnswerNotRecord.class)
                .hasMessageContaining("no idea");
    }

    @Test
    void clearingForgetsTheHistoryHereAndOnTheServer() throws InterruptedException {
        client.says("Hello!").says("Hello again!");
        Conversation talk = Conversation.with(client).system("Be brief.").begin();
        talk.ask("Hi");

        talk.clear();
        talk.system("Be long.");
        talk.ask("Hi");

        assertThat(client.cleared).isEqualTo(1);
        assertThat(client.lastAsked()).containsExactly("system: Be long.", "user: Hi");
    }

    @Test
    void whereNobodyCountsTheEstimateDecides() throws InterruptedException {
        var small = new PlayedClient(ProviderType.LLAMA_CPP, 40);
        var loading =
                new LlmException.ModelLoading(
                        "loading",
                        new LlmException.Failure(
                                ProviderType.LLAMA_CPP,
                                small.base(),
                                "Loading model",
                                OptionalInt.of(503),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        for (RuntimeException failure :
                List.of(new NotSupported(ProviderType.OLLAMA, "has no count"), loading)) {
            small.countFailure = failure;
            small.says("1").says("2");
            Conversation talk = Conversation.with(small).begin();

            talk.ask("x".repeat(60)); // 24 tokens by the estimate, of 30
            talk.ask("y".repeat(60));

            assertThat(small.lastAsked()).containsExactly("user: " + "y".repeat(60));
        }
    }

    @Test
    void theEstimateIsStated() throws InterruptedException {
        ChatRequest request =
                ChatRequest.of(
                        List.of(
                                ChatMessage.user("123456"),
                                ChatMessage.assistant(List.of(ToolCall.of("c", "abc", "{}")))));

        // 4 + 6/3, and 4 + 3/3 + 2/3 rounded up.
        assertThat(TokenCounter.estimate().count(request)).isEqualTo(12);
        assertThatThrownBy(() -> Conversation.with(client).maxRounds(0).begin())
                .hasMessageContaining("maxRounds");
    }
}
