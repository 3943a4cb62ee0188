package dev.recua.client.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// Whom a client talks to: the four of source 002, under its wire names, and Recua itself.
public enum ProviderType {
    OLLAMA("ollama", "Ollama", "ollama", "http://localhost:11434"),
    OPENROUTER("openrouter", "OpenRouter", "openRouter", "https://openrouter.ai/api"),
    OPENAI_COMPATIBLE("openai-compatible", "OpenAI Compatible", "openAICompatible", ""),
    LLAMA_CPP("llama-cpp", "llama.cpp", "llamaCpp", "http://localhost:8080"),
    RECUA("recua", "Recua", "", "http://127.0.0.1:8091");

    private final String wire;
    private final String label;
    private final String agentsKey;
    private final String address;

    ProviderType(String wire, String label, String agentsKey, String address) {
        this.wire = wire;
        this.label = label;
        this.agentsKey = agentsKey;
        this.address = address;
    }

    /// Its word in files and on the wire, such as `llama-cpp`.
    @JsonValue
    public String wire() {
        return wire;
    }

    /// Its name for people, such as `llama.cpp`.
    public String label() {
        return label;
    }

    /// What its section is called in `agents.config.json`, such as `llamaCpp`; empty for Recua,
    /// which has none there.
    public Optional<String> agentsKey() {
        return agentsKey.isEmpty() ? Optional.empty() : Optional.of(agentsKey);
    }

    /// Where it is when nobody says otherwise; empty when somebody must say it.
    public Optional<URI> defaultAddress() {
        return address.isEmpty() ? Optional.empty() : Optional.of(URI.create(address));
    }

    /// The provider that this word means.
    ///
    /// @throws IllegalArgumentException when there is none
    @JsonCreator
    public static ProviderType of(String wire) {
        for (ProviderType type : values()) {
            if (type.wire.equals(wire)) return type;
        }
        throw new IllegalArgumentException("no provider is called \"" + wire + "\"");
    }

    /// The provider that a person means: by its wire name, its label or the name of its section,
    /// whatever the case and the signs between the words (`llama-cpp`, `llama.cpp`, `llamaCpp`).
    public static Optional<ProviderType> named(String name) {
        String plain = plain(name);
        for (ProviderType type : values()) {
            if (plain(type.wire).equals(plain) || plain(type.label).equals(plain)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
