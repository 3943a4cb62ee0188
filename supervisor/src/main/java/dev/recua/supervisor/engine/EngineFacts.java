package dev.recua.supervisor.engine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a llama-server says about itself.
///
/// @param version   `0.7.0`, or `b10587` from builds that know only their number
/// @param build     the build number, growing with every change of llama.cpp; 0 when it was built
///     without one
/// @param commit    the source it was built from; distributions write their own name here
/// @param builtWith compiler and machine, such as `GNU 16.2.0 for Linux x86_64`; empty when not
///     said
/// @param flags     the options it takes
public record EngineFacts(
        String version, int build, String commit, String builtWith, EngineFlags flags) {
    private static final Pattern NEW_FORM =
            Pattern.compile(
                    "^version: (\\S+) \\(build (\\d{1,9}), commit ([^)\\n]*)\\)",
                    Pattern.MULTILINE);
    private static final Pattern OLD_FORM =
            Pattern.compile("^version: (\\d{1,9}) \\(([^)\\n]*)\\)", Pattern.MULTILINE);
    private static final Pattern BUILT_WITH =
            Pattern.compile("^built with (.+)$", Pattern.MULTILINE);

    /// Reads what `--version` and `--help` printed.
    ///
    /// @return empty when `version` is not llama.cpp's: neither `version: 0.2.0 (build 10587,
    ///     commit 3f545bec)`
    ///         nor the older `version: 10587 (3f545bec)`
    public static Optional<EngineFacts> parse(String version, String help) {
        Matcher builtWith = BUILT_WITH.matcher(version);
        String compiler = builtWith.find() ? builtWith.group(1).strip() : "";
        Matcher now = NEW_FORM.matcher(version);
        if (now.find()) {
            int build = Integer.parseInt(now.group(2));
            return Optional.of(
                    new EngineFacts(
                            now.group(1), build, now.group(3), compiler, EngineFlags.parse(help)));
        }
        Matcher old = OLD_FORM.matcher(version);
        if (!old.find()) return Optional.empty();
        int build = Integer.parseInt(old.group(1));
        return Optional.of(
                new EngineFacts(
                        "b" + build, build, old.group(2), compiler, EngineFlags.parse(help)));
    }

    /// True when the user's words for a version mean this one: `0.7.0`, `v0.7.0`, `b11669`,
    /// `11669`.
    public boolean isVersion(String wanted) {
        return means(wanted, version, build);
    }

    static boolean means(String wanted, String version, int build) {
        String plain = wanted.matches("v\\d.*") ? wanted.substring(1) : wanted;
        boolean named = plain.equals(version);
        boolean numbered = plain.equals("b" + build) || plain.equals(Integer.toString(build));
        return named || (build > 0 && numbered);
    }
}
