package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelFileTest {

    private static final Path FILE = Path.of("/home/ana/.cache/huggingface/hub/m/tiny.gguf");

    @Test
    void aPathInTheHuggingFaceCacheTellsNoUsersName() {
        assertThat(ModelFile.shown(FILE, Map.of("HOME", "/home/ana"), ""))
                .isEqualTo("$HF_HOME/hub/m/tiny.gguf");
        assertThat(ModelFile.shown(FILE, Map.of(), "/home/ana"))
                .isEqualTo("$HF_HOME/hub/m/tiny.gguf");
        assertThat(ModelFile.shown(Path.of("/big/hf/hub/x"), Map.of("HF_HOME", "/big/hf"), ""))
                .isEqualTo("$HF_HOME/hub/x");
    }

    @Test
    void anyOtherPathIsShownAsItIs() {
        assertThat(ModelFile.shown(FILE, Map.of("HF_HOME", "/big/hf", "HOME", "/home/ana"), ""))
                .isEqualTo(FILE.toString());
        assertThat(ModelFile.shown(Path.of("/big/hf-other/x"), Map.of("HF_HOME", "/big/hf"), ""))
                .isEqualTo("/big/hf-other/x");
        assertThat(ModelFile.shown(Path.of("m.gguf"), Map.of(), "")).isEqualTo("m.gguf");
    }
}
