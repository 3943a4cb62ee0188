package dev.recua.client.chat;

import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/// Makes whole tool calls of the pieces in a stream. Text, thoughts and all else pass at once;
/// pieces of calls are held back, and each call is given exactly once, whole, in the chunk that
/// says
/// why its answer ended.
///
/// - That chunk's reason is `tool_calls` where the server said `stop`; another reason (`length`:
/// cut
///   at the token limit) stays, and calls whose arguments had not ended are then left out.
/// - A stream that ends without a reason gives its calls from [#finish()].
/// - A call without an id gets one, because its result must name it; one without arguments gets
///   `{}`.
/// - Chunks that went through an assembler pass another one unchanged.
///
/// Which piece belongs to which call when servers leave out indexes, ids and names: see the table
/// in
/// `ToolCallAssemblerTest`. Pure; for one stream and one thread.
public final class ToolCallAssembler {
    /// The most characters of arguments that one answer may hold back: 16 Mi.
    public static final int MAX_CHARACTERS = 16 * 1024 * 1024;

    /// The most calls of one answer.
    public static final int MAX_CALLS = 1024;

    /// With these reasons a server says that its calls are whole.
    private static final Set<String> WHOLE = Set.of("tool_calls", "stop", "function_call");

    private static final ChatMessage NOTHING = new ChatMessage(null, null, null, null, null);
    private static final ChatMessage EMPTY_TEXT =
            NOTHING.withContent(JsonNodeFactory.instance.stringNode(""));

    private final Map<Integer, Pieces> open = new TreeMap<>();
    private final Set<Integer> over = new HashSet<>();
    private @Nullable ChatChunk latest;
    private int characters;

    /// Takes the next chunk.
    ///
    /// @return what to give to the caller now: the chunk without pieces of calls, with whole calls,
    ///     or nothing
    /// @throws ToolCallsTooLarge when more would have to be held back than is allowed
    public List<ChatChunk> accept(ChatChunk chunk) {
        latest = chunk;
        if (chunk.choices().stream().noneMatch(this::concerns)) return List.of(chunk);
        List<ChatChunk.Choice> rest = new ArrayList<>();
        for (ChatChunk.Choice choice : chunk.choices()) {
            ChatChunk.Choice left = without(choice);
            if (!saysNothing(left)) rest.add(left);
        }
        ChatChunk left = chunk.withChoices(rest);
        return rest.isEmpty() && saysNothing(left) ? List.of() : List.of(left);
    }

    /// Says that the stream is over.
    ///
    /// @return the calls that no reason has ended, in one chunk; mostly nothing
    public List<ChatChunk> finish() {
        List<ChatChunk.Choice> rest = new ArrayList<>();
        for (Integer index : List.copyOf(open.keySet())) {
            rest.add(ended(new ChatChunk.Choice(index, NOTHING, "tool_calls")));
        }
        rest.removeIf(choice -> choice.delta().calls().isEmpty());
        if (rest.isEmpty() || latest == null) return List.of();
        return List.of(
                new ChatChunk(
                        latest.id(),
                        latest.object(),
                        latest.created(),
                        latest.model(),
                        rest,
                        null,
                        null));
    }

    private boolean concerns(ChatChunk.Choice choice) {
        return choice.delta().toolCalls() != null
                || (choice.finishReason() != null && open.containsKey(choice.index()));
    }

    /// The choice without pieces; with whole calls, if it is the last of its answer.
    private ChatChunk.Choice without(ChatChunk.Choice choice) {
        hold(choice.index(), choice.delta().calls());
        ChatChunk.Choice left = with(choice, null, choice.finishReason());
        return choice.finishReason() == null ? left : ended(left);
    }

    private void hold(int answer, List<ToolCall> pieces) {
        // Whatever follows the end of an answer repeats it.
        if (pieces.isEmpty() || over.contains(answer)) return;
        Pieces held = open.computeIfAbsent(answer, index -> new Pieces());
        characters += held.take(pieces);
        if (characters > MAX_CHARACTERS) {
            throw new ToolCallsTooLarge("characters of arguments", MAX_CHARACTERS);
        }
        if (held.size() > MAX_CALLS) throw new ToolCallsTooLarge("calls", MAX_CALLS);
    }

    private ChatChunk.Choice ended(ChatChunk.Choice choice) {
        @Nullable Pieces held = open.remove(choice.index());
        over.add(choice.index());
        if (held == null || held.isEmpty()) return choice;
        String reason = Objects.requireNonNull(choice.finishReason());
        boolean whole = WHOLE.contains(reason);
        List<ToolCall> calls = held.done(prefix(), !whole);
        if (calls.isEmpty()) return choice;
        return with(choice, calls, whole ? "tool_calls" : reason);
    }

    private String prefix() {
        @Nullable String answer = latest == null ? null : latest.id();
        return answer == null || answer.isBlank() ? "call_" : answer + "_call_";
    }

    private static ChatChunk.Choice with(
            ChatChunk.Choice choice, @Nullable List<ToolCall> calls, @Nullable String reason) {
        return new ChatChunk.Choice(
                choice.index(), choice.delta().withToolCalls(calls), reason, choice.logprobs());
    }

    private static boolean saysNothing(ChatChunk.Choice choice) {
        return choice.finishReason() == null
                && choice.logprobs() == null
                && (choice.delta().equals(NOTHING) || choice.delta().equals(EMPTY_TEXT));
    }

    private static boolean saysNothing(ChatChunk chunk) {
        return chunk.usage() == null
                && chunk.timings() == null
                && chunk.promptProgress() == null
                && chunk.recoveries().isEmpty();
    }
}
