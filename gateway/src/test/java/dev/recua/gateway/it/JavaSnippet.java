package dev.recua.gateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A block of Java in a page of the documentation, and what the page says that it prints.
///
/// @param name    of the class that it becomes
/// @param line    where it begins in the page, from 1
/// @param code    as printed there
/// @param printed the text block right behind it; null when there is none
record JavaSnippet(String name, int line, String code, @Nullable String printed) {
    private static final Pattern BLOCK =
            Pattern.compile(
                    "^```java\\n(.*?)^```$(?:\\n\\n^```text\\n(.*?)^```$)?",
                    Pattern.MULTILINE | Pattern.DOTALL);

    /// What a block without imports may name.
    private static final List<String> PACKAGES =
            List.of(
                    "java.net.URI",
                    "java.nio.file.*",
                    "java.time.*",
                    "java.util.*",
                    "java.util.concurrent.*",
                    "dev.recua.client.*",
                    "dev.recua.client.admin.*",
                    "dev.recua.client.config.*",
                    "dev.recua.client.conversation.*",
                    "dev.recua.client.error.*",
                    "dev.recua.client.http.*",
                    "dev.recua.client.llama.*",
                    "dev.recua.client.monitor.*",
                    "dev.recua.client.provider.*",
                    "dev.recua.client.recovery.*",
                    "dev.recua.client.tool.*",
                    "dev.recua.client.wire.*");

    /// All of one page.
    static List<JavaSnippet> of(String page) {
        try {
            String text = Files.readString(Distribution.repository().resolve(page));
            List<JavaSnippet> all = new ArrayList<>();
            Matcher block = BLOCK.matcher(text);
            while (block.find()) {
                int line = (int) text.substring(0, block.start()).lines().count() + 1;
                String name = "Snippet" + line;
                all.add(new JavaSnippet(name, line, block.group(1), block.group(2)));
            }
            return List.copyOf(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The text of a class whose `run` is this block, in which addresses are other ones.
    ///
    /// @param names     what the page calls things that it has made before, with their types
    /// @param addresses in the page, and where the servers of the test are
    String source(Map<String, Class<?>> names, Map<String, String> addresses) {
        String here = replaced(code, addresses);
        boolean complete = here.startsWith("import ");
        Stream<String> own = here.lines().filter(it -> it.startsWith("import "));
        Stream<String> usual = PACKAGES.stream().map("import %s;"::formatted);
        String fields =
                names.entrySet().stream()
                        .map(it -> (it.getValue().getCanonicalName() + " " + it.getKey()))
                        .map("    public static %s;"::formatted)
                        .collect(Collectors.joining("\n"));
        String body =
                here.lines()
                        .filter(it -> !it.startsWith("import "))
                        .collect(Collectors.joining("\n"));
        return """
        %s
        public final class %s {
        %s
            public static void run() throws Exception {
        %s
            }
        }
        """
                .formatted(
                        (complete ? own : usual).collect(Collectors.joining("\n")),
                        name,
                        complete ? "" : fields,
                        body);
    }

    /// Whether it names its imports and needs nothing that was made before.
    boolean isComplete() {
        return code.startsWith("import ");
    }

    static String replaced(String text, Map<String, String> addresses) {
        String replaced = text;
        for (var each : addresses.entrySet()) {
            replaced = replaced.replace(each.getKey(), each.getValue());
        }
        return replaced;
    }

    @Override
    public String toString() {
        return "line " + line + ": " + code.lines().findFirst().orElse("");
    }
}
