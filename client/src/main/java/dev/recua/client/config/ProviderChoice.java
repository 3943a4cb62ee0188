package dev.recua.client.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// The provider that was chosen last, remembered in a file: its wire name on one line. Written
/// whole
/// or not at all; any number of programs may read and write it.
public final class ProviderChoice {
    private static final int LONGEST = 200;

    private final Path file;

    /// @param file as [ClientFiles#lastProvider] says; it may be missing
    public ProviderChoice(Path file) {
        this.file = file;
    }

    /// The choice; empty when there is none, or what is there is no provider's name.
    ///
    /// @throws IOException when the file is there and cannot be read
    public Optional<ProviderType> read() throws IOException {
        try {
            if (Files.size(file) > LONGEST) return Optional.empty();
            return ProviderType.named(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Remembers it.
    ///
    /// @throws IOException when it cannot be written; the earlier choice stays then
    public void write(ProviderType provider) throws IOException {
        byte[] line = (provider.wire() + "\n").getBytes(StandardCharsets.UTF_8);
        new SafeFiles().replace(file, line);
    }
}
