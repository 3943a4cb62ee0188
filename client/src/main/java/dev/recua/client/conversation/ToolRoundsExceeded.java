package dev.recua.client.conversation;

import dev.recua.client.wire.ToolCall;
import java.util.List;
import java.util.stream.Collectors;

/// A model went on calling tools instead of answering. Its last calls were not run, and the
/// conversation says so to the model: [Conversation#goOn] asks for an answer.
public final class ToolRoundsExceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ToolRoundsExceeded(int rounds, List<ToolCall> calls) {
        super(
                "The model called tools %d times in a row and wants %s now. Raise maxRounds, or go on: it has been told that these were not run."
                        .formatted(
                                rounds,
                                calls.stream()
                                        .map(ToolCall::name)
                                        .collect(Collectors.joining(", "))));
    }
}
