package dev.recua.gateway.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A test that types into a terminal, by way of util-linux's `script`. Where that is missing the
/// test is skipped and the report says so; with `CI=true` it fails instead.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsPseudoTerminal.Condition.class)
@interface NeedsPseudoTerminal {
    /// Looks for the programs.
    final class Condition implements ExecutionCondition {
        private static final List<String> PROGRAMS = List.of("script", "bash", "stty");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> missing = PROGRAMS.stream().filter(it -> !isOnPath(it)).toList();
            if (missing.isEmpty() || "true".equals(System.getenv("CI"))) {
                return ConditionEvaluationResult.enabled("a terminal is needed");
            }
            return ConditionEvaluationResult.disabled("not on the PATH: " + missing);
        }

        private static boolean isOnPath(String program) {
            return Stream.of(System.getenv("PATH").split(":"))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        }
    }
}
