package dev.recua.gateway.cli;

import dev.recua.client.GatewayAddress;
import dev.recua.client.config.ClientConfig;
import dev.recua.client.config.ClientConfigLoader;
import dev.recua.client.config.ProviderChoice;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.provider.ProviderFactory;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which providers there are, and which of them is asked first: the one that
/// `RECUA_CLIENT_PROVIDER` names, else the one that was chosen last, else the `provider` of the
/// file, else the first that is configured, else Recua.
///
/// @param used by programs that name none
/// @param by   who says so: `environment`, `choice`, `file` or `default`
record Providers(List<Row> providers, String used, String by) {
    static final String VARIABLE = ClientConfigLoader.PROVIDER_VARIABLE;

    /// One provider; nothing of it is a secret.
    ///
    /// @param provider   wire name
    /// @param url        null when nobody said where it is
    /// @param key        whether one is sent
    /// @param models     configured ones
    /// @param configured whether file or environment says something of it
    record Row(
            String provider,
            String label,
            @Nullable String url,
            boolean key,
            List<String> models,
            boolean configured,
            boolean used) {
        Row at(String address) {
            return new Row(provider, label, address, key, models, configured, used);
        }
    }

    /// @param gateway where the gateway of this home is
    /// @throws CommandFailed when the choice is there and cannot be read
    static Providers of(
            ClientConfig config, ProviderChoice choice, boolean byEnvironment, URI gateway) {
        return of(config, choice, byEnvironment).at(gateway);
    }

    /// Programs look for Recua where it runs, unless somebody named another than the usual address.
    private Providers at(URI gateway) {
        String usual = GatewayAddress.DEFAULT.toString();
        List<Row> found =
                providers.stream()
                        .map(it -> usual.equals(it.url()) ? it.at(gateway.toString()) : it)
                        .toList();
        return new Providers(found, used, by);
    }

    private static Providers of(ClientConfig config, ProviderChoice choice, boolean byEnvironment) {
        if (byEnvironment && config.provider().isPresent()) {
            return of(config, config.provider().get(), "environment");
        }
        Optional<ProviderType> chosen = read(choice);
        if (chosen.isPresent()) return of(config, chosen.get(), "choice");
        return config.provider()
                .map(it -> of(config, it, "file"))
                .orElseGet(() -> of(config, ProviderFactory.usualFirst(config), "default"));
    }

    private static Providers of(ClientConfig config, ProviderType used, String by) {
        List<Row> rows =
                Arrays.stream(ProviderType.values())
                        .map(type -> row(config, type, type == used))
                        .toList();
        return new Providers(rows, used.wire(), by);
    }

    private static Row row(ClientConfig config, ProviderType type, boolean used) {
        Optional<ProviderConfig> provider = config.orDefault(type);
        return new Row(
                type.wire(),
                type.label(),
                provider.map(ProviderConfig::baseUrl).map(URI::toString).orElse(null),
                provider.flatMap(ProviderConfig::apiKey).isPresent(),
                provider.map(ProviderConfig::models).orElse(List.of()),
                config.of(type).isPresent(),
                used);
    }

    private static Optional<ProviderType> read(ProviderChoice choice) {
        try {
            return choice.read();
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED, "cannot read the last choice: " + e.getMessage(), e);
        }
    }

    /// What is listed under a header.
    List<List<String>> table() {
        return providers.stream()
                .map(
                        row ->
                                List.of(
                                        row.label(),
                                        row.provider(),
                                        row.url() == null ? "-" : row.url(),
                                        yes(row.key()),
                                        yes(row.configured()),
                                        yes(row.used())))
                .toList();
    }

    Row row(ProviderType type) {
        return providers.stream()
                .filter(row -> row.provider().equals(type.wire()))
                .findFirst()
                .orElseThrow();
    }

    private static String yes(boolean it) {
        return it ? "yes" : "-";
    }

    /// In one sentence who says which one is asked first.
    String sentence() {
        String label = ProviderType.of(used).label();
        return switch (by.toLowerCase(Locale.ROOT)) {
            case "environment" -> "%s is asked first: %s says so.".formatted(label, VARIABLE);
            case "choice" -> "%s is asked first: it was chosen last.".formatted(label);
            case "file" -> "%s is asked first: the file says so.".formatted(label);
            default -> "%s is asked first: nobody chose another.".formatted(label);
        };
    }
}
