package dev.recua.gateway.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jline.reader.Parser;
import org.junit.jupiter.api.Test;

class CompletionsTest {
    private static final List<String> MODELS = List.of("qwen3:8b", "recua:3m-instruct");

    @Test
    void aSlashOffersTheCommandsThatBeginSo() {
        assertThat(offered("/")).containsExactlyElementsOf(ChatCommand.words());
        assertThat(offered("/s")).containsExactly("/system");
        assertThat(offered("/x")).isEmpty();
    }

    @Test
    void afterModelTheNamesOfModelsAreOffered() {
        assertThat(offered("/model ")).containsExactlyElementsOf(MODELS);
        assertThat(offered("/model qw")).containsExactly("qwen3:8b");
        assertThat(offered("/model qwen3:8b x")).isEmpty();
    }

    @Test
    void inAQuestionNothingIsOfferedAndNobodyIsAsked() {
        assertThat(
                        Completions.of(
                                words("what is q"),
                                () -> {
                                    throw new AssertionError("asked");
                                }))
                .isEmpty();
        assertThat(offered("/system q")).isEmpty();
    }

    private static List<String> offered(String line) {
        return Completions.of(words(line), () -> MODELS);
    }

    private static List<String> words(String line) {
        return new DraftParser().parse(line, line.length(), Parser.ParseContext.COMPLETE).words();
    }
}
