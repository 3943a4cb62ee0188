package dev.recua.gateway.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Reads the text of the one file, and says why when it cannot.
final class ConfigFile {
    /// Far above any configuration that a person writes.
    static final int MAX_BYTES = 1 << 20;

    private static final String HINT =
            "Name another file with --config or RECUA_CONFIG, or correct this one.";

    private ConfigFile() {}

    /// Reads the whole text.
    ///
    /// @param mustExist a missing file is a problem; else it reads as empty
    /// @return empty when there is a problem
    static Optional<String> read(Path file, boolean mustExist, ProblemLog problems) {
        var whole = new Origin.InFile(file, 0, 0);
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                problems.error(whole, "", "is larger than 1 MiB, it can be no configuration", HINT);
                return Optional.empty();
            }
            var decoder = StandardCharsets.UTF_8.newDecoder();
            return Optional.of(decoder.decode(ByteBuffer.wrap(bytes)).toString());
        } catch (NoSuchFileException _) {
            if (!mustExist) return Optional.of("");
            problems.error(whole, "", "does not exist", HINT);
        } catch (CharacterCodingException _) {
            problems.error(whole, "", "is not UTF-8", "Save it as UTF-8.");
        } catch (AccessDeniedException _) {
            problems.error(whole, "", "may not be read by this user", HINT);
        } catch (IOException e) {
            problems.error(whole, "", "cannot be read: " + e.getMessage(), HINT);
        }
        return Optional.empty();
    }
}
