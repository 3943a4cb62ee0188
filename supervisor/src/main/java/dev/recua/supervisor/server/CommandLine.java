package dev.recua.supervisor.server;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Words as a person would type them at a shell.
final class CommandLine {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./*-]+");

    private CommandLine() {}

    static String of(Path binary, List<String> words) {
        return quoted(binary.toString()) + " " + of(words);
    }

    static String of(List<String> words) {
        return words.stream().map(CommandLine::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
