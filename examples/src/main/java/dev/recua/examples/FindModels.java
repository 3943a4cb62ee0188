// Run: examples/run.sh FindModels [FOLDER]
package dev.recua.examples;

import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.Folder;
import dev.recua.models.catalogue.Model;
import dev.recua.models.catalogue.ModelScanner;
import dev.recua.models.catalogue.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// Finds the models in a folder, up to ten levels deep: parts of one model count as one, a
/// projector goes to its model, each gets a short name, and a broken file says what is wrong with
/// it.
public final class FindModels {
    private FindModels() {}

    /// Scans one folder and prints what it found.
    ///
    /// @param args the folder; without it the bundled model's, seen from the root of the repository
    public static void main(String[] args) {
        Path folder = Path.of(args.length > 0 ? args[0] : "bundled");
        if (!Files.isDirectory(folder)) {
            System.err.println(
                    folder.toAbsolutePath() + " is no folder. Name one with .gguf files.");
            System.exit(1);
        }
        var scanner = new ModelScanner(Clock.systemUTC());
        Catalogue found = scanner.catalogue(List.of(Folder.plain(folder, Source.USER)), List.of());

        found.models().forEach(FindModels::print);
        found.notes().forEach(note -> System.out.println("note: " + note));
        System.out.printf("%d models, %d usable%n", found.models().size(), found.usable().size());
    }

    private static void print(Model model) {
        System.out.printf(
                "%s  %s  %,d bytes  %s  %s%n",
                model.id(),
                model.quantization().orElse("-"),
                model.size(),
                model.problem().orElse(String.join(" ", model.capabilities())),
                model.path());
    }
}
