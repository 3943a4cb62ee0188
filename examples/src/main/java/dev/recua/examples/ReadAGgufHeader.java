// Run: examples/run.sh ReadAGgufHeader [FILE.gguf]
package dev.recua.examples;

import dev.recua.models.gguf.GgufException;
import dev.recua.models.gguf.GgufHeader;
import dev.recua.models.gguf.GgufReader;
import dev.recua.models.gguf.GgufValue;
import dev.recua.models.gguf.ModelFacts;
import java.io.IOException;
import java.nio.file.Path;

/// Reads what a GGUF file says about its model, without loading it and without an engine. The
/// header of a file of any size is read in milliseconds, within 16 MiB of memory.
public final class ReadAGgufHeader {
    private ReadAGgufHeader() {}

    /// Reads one file and prints what it says.
    ///
    /// @param args the file; without it the bundled model, seen from the root of the repository
    public static void main(String[] args) {
        Path file = Path.of(args.length > 0 ? args[0] : "bundled/recua-tiny-3m-instruct-q8_0.gguf");
        try {
            print(GgufReader.read(file));
        } catch (GgufException e) {
            System.err.println(file + " cannot be used: " + e.getMessage());
            System.exit(1);
        } catch (IOException e) {
            System.err.println(file + " cannot be read: " + e);
            System.exit(1);
        }
    }

    private static void print(GgufHeader header) {
        ModelFacts facts = ModelFacts.of(header);
        System.out.println("name:         " + facts.name().orElse("unknown"));
        System.out.println("architecture: " + facts.architecture().orElse("unknown"));
        System.out.println("quantization: " + facts.quantization().orElse("unknown"));
        System.out.printf("parameters:   %,d in %d tensors%n", facts.parameters(), facts.tensors());
        facts.contextLength().ifPresent(it -> System.out.println("context:      " + it));
        System.out.println("GGUF version: " + header.version());
        header.metadata()
                .forEach((key, value) -> System.out.println("  " + key + " = " + shown(value)));
    }

    private static String shown(GgufValue value) {
        return switch (value) {
            case GgufValue.Whole whole -> Long.toString(whole.value());
            case GgufValue.Real real -> Double.toString(real.value());
            case GgufValue.Flag flag -> Boolean.toString(flag.value());
            case GgufValue.Text text -> shortened(text.value());
            case GgufValue.Array array -> array.count() + " of " + array.elements();
        };
    }

    private static String shortened(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }
}
