package dev.recua.client.provider;

import dev.recua.client.config.ProviderType;
import java.util.Optional;

/// Which provider the user chose last, kept between programs.
public interface LastProvider {
    /// Keeps nothing.
    LastProvider FORGOTTEN =
            new LastProvider() {
                @Override
                public Optional<ProviderType> read() {
                    return Optional.empty();
                }

                @Override
                public void remember(ProviderType provider) {}
            };

    /// Which one; empty when none was chosen, or when it cannot be read.
    Optional<ProviderType> read();

    /// Keeps this one. A place that cannot be written loses it: that is no reason to fail.
    void remember(ProviderType provider);
}
