package dev.recua.supervisor.args;

import dev.recua.supervisor.engine.EngineFlags;
import dev.recua.supervisor.engine.Flag;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Options whose form changed while their name stayed.
///
/// @param flags of the llama-server
/// @param spelling the option's word for it
/// @param flag     the option as it has it
record Forms(EngineFlags flags, String spelling, Flag flag) {
    private static final Set<String> ON = Set.of("on", "enabled", "true", "1");
    private static final Set<String> OFF = Set.of("off", "disabled", "false", "0");
    private static final Set<String> AUTO = Set.of("auto", "-1");

    /// Whether `word` can be the value of an option that is on, off or automatic.
    static boolean isToggle(String word) {
        return ON.contains(word) || OFF.contains(word) || AUTO.contains(word);
    }

    /// What was written in the form that `flag` has; empty when it has that form already.
    Optional<Heard> changed(Option option, List<String> written, Set<String> names) {
        return switch (option.kind()) {
            case Kind.Toggle toggle -> toggled(option, written, names);
            case Kind.Scaled scaled -> scaled(written, names);
            default -> Optional.empty();
        };
    }

    private Optional<Heard> toggled(Option option, List<String> written, Set<String> names) {
        boolean bare = written.size() == 1;
        if (option.formerOff().contains(spelling) || flag.values() == (bare ? 0 : 1)) {
            return Optional.empty();
        }
        if (bare) {
            String why = "this llama-server wants a value after it";
            return Optional.of(Heard.otherwise(written, names, List.of(spelling, "on"), why));
        }
        if (ON.contains(written.get(1))) {
            String why = "this llama-server takes no value after it";
            return Optional.of(Heard.otherwise(written, names, List.of(spelling), why));
        }
        List<String> off = option.formerOff().stream().filter(flags::knows).limit(1).toList();
        String why = "this llama-server has it off unless it is told otherwise";
        return Optional.of(Heard.otherwise(written, names, off, why));
    }

    private Optional<Heard> scaled(List<String> written, Set<String> names) {
        if (flag.values() == written.size() - 1) return Optional.empty();
        if (flag.values() == 1) {
            String joined = written.get(1) + ":" + written.get(2);
            String why = "this llama-server takes FILE:SCALE";
            return Optional.of(Heard.otherwise(written, names, List.of(spelling, joined), why));
        }
        int colon = written.get(1).lastIndexOf(':');
        if (colon < 1) {
            var problem = new ArgProblem(written.getFirst(), "needs a file and a scale after it");
            return Optional.of(Heard.unsayable(written, names, problem));
        }
        String file = written.get(1).substring(0, colon);
        String scale = written.get(1).substring(colon + 1);
        String why = "this llama-server takes the file and the scale as two words";
        return Optional.of(Heard.otherwise(written, names, List.of(spelling, file, scale), why));
    }
}
