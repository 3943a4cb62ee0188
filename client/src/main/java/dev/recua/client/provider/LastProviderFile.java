package dev.recua.client.provider;

import dev.recua.client.config.ProviderChoice;
import dev.recua.client.config.ProviderType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The last provider in a file, as [ProviderChoice] keeps it. Any thread and any process.
public final class LastProviderFile implements LastProvider {
    private static final System.Logger LOG = System.getLogger(LastProviderFile.class.getName());

    private final Path file;
    private final ProviderChoice choice;

    /// @param file `dev.recua.client.config.ClientFiles` knows the usual one; its folder is made
    public LastProviderFile(Path file) {
        this.file = file;
        this.choice = new ProviderChoice(file);
    }

    @Override
    public Optional<ProviderType> read() {
        try {
            return choice.read();
        } catch (IOException e) {
            warn("cannot be read", e);
            return Optional.empty();
        }
    }

    @Override
    public void remember(ProviderType provider) {
        try {
            choice.write(provider);
        } catch (IOException e) {
            warn("cannot be written", e);
        }
    }

    private void warn(String what, IOException e) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the chosen provider is not remembered: {0} {1} ({2})",
                file,
                what,
                e.getMessage());
    }
}
