package dev.recua.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// What fake engines did, one JSON object per line in `events.jsonl` of the fake's folder.
///
/// Many processes append to one file; each line is written by one call with `O_APPEND`, so lines
/// do not mix. JSON is written by hand: a JSON library would double the start time of the fake.
final class FakeEvents {

    static final String FILE = "events.jsonl";

    private final Path file;
    private final String alias;
    private final long pid = ProcessHandle.current().pid();

    FakeEvents(Path home, String alias) {
        this.file = home.resolve(FILE);
        this.alias = alias;
    }

    void add(String kind, Map<String, String> details) {
        StringBuilder line = new StringBuilder(200);
        line.append("{\"kind\":").append(quoted(kind));
        line.append(",\"alias\":").append(quoted(alias));
        line.append(",\"pid\":").append(pid);
        line.append(",\"at\":").append(System.currentTimeMillis());
        line.append(",\"details\":{");
        String comma = "";
        for (Map.Entry<String, String> detail : details.entrySet()) {
            line.append(comma).append(quoted(detail.getKey()));
            line.append(':').append(quoted(detail.getValue()));
            comma = ",";
        }
        append(line.append("}}\n").toString());
    }

    private synchronized void append(String line) {
        try {
            Files.write(
                    file,
                    line.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            // The test has ended and its folder is gone; nobody is left to read this.
            System.err.println("fake: cannot write " + file + ": " + e);
        }
    }

    /// `text` as a JSON string with its quotes.
    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) out.append(String.format("\\u%04x", (int) c));
                    else out.append(c);
                }
            }
        }
        return out.append('"').toString();
    }
}
