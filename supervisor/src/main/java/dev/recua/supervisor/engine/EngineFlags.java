package dev.recua.supervisor.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The options that a llama-server's `--help` lists. An option it does not list ends the server
/// with
/// exit code 1, and options come and go between builds, so nothing else may be passed.
///
/// @param flags in the order of the help
public record EngineFlags(List<Flag> flags) {
    /// Lines of options begin in the first column: spellings divided by commas, then perhaps one
    /// space and
    /// the names of the values, then at least two spaces before the description.
    private static final Pattern SPELLING =
            Pattern.compile("(--?[A-Za-z0-9][A-Za-z0-9._-]*)(,\\s+)?");

    private static final String REMOVED = "  the argument has been removed";

    private static final Pattern TWO_NAMES = Pattern.compile("[A-Z][A-Z0-9_]*( [A-Z][A-Z0-9_]*)+");

    public EngineFlags {
        flags = List.copyOf(flags);
    }

    /// Reads the text of `llama-server --help`; lines that describe no option are passed over, and
    /// so are options that are listed only to say that they are gone (`--draft-max` in 0.7.0, which
    /// ends with exit code 1 when it meets one).
    public static EngineFlags parse(String help) {
        return new EngineFlags(
                help.lines()
                        .filter(line -> line.startsWith("-"))
                        .filter(line -> !line.contains(REMOVED))
                        .flatMap(l -> line(l).stream())
                        .toList());
    }

    /// The option with that spelling.
    public Optional<Flag> find(String spelling) {
        return flags.stream().filter(flag -> flag.matches(spelling)).findFirst();
    }

    public boolean knows(String spelling) {
        return find(spelling).isPresent();
    }

    private static Optional<Flag> line(String line) {
        List<String> spellings = new ArrayList<>();
        Matcher matcher = SPELLING.matcher(line);
        int at = 0;
        boolean more = true;
        while (more && matcher.find(at) && matcher.start() == at) {
            spellings.add(matcher.group(1));
            more = matcher.group(2) != null;
            at = matcher.end();
        }
        if (spellings.isEmpty()) return Optional.empty();
        return Optional.of(new Flag(spellings, values(line.substring(at))));
    }

    /// `rest` is what follows the last spelling: ` N   text`, `   text`, ` START END` or nothing.
    private static int values(String rest) {
        if (!rest.startsWith(" ") || rest.startsWith("  ")) return 0;
        String names = rest.substring(1).split(" {2,}", 2)[0];
        if (TWO_NAMES.matcher(names).matches()) return names.split(" ", -1).length;
        return names.isEmpty() ? 0 : 1;
    }
}
