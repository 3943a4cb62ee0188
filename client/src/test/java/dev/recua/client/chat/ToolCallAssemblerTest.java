package dev.recua.client.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ToolCall;
import dev.recua.client.wire.Usage;
import dev.recua.client.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The table: what servers send, one list of pieces for each chunk, and the calls that the caller
/// must get, as `id name arguments`.
class ToolCallAssemblerTest {
    private static final long SEED = 20_261_120L;

    static Stream<Arguments> table() {
        return Stream.of(
                row(
                        "one call in pieces, as llama-server and OpenAI send it",
                        List.of("c1 get_weather {\"city\":\"Rome\"}"),
                        "{'index':0,'id':'c1','type':'function','function':{'name':'get_weather','arguments':''}}",
                        "{'index':0,'function':{'arguments':'{\\'city'}}",
                        "{'index':0,'function':{'arguments':'\\':\\'Rome\\'}'}}"),
                row(
                        "a late id and a late name",
                        List.of("c1 f {\"a\":1}"),
                        "{'index':0,'function':{'arguments':'{\\'a\\''}}",
                        "{'index':0,'id':'c1','function':{'arguments':':1'}}",
                        "{'index':0,'function':{'name':'f','arguments':'}'}}"),
                row(
                        "two calls whose pieces come in turns",
                        List.of("c1 f {\"a\":1}", "c2 g {\"b\":2}"),
                        "{'index':0,'id':'c1','function':{'name':'f','arguments':''}}",
                        "{'index':1,'id':'c2','function':{'name':'g','arguments':''}}",
                        "{'index':1,'function':{'arguments':'{\\'b\\':'}},{'index':0,'function':{'arguments':'{\\'a\\':'}}",
                        "{'index':0,'function':{'arguments':'1}'}}",
                        "{'index':1,'function':{'arguments':'2}'}}"),
                row(
                        "calls that begin in another order than their indexes say",
                        List.of("c1 f {}", "c2 g {}"),
                        "{'index':1,'id':'c2','function':{'name':'g','arguments':'{}'}}",
                        "{'index':0,'id':'c1','function':{'name':'f','arguments':'{}'}}"),
                row(
                        "no index: ids separate the calls",
                        List.of("c1 f {\"a\":1}", "c2 g {\"b\":2}"),
                        "{'id':'c1','function':{'name':'f','arguments':'{\\'a\\':'}}",
                        "{'id':'c2','function':{'name':'g','arguments':'{\\'b\\':'}}",
                        "{'id':'c1','function':{'arguments':'1}'}}",
                        "{'id':'c2','function':{'arguments':'2}'}}"),
                row(
                        "no index and no id: pieces continue the last call",
                        List.of("c1 f {\"a\":1}"),
                        "{'id':'c1','function':{'name':'f','arguments':''}}",
                        "{'function':{'arguments':'{\\'a\\''}}",
                        "{'function':{'arguments':':1}'}}"),
                row(
                        "no index: an id that comes late belongs to the last call",
                        List.of("c1 f {\"a\":1}"),
                        "{'function':{'name':'f','arguments':'{\\'a\\':'}}",
                        "{'id':'c1','function':{'arguments':'1}'}}"),
                row(
                        "neither index nor id: a name begins a call",
                        List.of("call_1 f {\"a\":1}", "call_2 g {\"b\":2}", "call_3 g {\"b\":3}"),
                        "{'function':{'name':'f','arguments':{'a':1}}},{'function':{'name':'g','arguments':{'b':2}}}",
                        "{'function':{'name':'g','arguments':{'b':3}}}"),
                row(
                        "neither index nor id: the same call twice in one chunk is two calls",
                        List.of("call_1 roll {}", "call_2 roll {}"),
                        "{'function':{'name':'roll','arguments':{}}},{'function':{'name':'roll','arguments':{}}}"),
                row(
                        "neither index nor id: a name that comes late belongs to the last call",
                        List.of("call_1 f {\"a\":1}"),
                        "{'function':{'arguments':'{\\'a\\':'}}",
                        "{'function':{'name':'f','arguments':'1}'}}"),
                row(
                        "the index comes late",
                        List.of("c1 f {\"a\":1}"),
                        "{'id':'c1','function':{'name':'f','arguments':''}}",
                        "{'index':0,'function':{'arguments':'{\\'a\\':1}'}}"),
                row(
                        "every call has the index 0: other ids are other calls",
                        List.of("c1 f {\"a\":1}", "c2 f {\"a\":2}", "c3 g {}"),
                        "{'index':0,'id':'c1','function':{'name':'f','arguments':'{\\'a\\':1}'}}",
                        "{'index':0,'id':'c2','function':{'name':'f','arguments':'{\\'a\\':2}'}}",
                        "{'index':0,'id':'c3','function':{'name':'g','arguments':'{}'}}"),
                row(
                        "every piece has an id of its own: the index counts",
                        List.of("r1 f {\"a\":1}"),
                        "{'index':0,'id':'r1','function':{'name':'f','arguments':'{\\'a\\''}}",
                        "{'index':0,'id':'r2','function':{'name':'f','arguments':':1'}}",
                        "{'index':0,'id':'r3','function':{'name':'f','arguments':'}'}}"),
                row(
                        "a whole call that is sent a second time, by its index, is one call",
                        List.of("c1 f {\"a\":1}"),
                        "{'index':0,'id':'c1','function':{'name':'f','arguments':'{\\'a\\':1}'}}",
                        "{'index':0,'id':'c1','function':{'name':'f','arguments':'{\\'a\\': 1}'}}"),
                row(
                        "a whole call that is sent a second time, by its id, is one call",
                        List.of("c1 f {\"a\":1}", "c2 g {}"),
                        "{'id':'c1','function':{'name':'f','arguments':'{\\'a\\':1}'}}",
                        "{'id':'c2','function':{'name':'g','arguments':'{}'}}",
                        "{'id':'c1','function':{'name':'f','arguments':'{\\'a\\':1}'}},{'id':'c2','function':{'name':'g','arguments':'{}'}}"),
                row(
                        "pieces that add up are repeated whole at the end",
                        List.of("c1 f {\"a\":1}"),
                        "{'index':0,'id':'c1','function':{'name':'f','arguments':'{\\'a\\''}}",
                        "{'index':0,'function':{'arguments':':1}'}}",
                        "{'index':0,'id':'c1','function':{'name':'f','arguments':'{\\'a\\':1}'}}"),
                row(
                        "a whole call without index or id that is sent again is one call",
                        List.of("call_1 f {\"a\":1}"),
                        "{'function':{'name':'f','arguments':'{\\'a\\':1}'}}",
                        "{'function':{'name':'f','arguments':{'a':1}}}"),
                row(
                        "arguments as an object instead of its text",
                        List.of("c1 f {\"a\":{\"b\":[1]}}"),
                        "{'index':0,'id':'c1','function':{'name':'f','arguments':{'a':{'b':[1]}}}}"),
                row(
                        "empty, missing and null arguments",
                        List.of("c1 f {}", "c2 g {}", "c3 h {}"),
                        "{'index':0,'id':'c1','function':{'name':'f','arguments':''}}",
                        "{'index':1,'id':'c2','function':{'name':'g'}}",
                        "{'index':2,'id':'c3','function':{'name':'h','arguments':null}}"),
                row(
                        "an empty object that the real arguments follow",
                        List.of("c1 f {\"a\":1}"),
                        "{'index':0,'id':'c1','function':{'name':'f','arguments':'{}'}}",
                        "{'index':0,'function':{'arguments':'{\\'a\\''}}",
                        "{'index':0,'function':{'arguments':':1}'}}"),
                row(
                        "a name in fragments before the arguments, and a name that is repeated",
                        List.of("c1 get_weather {}", "c2 g {\"a\":1}"),
                        "{'index':0,'id':'c1','function':{'name':'get_'}}",
                        "{'index':0,'function':{'name':'weather','arguments':'{}'}}",
                        "{'index':1,'id':'c2','function':{'name':'g','arguments':'{\\'a\\''}}",
                        "{'index':1,'id':'c2','function':{'name':'g','arguments':':1}'}}"),
                row(
                        "brackets and quotes inside of strings end nothing",
                        List.of("c1 f {\"a\":\"}{\\\"}\"}"),
                        "{'index':0,'id':'c1','function':{'name':'f','arguments':'{\\'a\\':\\'}'}}",
                        "{'index':0,'function':{'arguments':'{\\\\\\'}'}}",
                        "{'index':0,'function':{'arguments':'\\'}'}}"),
                row(
                        "a piece in which nothing stands is no call",
                        List.of("c1 f {}"),
                        "{'index':0,'id':'c1','function':{'name':'f','arguments':'{}'}}",
                        "{'index':1}"));
    }

    private static Arguments row(String what, List<String> calls, String... chunks) {
        return Arguments.of(what, List.of(chunks), calls);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void callsAreGivenOnceAndWhole(String what, List<String> chunks, List<String> calls) {
        List<ChatChunk> given =
                run(chunks.stream().map(ToolCallAssemblerTest::pieces), "tool_calls");

        assertThat(given).hasSize(1);
        assertThat(given.getFirst().finishReason()).isEqualTo("tool_calls");
        assertThat(words(given)).isEqualTo(calls);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void theReasonMayStandInTheChunkOfTheLastPiece(
            String what, List<String> chunks, List<String> calls) {
        var assembler = new ToolCallAssembler();
        List<ChatChunk> given = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            String reason = i == chunks.size() - 1 ? "'tool_calls'" : "null";
            given.addAll(
                    assembler.accept(choice("{'tool_calls':[" + chunks.get(i) + "]}", reason)));
        }
        given.addAll(assembler.finish());

        assertThat(words(given)).isEqualTo(calls);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void aStreamWithoutAReasonGivesItsCallsAtItsEnd(
            String what, List<String> chunks, List<String> calls) {
        var assembler = new ToolCallAssembler();
        for (String chunk : chunks) assertThat(assembler.accept(pieces(chunk))).isEmpty();

        List<ChatChunk> given = assembler.finish();

        assertThat(given).hasSize(1);
        assertThat(given.getFirst().finishReason()).isEqualTo("tool_calls");
        assertThat(words(given)).isEqualTo(calls);
        assertThat(assembler.finish()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void whatWasAssembledPassesASecondAssemblerUnchanged(
            String what, List<String> chunks, List<String> calls) {
        List<ChatChunk> given = run(chunks.stream().map(ToolCallAssemblerTest::pieces), "stop");

        assertThat(words(run(given.stream(), null))).isEqualTo(words(given)).isEqualTo(calls);
    }

    @Test
    void textAndThoughtsPassAtOnce() {
        var assembler = new ToolCallAssembler();
        ChatChunk role = choice("{'role':'assistant','content':null}", "null");
        ChatChunk thought = choice("{'reasoning_content':'hm'}", "null");
        ChatChunk usage =
                json(
                        "{'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}}");

        assertThat(assembler.accept(role)).containsExactly(role);
        assertThat(assembler.accept(thought)).containsExactly(thought);
        List<ChatChunk> both =
                assembler.accept(
                        choice(
                                "{'content':'Let me see. ','tool_calls':[{'index':0,'id':'c','function':{'name':'f'}}]}",
                                "null"));
        assertThat(both).containsExactly(choice("{'content':'Let me see. '}", "null"));
        assertThat(assembler.accept(usage)).containsExactly(usage);
        assertThat(words(assembler.accept(choice("{}", "'tool_calls'")))).containsExactly("c f {}");
    }

    @Test
    void aChunkOfPiecesKeepsWhatElseItCarries() {
        var assembler = new ToolCallAssembler();

        List<ChatChunk> given =
                assembler.accept(
                        json(
                                "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'c'}]}}],"
                                        + "'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}}"));

        assertThat(given).hasSize(1);
        assertThat(given.getFirst().choices()).isEmpty();
        assertThat(given.getFirst().usage()).isEqualTo(new Usage(1, 2, 3, null));
    }

    @Test
    void aStopWithCallsMeansThatCallsAreWanted() {
        List<ChatChunk> given =
                run(
                        Stream.of(
                                pieces(
                                        "{'index':0,'id':'c','function':{'name':'f','arguments':'{}'}}")),
                        "stop");

        assertThat(given.getFirst().finishReason()).isEqualTo("tool_calls");
    }

    @Test
    void anAnswerCutAtTheTokenLimitSaysSoAndGivesOnlyWholeCalls() {
        List<ChatChunk> given =
                run(
                        Stream.of(
                                pieces(
                                        "{'index':0,'id':'c1','function':{'name':'f','arguments':'{}'}}"),
                                pieces(
                                        "{'index':1,'id':'c2','function':{'name':'g','arguments':'{\\'a'}}")),
                        "length");

        assertThat(given.getFirst().finishReason()).isEqualTo("length");
        assertThat(words(given)).containsExactly("c1 f {}");
    }

    @Test
    void whatFollowsTheEndOfAnAnswerIsNotGivenAgain() {
        var assembler = new ToolCallAssembler();
        String call = "{'index':0,'id':'c','function':{'name':'f','arguments':'{}'}}";
        assembler.accept(pieces(call));
        assertThat(assembler.accept(choice("{}", "'tool_calls'"))).hasSize(1);

        assertThat(assembler.accept(pieces(call))).isEmpty();
        assertThat(assembler.accept(choice("{'tool_calls':[" + call + "]}", "'tool_calls'")))
                .allMatch(chunk -> chunk.toolCalls().isEmpty());
        assertThat(assembler.finish()).isEmpty();
    }

    @Test
    void severalAnswersInOneStreamHaveTheirOwnCalls() {
        var assembler = new ToolCallAssembler();
        assembler.accept(
                json(
                        "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'a','function':{'name':'f'}}]}},"
                                + "{'index':1,'delta':{'tool_calls':[{'index':0,'id':'b','function':{'name':'g'}}]}}]}"));

        List<ChatChunk> second =
                assembler.accept(
                        json("{'choices':[{'index':1,'delta':{},'finish_reason':'tool_calls'}]}"));
        List<ChatChunk> first = assembler.finish();

        assertThat(second.getFirst().choices().getFirst().index()).isEqualTo(1);
        assertThat(words(second)).containsExactly("b g {}");
        assertThat(first.getFirst().choices().getFirst().index()).isEqualTo(0);
        assertThat(words(first)).containsExactly("a f {}");
    }

    @Test
    void aCallWithoutAnIdIsNamedAfterItsAnswer() {
        var assembler = new ToolCallAssembler();
        assembler.accept(
                json(
                        "{'id':'chatcmpl-7','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'name':'f'}}]}}]}"));

        assertThat(words(assembler.finish())).containsExactly("chatcmpl-7_call_1 f {}");
    }

    @Test
    void argumentsThatNeverEndAreRefused() {
        var assembler = new ToolCallAssembler();
        String mebi = "x".repeat(1024 * 1024);
        ChatChunk chunk =
                new ChatChunk(
                        "a",
                        null,
                        0,
                        null,
                        List.of(
                                new ChatChunk.Choice(
                                        0,
                                        ChatMessage.assistant(
                                                List.of(
                                                        new ToolCall(
                                                                0,
                                                                null,
                                                                null,
                                                                new ToolCall.Function(
                                                                        null, mebi)))),
                                        null)),
                        null,
                        null);
        for (int i = 0; i < 16; i++) assembler.accept(chunk);

        assertThatThrownBy(() -> assembler.accept(chunk))
                .isInstanceOf(ToolCallsTooLarge.class)
                .hasMessageContaining("16,777,216 characters of arguments");
    }

    @Test
    void moreCallsThanAnyoneNeedsAreRefused() {
        var assembler = new ToolCallAssembler();
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i <= ToolCallAssembler.MAX_CALLS; i++) {
                                assembler.accept(pieces("{'index':" + i + ",'id':'c" + i + "'}"));
                            }
                        })
                .isInstanceOf(ToolCallsTooLarge.class)
                .hasMessageContaining("1,024 calls");
    }

    @Test
    void callsCutAnywhereIntoPiecesAreTheSameCalls() {
        var random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            List<ToolCall> calls = randomCalls(random);
            var assembler = new ToolCallAssembler();
            List<ChatChunk> given = new ArrayList<>();
            for (ToolCall piece : cut(calls, random)) {
                given.addAll(assembler.accept(chunkOf(piece)));
            }
            given.addAll(assembler.accept(choice("{}", "'stop'")));

            assertThat(given).as("seed %d round %d", SEED, round).hasSize(1);
            assertThat(given.getFirst().toolCalls()).as("round %d", round).isEqualTo(calls);
        }
    }

    private static List<ToolCall> randomCalls(Random random) {
        String[] values = {"1", "\"}\"", "\"\\\"{\"", "[{}]", "{\"b\":{}}", "null", "\"é🦙\""};
        List<ToolCall> calls = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int index = calls.size();
            String arguments = "{\"a\":" + values[random.nextInt(values.length)] + "}";
            calls.add(
                    new ToolCall(
                            index, "c" + index, "function", new ToolCall.Function("f", arguments)));
        }
        return calls;
    }

    /// The pieces of the calls, in turns but each call's in order.
    private static List<ToolCall> cut(List<ToolCall> calls, Random random) {
        List<List<ToolCall>> queues = new ArrayList<>();
        for (ToolCall call : calls) {
            List<ToolCall> pieces = new ArrayList<>();
            pieces.add(
                    new ToolCall(
                            call.index(), call.id(), "function", new ToolCall.Function("f", "")));
            String rest = call.arguments();
            while (!rest.isEmpty()) {
                int length = 1 + random.nextInt(rest.length());
                pieces.add(
                        new ToolCall(
                                call.index(),
                                null,
                                null,
                                new ToolCall.Function(null, rest.substring(0, length))));
                rest = rest.substring(length);
            }
            queues.add(pieces);
        }
        List<ToolCall> mixed = new ArrayList<>();
        while (!queues.isEmpty()) {
            List<ToolCall> queue = queues.get(random.nextInt(queues.size()));
            mixed.add(queue.removeFirst());
            if (queue.isEmpty()) queues.remove(queue);
        }
        return mixed;
    }

    private static List<ChatChunk> run(Stream<ChatChunk> chunks, @Nullable String reason) {
        var assembler = new ToolCallAssembler();
        List<ChatChunk> given = new ArrayList<>();
        chunks.forEach(chunk -> given.addAll(assembler.accept(chunk)));
        if (reason != null) given.addAll(assembler.accept(choice("{}", "'" + reason + "'")));
        given.addAll(assembler.finish());
        return given;
    }

    private static List<String> words(List<ChatChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().calls().stream())
                .map(call -> call.id() + " " + call.name() + " " + call.arguments())
                .toList();
    }

    private static ChatChunk chunkOf(ToolCall piece) {
        return pieces(WireJson.mapper().writeValueAsString(piece));
    }

    private static ChatChunk pieces(String pieces) {
        return choice("{'tool_calls':[" + pieces + "]}", "null");
    }

    private static ChatChunk choice(String delta, String reason) {
        return json(
                "{'choices':[{'index':0,'delta':" + delta + ",'finish_reason':" + reason + "}]}");
    }

    /// JSON with `'` for `"`, where it has any.
    private static ChatChunk json(String text) {
        return WireJson.mapper().readValue(text.replace('\'', '"'), ChatChunk.class);
    }
}
