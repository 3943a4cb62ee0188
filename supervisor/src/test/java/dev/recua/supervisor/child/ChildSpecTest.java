package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChildSpecTest {
    @Test
    void noValueOfItsEnvironmentIsShown() {
        var spec =
                new ChildSpec(
                                "qwen",
                                Path.of("llama-server"),
                                port -> List.of(),
                                Map.of("HF_TOKEN", "hf_first"),
                                Optional.empty(),
                                ChildLimits.DEFAULT,
                                Path.of("config"),
                                Path.of("run"))
                        .withKey(KeyChoice.given("second"));

        assertThat(spec)
                .asString()
                .contains("qwen", "llama-server", "HF_TOKEN")
                .doesNotContain("hf_first", "second");
    }
}
