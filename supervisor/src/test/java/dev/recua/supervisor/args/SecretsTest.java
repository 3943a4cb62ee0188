package dev.recua.supervisor.args;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final List<String> WORDS =
            List.of(
                    "--hf-token",
                    "hf_1",
                    "--port",
                    "1",
                    "--hf_token=hf_2",
                    "-hft",
                    "hf_3",
                    "-c",
                    "8");

    @Test
    void aSecretIsMaskedWhetherItFollowsItsOptionOrIsJoinedToIt() {
        assertThat(Secrets.mask(WORDS))
                .containsExactly(
                        "--hf-token",
                        "***",
                        "--port",
                        "1",
                        "--hf_token=***",
                        "-hft",
                        "***",
                        "-c",
                        "8");
    }

    @Test
    void withoutSecretsTheirOptionsAreGoneTooAndTheRestIsUntouched() {
        assertThat(Secrets.without(WORDS)).containsExactly("--port", "1", "-c", "8");
        assertThat(Secrets.without(List.of("--hf-token"))).isEmpty();
    }
}
