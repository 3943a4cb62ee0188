package dev.recua.client.recovery;

import dev.recua.client.error.ErrorType;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What was done for one request so far. Immutable.
///
/// @param streaming    whether it asks for a stream
/// @param tokenGiven   whether a part of the answer has reached the caller
/// @param resends      how often it was sent again, by the failure before; those that waited for a
///     model are not counted
/// @param limit        what the last attempt was given
/// @param merged       whether messages of the same role were joined
/// @param loadingSince when the server first said that it loads
public record Tried(
        boolean streaming,
        boolean tokenGiven,
        Map<ErrorType, Integer> resends,
        Duration limit,
        boolean merged,
        Optional<Instant> loadingSince) {
    public Tried {
        resends = Map.copyOf(resends);
    }

    /// Nothing yet.
    public static Tried nothing(boolean streaming, Duration limit) {
        return new Tried(streaming, false, Map.of(), limit, false, Optional.empty());
    }

    /// How often the request was sent again after this kind of failure.
    public int after(ErrorType type) {
        return resends.getOrDefault(type, 0);
    }

    /// How often it was sent again in all.
    public int total() {
        return resends.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// A part of the answer has reached the caller.
    Tried withToken() {
        return new Tried(streaming, true, resends, limit, merged, loadingSince);
    }

    /// This step was taken about a failure of this type.
    ///
    /// @param now when the failure came
    Tried and(Step step, ErrorType type, Instant now) {
        return switch (step) {
            case Step.Resend resend -> counted(type).limited(resend.limit());
            case Step.Truncate truncate -> counted(type);
            case Step.OtherModel other -> counted(type);
            case Step.NonStreaming whole -> {
                Tried next = counted(type);
                yield new Tried(false, false, next.resends, limit, merged, loadingSince);
            }
            case Step.Merge merge -> {
                Tried next = counted(type);
                yield new Tried(streaming, tokenGiven, next.resends, limit, true, loadingSince);
            }
            case Step.AwaitModel await ->
                    new Tried(
                            streaming,
                            tokenGiven,
                            resends,
                            limit,
                            merged,
                            Optional.of(loadingSince.orElse(now)));
            case Step.GiveUp giveUp -> this;
        };
    }

    private Tried counted(ErrorType type) {
        var more = new EnumMap<ErrorType, Integer>(ErrorType.class);
        more.putAll(resends);
        more.merge(type, 1, Integer::sum);
        return new Tried(streaming, tokenGiven, more, limit, merged, loadingSince);
    }

    private Tried limited(Duration next) {
        return new Tried(streaming, tokenGiven, resends, next, merged, loadingSince);
    }
}
