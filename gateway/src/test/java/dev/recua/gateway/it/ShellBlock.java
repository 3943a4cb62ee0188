package dev.recua.gateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/// A block of shell commands in a page of the documentation.
///
/// @param page its path in the repository
/// @param commands as printed there
record ShellBlock(String page, String commands) {
    private static final Pattern BLOCK =
            Pattern.compile("^```sh\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /// All of one page.
    static List<ShellBlock> of(String page) {
        try {
            String text = Files.readString(Distribution.repository().resolve(page));
            return BLOCK.matcher(text)
                    .results()
                    .map(match -> new ShellBlock(page, match.group(1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether it asks a model something.
    boolean asks() {
        return commands.contains("/v1/") && commands.contains("curl ")
                || commands.contains("./recua run ");
    }

    @Override
    public String toString() {
        return page + ": " + commands.lines().findFirst().orElse("");
    }
}
