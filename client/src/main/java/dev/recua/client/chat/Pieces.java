package dev.recua.client.chat;

import dev.recua.client.wire.ToolCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The calls of one answer while their pieces come, and to which of them each piece belongs:
///
/// 1. An index says it, unless the call of that index is over and the piece begins another (some
///    servers number every call 0).
/// 2. Without an index the id says it; an id that is new begins a call, unless it is the late id of
///    the last one.
/// 3. Without both, a name begins a call, unless it is the late or repeated name of the last one;
///    anything else continues the last one.
///
/// A call that comes whole a second time is the same call.
final class Pieces {
    private final List<OpenCall> calls = new ArrayList<>();

    /// How many of the calls were there before the chunk at hand.
    private int before;

    static boolean hasId(ToolCall piece) {
        return piece.id() != null && !piece.id().isBlank();
    }

    /// What the piece adds to the arguments, as it came.
    static String arguments(ToolCall piece) {
        @Nullable String text = piece.function() == null ? null : piece.function().arguments();
        return text == null ? "" : text;
    }

    /// Takes the pieces of one chunk.
    ///
    /// @return how many characters came
    int take(List<ToolCall> pieces) {
        before = calls.size();
        int characters = 0;
        for (ToolCall piece : pieces) {
            OpenCall call = callOf(piece).orElseGet(() -> begin(piece));
            characters += call.add(piece);
        }
        return characters;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    int size() {
        return calls.size();
    }

    /// The calls in the order of their indexes, or else as they came.
    ///
    /// @param onlyWhole leaves out those whose arguments have not ended
    List<ToolCall> done(String prefix, boolean onlyWhole) {
        List<OpenCall> order = new ArrayList<>(calls);
        if (order.stream().map(OpenCall::index).allMatch(Objects::nonNull)) {
            order.sort(Comparator.comparingInt(call -> Objects.requireNonNull(call.index())));
        }
        List<ToolCall> done = new ArrayList<>();
        for (OpenCall call : order) {
            if (!call.isBlank() && (call.isWhole() || !onlyWhole)) {
                done.add(call.done(done.size(), prefix + (done.size() + 1)));
            }
        }
        return List.copyOf(done);
    }

    private OpenCall begin(ToolCall piece) {
        var call = new OpenCall(piece.index());
        calls.add(call);
        return call;
    }

    private Optional<OpenCall> callOf(ToolCall piece) {
        if (piece.index() != null) return byIndex(piece, piece.index());
        if (hasId(piece)) return byId(piece);
        return byName(piece);
    }

    private Optional<OpenCall> byIndex(ToolCall piece, int index) {
        Optional<OpenCall> call = last(it -> Objects.equals(it.index(), index));
        if (call.isPresent()) return call.filter(it -> !beginsAnother(it, piece));
        if (hasId(piece)) {
            return last(it -> Objects.equals(it.id(), piece.id()))
                    .filter(it -> it.index() == null || isRepeated(it, piece));
        }
        return last(it -> true).filter(it -> it.index() == null && piece.name().isEmpty());
    }

    /// Whether a piece with the index of `call` is of another call nevertheless.
    private static boolean beginsAnother(OpenCall call, ToolCall piece) {
        if (piece.name().isEmpty() || isRepeated(call, piece)) return false;
        boolean otherId = hasId(piece) && call.id() != null && !call.id().equals(piece.id());
        boolean otherName = call.isNamed() && !call.isNamed(piece.name());
        if (otherId) return call.isWhole() || (otherName && !call.hasArguments());
        return otherName && call.isWhole() && !arguments(piece).isBlank();
    }

    private static boolean isRepeated(OpenCall call, ToolCall piece) {
        return call.isWhole() && call.isNamed(piece.name()) && call.hasSame(arguments(piece));
    }

    private Optional<OpenCall> byId(ToolCall piece) {
        Optional<OpenCall> known = last(it -> Objects.equals(it.id(), piece.id()));
        if (known.isPresent()) return known;
        return last(it -> true)
                .filter(it -> it.id() == null && (piece.name().isEmpty() || !it.isNamed()));
    }

    private Optional<OpenCall> byName(ToolCall piece) {
        Optional<OpenCall> last = last(it -> true);
        if (piece.name().isEmpty() || last.filter(it -> !it.isNamed()).isPresent()) return last;
        Optional<OpenCall> repeated =
                calls.subList(0, before).stream().filter(it -> isRepeated(it, piece)).findFirst();
        if (repeated.isPresent()) return repeated;
        return last.filter(it -> it.isNamed(piece.name()))
                .filter(it -> !it.isWhole() || arguments(piece).isBlank());
    }

    private Optional<OpenCall> last(Predicate<OpenCall> wanted) {
        for (OpenCall call : calls.reversed()) {
            if (wanted.test(call)) return Optional.of(call);
        }
        return Optional.empty();
    }
}
