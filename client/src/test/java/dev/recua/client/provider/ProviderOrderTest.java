package dev.recua.client.provider;

import static dev.recua.client.config.ProviderType.LLAMA_CPP;
import static dev.recua.client.config.ProviderType.OLLAMA;
import static dev.recua.client.config.ProviderType.OPENAI_COMPATIBLE;
import static dev.recua.client.config.ProviderType.OPENROUTER;
import static dev.recua.client.config.ProviderType.RECUA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.config.ClientConfig;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProviderOrderTest {
    private static final ProviderConfig GATEWAY =
            ProviderConfig.of(RECUA, URI.create("http://127.0.0.1:4711"));

    @Test
    void theOneAskedForComesFirstThenTheOthersInSource002sOrder() {
        ClientConfig all = config(Optional.empty(), ProviderType.values());

        assertThat(order(Optional.of(LLAMA_CPP), Optional.of(OLLAMA), all))
                .containsExactly(LLAMA_CPP, OLLAMA, OPENROUTER, OPENAI_COMPATIBLE, RECUA);
    }

    @Test
    void whoIsNotConfiguredIsTriedOnlyWhenAskedFor() {
        ClientConfig some = config(Optional.empty(), OPENROUTER, LLAMA_CPP);

        assertThat(order(Optional.of(OLLAMA), Optional.empty(), some))
                .containsExactly(OLLAMA, OPENROUTER, LLAMA_CPP);
        assertThat(order(Optional.empty(), Optional.empty(), some))
                .containsExactly(OPENROUTER, LLAMA_CPP);
    }

    @Test
    void withoutAWishTheLastChoiceComesFirstAndThenTheConfigurations() {
        ClientConfig config = config(Optional.of(LLAMA_CPP), OLLAMA, LLAMA_CPP, OPENROUTER);

        assertThat(order(Optional.empty(), Optional.of(OPENROUTER), config))
                .containsExactly(OPENROUTER, OLLAMA, LLAMA_CPP);
        assertThat(order(Optional.empty(), Optional.empty(), config))
                .containsExactly(LLAMA_CPP, OLLAMA, OPENROUTER);
    }

    @Test
    void withoutAnyConfigurationTheManagedLocalLlamaCppAnswers() {
        assertThat(order(Optional.empty(), Optional.empty(), ClientConfig.EMPTY))
                .containsExactly(RECUA, LLAMA_CPP);
        assertThat(
                        ProviderOrder.of(
                                Optional.empty(), Optional.empty(), ClientConfig.EMPTY, GATEWAY))
                .first()
                .isEqualTo(new Candidate(RECUA, Optional.of(GATEWAY)));
    }

    @Test
    void anOpenAiCompatibleServerThatNobodyNamedHasNoAddress() {
        assertThat(
                        ProviderOrder.of(
                                Optional.of(OPENAI_COMPATIBLE),
                                Optional.empty(),
                                ClientConfig.EMPTY,
                                GATEWAY))
                .first()
                .isEqualTo(new Candidate(OPENAI_COMPATIBLE, Optional.empty()));
    }

    private static List<ProviderType> order(
            Optional<ProviderType> requested, Optional<ProviderType> last, ClientConfig config) {
        return ProviderOrder.of(requested, last, config, GATEWAY).stream()
                .map(Candidate::type)
                .toList();
    }

    private static ClientConfig config(Optional<ProviderType> first, ProviderType... types) {
        Map<ProviderType, ProviderConfig> providers = new EnumMap<>(ProviderType.class);
        for (ProviderType type : types) {
            URI address = type.defaultAddress().orElse(URI.create("http://localhost:1234"));
            providers.put(type, ProviderConfig.of(type, address));
        }
        return new ClientConfig(first, false, providers);
    }
}
