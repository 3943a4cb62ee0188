package dev.recua.client.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.util.Optional;

/// Whom a client talks to: the four of source 002, under its wire names, and Recua itself.
public enum ProviderType {
    OLLAMA("ollama", "Ollama", "http://localhost:11434"),
    OPENROUTER("openrouter", "OpenRouter", "https://openrouter.ai/api"),
    OPENAI_COMPATIBLE("openai-compatible", "OpenAI Compatible", ""),
    LLAMA_CPP("llama-cpp", "llama.cpp", "http://localhost:8080"),
    RECUA("recua", "Recua", "http://127.0.0.1:8091");

    private final String wire;
    private final String label;
    private final String address;

    ProviderType(String wire, String label, String address) {
        this.wire = wire;
        this.label = label;
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
}
