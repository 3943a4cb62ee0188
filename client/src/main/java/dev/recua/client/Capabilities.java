package dev.recua.client;

import dev.recua.client.config.ProviderType;
import java.util.EnumMap;
import java.util.Map;

/// What a provider can do: one row for each feature of source 002's matrix, and embeddings.
///
/// @param support how far, for every feature
public record Capabilities(Map<Feature, Support> support) {
    public Capabilities {
        support = Map.copyOf(support);
        for (Feature feature : Feature.values()) {
            if (!support.containsKey(feature)) {
                throw new IllegalArgumentException("nothing is said of " + feature);
            }
        }
    }

    /// A feature of the matrix, in its order.
    public enum Feature {
        CHAT_COMPLETIONS("Chat Completions"),
        STREAMING("Streaming"),
        TOOL_CALLING("Tool Calling"),
        MODEL_SWITCHING("Model Switching"),
        CONTEXT_DETECTION("Context Detection"),
        AUTHENTICATION("Authentication"),
        MULTIMODAL("Multimodal"),
        EMBEDDINGS("Embeddings");

        private final String label;

        Feature(String label) {
            this.label = label;
        }

        /// As the matrix calls it.
        public String label() {
            return label;
        }
    }

    /// How far a feature goes.
    public enum Support {
        FULL("✅"),
        PARTIAL("⚠️"),
        NONE("❌");

        private final String sign;

        Support(String sign) {
            this.sign = sign;
        }

        /// As the matrix draws it.
        public String sign() {
            return sign;
        }
    }

    /// How far this provider has a feature.
    public Support of(Feature feature) {
        return support.getOrDefault(feature, Support.NONE);
    }

    /// What a provider can do.
    public static Capabilities of(ProviderType provider) {
        var support = new EnumMap<Feature, Support>(Feature.class);
        for (Feature feature : Feature.values()) support.put(feature, of(provider, feature));
        return new Capabilities(support);
    }

    private static Support of(ProviderType provider, Feature feature) {
        return switch (feature) {
            case CHAT_COMPLETIONS, STREAMING, MODEL_SWITCHING, CONTEXT_DETECTION -> Support.FULL;
            case TOOL_CALLING ->
                    switch (provider) {
                        case OLLAMA, LLAMA_CPP, RECUA -> Support.PARTIAL;
                        case OPENROUTER, OPENAI_COMPATIBLE -> Support.FULL;
                    };
            case AUTHENTICATION ->
                    switch (provider) {
                        case OLLAMA -> Support.NONE;
                        case OPENROUTER -> Support.FULL;
                        case OPENAI_COMPATIBLE, LLAMA_CPP, RECUA -> Support.PARTIAL;
                    };
            case MULTIMODAL ->
                    switch (provider) {
                        case OPENROUTER, LLAMA_CPP, RECUA -> Support.FULL;
                        case OLLAMA, OPENAI_COMPATIBLE -> Support.PARTIAL;
                    };
            case EMBEDDINGS ->
                    switch (provider) {
                        case OLLAMA, OPENAI_COMPATIBLE, LLAMA_CPP, RECUA -> Support.PARTIAL;
                        case OPENROUTER -> Support.NONE;
                    };
        };
    }
}
