package dev.recua.supervisor.args;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How a model is read: one `--load-mode` today, switches of their own before (`--mlock`,
/// `--[no-]mmap`, `--[no-]direct-io`, gone between builds 10587 and 11669).
///
/// The switches did not replace each other: what they mean, all of them together say. Without
/// `--no-mmap` a model was mapped, so `--mlock` alone is `mmap+mlock`
/// ([llama.cpp 20834](https://github.com/ggml-org/llama.cpp/pull/20834),
/// [26133](https://github.com/ggml-org/llama.cpp/pull/26133)).
final class LoadModes {
    static final String OPTION = "--load-mode";

    private static final Set<String> SWITCHES =
            Set.of(
                    "--mlock",
                    "--mmap",
                    "--no-mmap",
                    "--direct-io",
                    "-dio",
                    "--no-direct-io",
                    "-ndio");

    private static final String WHY = "this llama-server has one option for all ways to load";

    private LoadModes() {}

    static boolean isSwitch(String word) {
        return SWITCHES.contains(Options.normal(word));
    }

    /// The former switches that mean `mode`; empty when no build before had such a mode.
    static Optional<List<String>> former(String mode) {
        return switch (mode) {
            case "auto" -> Optional.of(List.of());
            case "none" -> Optional.of(List.of("--no-mmap"));
            case "mmap" -> Optional.of(List.of("--mmap"));
            case "mlock" -> Optional.of(List.of("--no-mmap", "--mlock"));
            case "mmap+mlock" -> Optional.of(List.of("--mlock"));
            case "dio" -> Optional.of(List.of("--direct-io"));
            default -> Optional.empty();
        };
    }

    /// Says the switches as one mode, in the place of the last one.
    ///
    /// @param heard in order; switches among them are not yet said
    static List<Heard> joined(List<Heard> heard) {
        List<Heard> switches = heard.stream().filter(it -> isSwitch(it.word())).toList();
        List<Heard> said = new ArrayList<>();
        int left = switches.size();
        for (Heard one : heard) {
            if (!isSwitch(one.word())) {
                said.add(one);
            } else if (--left == 0) {
                said.add(mode(switches));
            }
        }
        return said;
    }

    private static Heard mode(List<Heard> switches) {
        boolean lock = false;
        Optional<Boolean> map = Optional.empty();
        Optional<Boolean> direct = Optional.empty();
        for (Heard one : switches) {
            switch (Options.normal(one.word())) {
                case "--mlock" -> lock = true;
                case "--mmap" -> map = Optional.of(true);
                case "--no-mmap" -> map = Optional.of(false);
                case "--direct-io", "-dio" -> direct = Optional.of(true);
                default -> direct = Optional.of(false);
            }
        }
        List<String> written = switches.stream().flatMap(it -> it.written().stream()).toList();
        List<String> args = List.of(OPTION, word(lock, map, direct));
        return Heard.otherwise(written, switches.getLast().names(), args, WHY);
    }

    private static String word(boolean lock, Optional<Boolean> map, Optional<Boolean> direct) {
        if (direct.orElse(false)) return "dio";
        if (lock) return map.orElse(true) ? "mmap+mlock" : "mlock";
        return map.map(mapped -> mapped ? "mmap" : "none").orElse("auto");
    }
}
