package dev.recua.client.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.TroubleshootingGuide.Entry;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TroubleshootingGuideTest {
    private static final URI USUAL = URI.create("http://localhost:8080/v1/chat/completions");

    /// W-25: the source's guide had other keys than its enum, so most failures had no entry.
    @ParameterizedTest
    @EnumSource(ErrorType.class)
    void everyKindHasAnEntryForEveryProvider(ErrorType type) {
        for (ProviderType provider : ProviderType.values()) {
            Entry entry = TroubleshootingGuide.of(type, provider, USUAL);

            assertThat(entry.type()).isEqualTo(type);
            assertThat(entry.description()).as(provider.wire()).isNotBlank();
            assertThat(entry.causes()).as(provider.wire()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(entry.solutions()).as(provider.wire()).hasSizeGreaterThanOrEqualTo(4);
            assertThat(entry.diagnosticCommands()).as(provider.wire()).isNotEmpty();
            assertThat(all(entry)).allSatisfy(TroubleshootingGuideTest::hasNoOpenPlace);
        }
    }

    /// R-002-92 to R-002-96: the names and the least that each has.
    @ParameterizedTest
    @CsvSource({
        "CONNECTION_ERROR,     CONNECTION_REFUSED,    3, 4, 3",
        "MODEL_NOT_FOUND,      MODEL_NOT_FOUND,       3, 4, 1",
        "CONTEXT_OVERFLOW,     CONTEXT_OVERFLOW,      3, 4, 1",
        "AUTHENTICATION_ERROR, AUTHENTICATION_FAILED, 3, 4, 1",
        "STREAMING_ERROR,      STREAMING_ERRORS,      3, 4, 1",
        "SERVER_OVERLOADED,    SERVER_OVERLOADED,     3, 4, 1",
        "INVALID_REQUEST,      INVALID_REQUEST,       3, 4, 1",
        "TIMEOUT_ERROR,        TIMEOUT_ERROR,         3, 4, 1"
    })
    void theEntriesOfSourceTwoHaveItsNamesAndItsCounts(
            ErrorType type, String key, int causes, int solutions, int commands) {
        Entry entry = TroubleshootingGuide.of(type, ProviderType.LLAMA_CPP, USUAL);

        assertThat(entry.key()).isEqualTo(key);
        assertThat(entry.causes()).hasSizeGreaterThanOrEqualTo(causes);
        assertThat(entry.solutions()).hasSizeGreaterThanOrEqualTo(solutions);
        assertThat(entry.diagnosticCommands()).hasSizeGreaterThanOrEqualTo(commands);
    }

    @Test
    void forLlamaCppAtItsUsualAddressTheWordsAreThoseOfSourceTwo() {
        Entry entry =
                TroubleshootingGuide.of(ErrorType.CONNECTION_ERROR, ProviderType.LLAMA_CPP, USUAL);

        assertThat(entry.description()).isEqualTo("Cannot connect to llama.cpp server");
        assertThat(entry.causes())
                .startsWith(
                        "Server not running",
                        "Wrong port configuration",
                        "Firewall blocking connection");
        assertThat(entry.solutions())
                .contains(
                        "Start llama.cpp server: `llama-server -m model.gguf --port 8080`",
                        "Verify server health: `curl http://localhost:8080/health`",
                        "Check firewall rules for port 8080");
        assertThat(entry.diagnosticCommands())
                .containsExactly(
                        "ps aux | grep llama-server",
                        "netstat -ln | grep 8080",
                        "curl -v http://localhost:8080/health");
    }

    @Test
    void forAnOverflowItSpeaksOfClearAndOfTheContextSize() {
        assertThat(
                        TroubleshootingGuide.of(
                                        ErrorType.CONTEXT_OVERFLOW, ProviderType.LLAMA_CPP, USUAL)
                                .solutions())
                .anyMatch(it -> it.contains("/clear"))
                .anyMatch(it -> it.contains("--ctx-size 8192"));
    }

    @Test
    void theCommandsGoToTheAddressThatWasAsked() {
        Entry entry =
                TroubleshootingGuide.of(
                        ErrorType.CONNECTION_ERROR,
                        ProviderType.LLAMA_CPP,
                        URI.create("https://gpu.example:9931/llm/v1/models?key=hush"));

        assertThat(entry.diagnosticCommands())
                .contains("netstat -ln | grep 9931", "curl -v https://gpu.example:9931/llm/health");
        assertThat(String.join(" ", all(entry))).doesNotContain("hush");
    }

    @Test
    void forRecuaItSpeaksOfRecuaAndNotOfLlamaServer() {
        for (ErrorType type : ErrorType.values()) {
            Entry entry =
                    TroubleshootingGuide.of(
                            type, ProviderType.RECUA, URI.create("http://127.0.0.1:8091"));

            assertThat(all(entry))
                    .as(type.name())
                    .noneMatch(it -> it.contains("llama-server") || it.contains("8080"));
        }
        assertThat(
                        TroubleshootingGuide.of(
                                        ErrorType.CONNECTION_ERROR,
                                        ProviderType.RECUA,
                                        URI.create("http://127.0.0.1:8091"))
                                .solutions())
                .anyMatch(it -> it.contains("recua serve"));
    }

    @Test
    void everyNextStepHasWordsForEveryProvider() {
        for (Next next : Next.values()) {
            for (ProviderType provider : ProviderType.values()) {
                String words = GuideTexts.next(next, provider);
                assertThat(new Place(provider, USUAL).fill(words))
                        .as("%s for %s", next, provider)
                        .isNotBlank()
                        .satisfies(
                                it ->
                                        hasNoOpenPlace(
                                                it.replace("{wait}", "")
                                                        .replace("{location}", "")));
            }
        }
    }

    private static List<String> all(Entry entry) {
        List<String> all = new ArrayList<>(List.of(entry.description()));
        Stream.of(entry.causes(), entry.solutions(), entry.diagnosticCommands())
                .forEach(all::addAll);
        return all;
    }

    private static void hasNoOpenPlace(String text) {
        assertThat(text).doesNotContainPattern("\\{[a-z]+}");
    }
}
