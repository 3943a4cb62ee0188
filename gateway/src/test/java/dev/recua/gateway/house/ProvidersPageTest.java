package dev.recua.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.Capabilities;
import dev.recua.client.Capabilities.Feature;
import dev.recua.client.config.ProviderType;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tables of `docs/reference/providers.md` are the code's, and the matrix is that of source
/// 002.
class ProvidersPageTest {
    /// Source 002, "Compatibility Matrix": seven features, four providers.
    private static final List<String> SOURCE_002 =
            List.of(
                    "| Feature | Ollama | OpenRouter | OpenAI Compatible | llama.cpp |",
                    "| Chat Completions | ✅ | ✅ | ✅ | ✅ |",
                    "| Streaming | ✅ | ✅ | ✅ | ✅ |",
                    "| Tool Calling | ⚠️ | ✅ | ✅ | ⚠️ |",
                    "| Model Switching | ✅ | ✅ | ✅ | ✅ |",
                    "| Context Detection | ✅ | ✅ | ✅ | ✅ |",
                    "| Authentication | ❌ | ✅ | ⚠️ | ⚠️ |",
                    "| Multimodal | ⚠️ | ✅ | ⚠️ | ✅ |");

    private static final List<ProviderType> FOUR =
            List.of(
                    ProviderType.OLLAMA,
                    ProviderType.OPENROUTER,
                    ProviderType.OPENAI_COMPATIBLE,
                    ProviderType.LLAMA_CPP);

    private static final String PAGE =
            Repository.text(Repository.root().resolve("docs/reference/providers.md"));

    @Test
    void theMatrixOfTheCodeIsThatOfSource002() {
        List<Feature> seven = List.of(Feature.values()).subList(0, 7);

        assertThat(matrix(FOUR, seven)).isEqualTo(SOURCE_002);
    }

    @Test
    void theMatrixOfThePageIsThatOfTheCode() {
        List<String> rows = matrix(List.of(ProviderType.values()), List.of(Feature.values()));

        assertThat(PAGE.lines()).containsSubsequence(rows);
        assertThat(PAGE.lines().filter(it -> it.matches(".*(✅|❌).*\\|")))
                .hasSize(Feature.values().length);
    }

    @Test
    void theNamesAndAddressesOfThePageAreThoseOfTheCode() {
        assertThat(PAGE.lines())
                .containsSubsequence(
                        Arrays.stream(ProviderType.values())
                                .map(ProvidersPageTest::names)
                                .toList());
    }

    private static String names(ProviderType type) {
        return "| %s | `%s` | %s | %s |"
                .formatted(
                        type.label(),
                        type.wire(),
                        type.agentsKey().map(it -> "`" + it + "`").orElse("–"),
                        type.defaultAddress()
                                .map(URI::toString)
                                .map(it -> "`" + it + "`")
                                .orElse("must be said"));
    }

    private static List<String> matrix(List<ProviderType> providers, List<Feature> features) {
        List<String> rows = new ArrayList<>();
        rows.add(row("Feature", providers.stream().map(ProviderType::label)));
        for (Feature feature : features) {
            rows.add(
                    row(
                            feature.label(),
                            providers.stream().map(it -> Capabilities.of(it).of(feature).sign())));
        }
        return rows;
    }

    private static String row(String first, Stream<String> cells) {
        return Stream.concat(Stream.of(first), cells)
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
