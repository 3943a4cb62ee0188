package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchTest {
    private static final String ENDS_WITH_STDIN = "LLAMA_SERVER_ROUTER_PORT";

    @Test
    void aServerOfOneModelEndsWithItsStdin() {
        assertThat(environment(Map.of(), "--model", "a.gguf")).containsKey(ENDS_WITH_STDIN);
        assertThat(environment(Map.of(), "-m", "a.gguf", "--models-dir", "models"))
                .containsKey(ENDS_WITH_STDIN);
    }

    @Test
    void aRouterHandsNoPortOfOursToItsServers() {
        assertThat(environment(Map.of(), "--models-dir", "models"))
                .doesNotContainKey(ENDS_WITH_STDIN);
        assertThat(environment(Map.of(), "--models-preset", "all.ini"))
                .doesNotContainKey(ENDS_WITH_STDIN);
    }

    @Test
    void anEngineThatAbortsStartsNoDebugger() {
        assertThat(environment(Map.of())).containsEntry("GGML_NO_BACKTRACE", "1");
    }

    @Test
    void whatTheSpecSaysOfTheBacktraceStays() {
        assertThat(environment(Map.of("GGML_NO_BACKTRACE", "mine")))
                .containsEntry("GGML_NO_BACKTRACE", "mine");
    }

    @Test
    void onlyAKeyThatIsDemandedIsTold() {
        assertThat(environment(Map.of())).doesNotContainKey("LLAMA_API_KEY");

        Map<String, String> env = new HashMap<>(Map.of("LLAMA_API_KEY", "of another server"));
        Launch.prepare(env, Map.of(), "ours", List.of());

        assertThat(env).containsEntry("LLAMA_API_KEY", "ours");
    }

    private static Map<String, String> environment(Map<String, String> own, String... args) {
        Map<String, String> env = new HashMap<>();
        Launch.prepare(env, own, "", List.of(args));
        return env;
    }
}
