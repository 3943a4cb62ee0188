package dev.recua.testkit.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The table of faults, with what a client must make of each: the resource `faults/faults.txt`.
public final class FaultTable {
    private static final String FILE = "/faults/faults.txt";

    private FaultTable() {}

    /// One fault.
    ///
    /// @param fault         its name, for [FaultServer#playing]
    /// @param streamed      whether a streamed answer is asked for
    /// @param expected      the class that it must be taken for; `none` when the answer comes whole
    /// @param worthRetrying whether sending the same again can help
    /// @param nextStep      what the next step must speak of
    public record Row(
            String fault,
            boolean streamed,
            String expected,
            boolean worthRetrying,
            String nextStep) {
        /// Whether the answer comes whole all the same.
        public boolean isHarmless() {
            return expected.equals("none");
        }

        @Override
        public String toString() {
            return fault;
        }
    }

    /// All rows, in the order of the file.
    public static List<Row> rows() {
        try (InputStream in = FaultTable.class.getResourceAsStream(FILE)) {
            if (in == null) throw new IllegalStateException(FILE + " is not on the class path");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(FaultTable::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        if (cells.size() != 5) throw new IllegalStateException("not five cells: " + line);
        return new Row(
                cells.get(0),
                cells.get(1).equals("stream"),
                cells.get(2),
                cells.get(3).equals("yes"),
                cells.get(4));
    }
}
