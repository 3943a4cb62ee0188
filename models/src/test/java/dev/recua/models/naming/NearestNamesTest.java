package dev.recua.models.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    private static final List<String> NAMES =
            List.of("llama3.2:1b-instruct", "qwen3:8b", "qwen3:1.7b", "recua-tiny", "gemma3:4b-it");

    @Test
    void aTypingErrorLeadsToTheNameThatWasMeant() {
        assertThat(NearestNames.of("recua-tony", NAMES, 3)).containsExactly("recua-tiny");
        assertThat(NearestNames.of("qwen3:8", NAMES, 3)).startsWith("qwen3:8b");
    }

    @Test
    void aNameWithoutItsSizeLeadsToAllSizes() {
        assertThat(NearestNames.of("qwen3", NAMES, 3)).containsExactly("qwen3:1.7b", "qwen3:8b");
    }

    @Test
    void otherSeparatorsAndCaseDoNotMatter() {
        assertThat(NearestNames.of("Llama-3.2-1B-Instruct", NAMES, 3))
                .startsWith("llama3.2:1b-instruct");
    }

    @Test
    void aNameLikeNoneOfOursLeadsNowhere() {
        assertThat(NearestNames.of("mistral-large-2411", NAMES, 3)).isEmpty();
        assertThat(NearestNames.of("", NAMES, 3)).isEmpty();
    }

    @Test
    void aVeryLongNameIsAnsweredToo() {
        assertThat(NearestNames.of("x".repeat(1024), NAMES, 3)).isEmpty();
    }

    @Test
    void keysOptionsAndCommandsAreFoundTheSameWay() {
        var keys = List.of("context", "max-wait", "parallel", "listen", "url");

        assertThat(NearestNames.of("contxt", keys, 1)).containsExactly("context");
        assertThat(NearestNames.of("MAXWAIT", keys, 1)).containsExactly("max-wait");
        assertThat(NearestNames.of("lsiten", keys, 1)).containsExactly("listen");
        assertThat(NearestNames.of("temperature", keys, 1)).isEmpty();
        assertThat(NearestNames.of("--slot", List.of("--slots", "--no-slots"), 1))
                .containsExactly("--slots");
        assertThat(NearestNames.of("serv", List.of("run", "serve", "server"), 3))
                .containsExactly("serve", "server");
    }
}
