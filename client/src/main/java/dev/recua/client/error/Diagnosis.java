package dev.recua.client.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a failure means, for a person who wants it mended: source 002's `diagnoseIssue`, and what
/// the server itself said. As JSON it has these names.
///
/// @param errorType            which kind
/// @param description          what this kind is
/// @param message              what happened this time, to whom, and the next step
/// @param serverMessage        the server's own words, if it said any
/// @param possibleCauses       the likeliest first
/// @param recommendedSolutions what to try, in this order; the server's own advice comes first
/// @param diagnosticCommands   for a shell; none of them changes anything
/// @param recoveryStrategy     what a client does about it by itself
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Diagnosis(
        ErrorType errorType,
        String description,
        String message,
        Optional<String> serverMessage,
        List<String> possibleCauses,
        List<String> recommendedSolutions,
        List<String> diagnosticCommands,
        RecoveryStrategy recoveryStrategy) {
    public Diagnosis {
        possibleCauses = List.copyOf(possibleCauses);
        recommendedSolutions = List.copyOf(recommendedSolutions);
        diagnosticCommands = List.copyOf(diagnosticCommands);
    }

    /// What this failure means.
    public static Diagnosis of(LlmException failure) {
        TroubleshootingGuide.Entry entry =
                TroubleshootingGuide.of(failure.type(), failure.provider(), failure.target());
        Optional<String> hint =
                failure.error().flatMap(it -> Optional.ofNullable(it.hint())).map(Quote::of);
        List<String> solutions = new ArrayList<>();
        hint.ifPresent(solutions::add);
        solutions.addAll(entry.solutions());
        return new Diagnosis(
                failure.type(),
                entry.description(),
                String.valueOf(failure.getMessage()),
                failure.error().map(it -> Quote.of(it.message())),
                entry.causes(),
                solutions,
                entry.diagnosticCommands(),
                RecoveryStrategy.of(failure.type()));
    }
}
