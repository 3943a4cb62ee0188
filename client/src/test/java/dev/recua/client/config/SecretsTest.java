package dev.recua.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recua.client.wire.WireJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where keys come from, and that nothing that is printed has one in it.
class SecretsTest {
    private static final String KEY = "sk-never-printed-4711";

    @TempDir private Path folder;

    @Test
    void aKeyComesFromTheFileItself() throws Exception {
        assertThat(key(load("\"" + KEY + "\"", Map.of()))).contains(Secret.of(KEY));
    }

    @Test
    void aKeyComesFromAVariable() throws Exception {
        assertThat(key(load("\"${LLAMA_KEY}\"", Map.of("LLAMA_KEY", KEY))))
                .contains(Secret.of(KEY));
    }

    @Test
    void aKeyComesFromAFileBesideTheConfigurationWithoutTheLineEnd() throws Exception {
        write("llama.key", KEY + "\n", "rw-------");

        LoadedConfig loaded = load("{\"file\": \"llama.key\"}", Map.of());

        assertThat(key(loaded)).contains(Secret.of(KEY));
        assertThat(loaded.problems()).isEmpty();
    }

    @Test
    void aKeyComesFromAFileInTheHomeOfTheUser() throws Exception {
        write("llama.key", KEY, "rw-------");

        assertThat(key(load("{\"file\": \"~/llama.key\"}", Map.of()))).contains(Secret.of(KEY));
    }

    @Test
    void theEnvironmentBeatsTheFile() throws Exception {
        var env = Map.of("RECUA_CLIENT_LLAMA_CPP_API_KEY", KEY);

        assertThat(key(load("\"another\"", env))).contains(Secret.of(KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void anEmptyKeyIsNone(String text) throws Exception {
        LoadedConfig loaded = load("\"" + text + "\"", Map.of());

        assertThat(key(loaded)).isEmpty();
        assertThat(loaded.problems()).isEmpty();
    }

    @Test
    void aMissingVariableIsAProblemThatNamesIt() throws Exception {
        assertThat(rendered(load("\"${LLAMA_KEY}\"", Map.of("LLAMA_KEY", ""))))
                .containsExactly(
                        "client.json:1:30 /providers/llama-cpp/apiKey: needs the environment variable"
                                + " LLAMA_KEY, which is not set. Set LLAMA_KEY, or take apiKey out.");
    }

    @Test
    void aVariableInsideAKeyIsAProblem() throws Exception {
        assertThat(rendered(load("\"Bearer ${LLAMA_KEY}\"", Map.of("LLAMA_KEY", KEY))))
                .containsExactly(
                        "client.json:1:30 /providers/llama-cpp/apiKey: has a ${ that names no variable."
                                + " Write nothing but ${NAME}; a key with ${ in it goes into a file.");
    }

    @Test
    void aKeyThatNoHeaderCanCarryIsAProblemThatDoesNotRepeatIt() throws Exception {
        write("two-lines.key", KEY + "\n" + KEY, "rw-------");

        assertThat(rendered(load("\"sk-ü\"", Map.of())))
                .containsExactly(
                        "client.json:1:30 /providers/llama-cpp/apiKey: the key has a character that no"
                                + " header can carry (a space, a line end, or none of ASCII)");
        assertThat(rendered(load("\"${K}\"", Map.of("K", KEY + " " + KEY))))
                .containsExactly(
                        "client.json:1:30 /providers/llama-cpp/apiKey: the variable K has a character that"
                                + " no header can carry (a space, a line end, or none of ASCII)");
        assertThat(rendered(load("{\"file\": \"two-lines.key\"}", Map.of())))
                .singleElement()
                .asString()
                .contains("two-lines.key has a character that no header can carry");
    }

    @Test
    void aFileThatIsNotThereIsAProblem() throws Exception {
        assertThat(rendered(load("{\"file\": \"none.key\"}", Map.of())))
                .containsExactly(
                        "client.json:1:30 /providers/llama-cpp/apiKey: names the file "
                                + folder.resolve("none.key")
                                + ", which is not there");
    }

    @Test
    void aKeyThatOthersCanReadIsAWarningWithTheModeAndTheCommand() throws Exception {
        Path key = write("llama.key", KEY, "rw-r-----");

        assertThat(rendered(load("{\"file\": \"llama.key\"}", Map.of())))
                .containsExactly(
                        "client.json:1:30 /providers/llama-cpp/apiKey: "
                                + key
                                + " has the rights 0640: others on this machine can read the key in it."
                                + " Run: chmod 600 "
                                + key);
    }

    @Test
    void aConfigurationWithAKeyThatOthersCanReadIsAWarning() throws Exception {
        LoadedConfig loaded = load("\"" + KEY + "\"", Map.of(), "rw-r--r--");

        assertThat(rendered(loaded))
                .singleElement()
                .asString()
                .contains("client.json has the rights 0644")
                .endsWith("Run: chmod 600 " + folder.resolve("client.json"));
        assertThat(load("\"${K}\"", Map.of("K", KEY), "rw-r--r--").problems()).isEmpty();
    }

    @Test
    void aKeyIsMaskedInEveryTextForm() {
        Secret secret = Secret.of(KEY);

        assertThat(secret.toString()).isEqualTo("****");
        assertThat(WireJson.mapper().writeValueAsString(secret)).isEqualTo("\"****\"");
        assertThat("%s".formatted(Optional.of(secret))).isEqualTo("Optional[****]");
        assertThat(secret).isEqualTo(Secret.of(KEY)).isNotEqualTo(Secret.of(KEY + "0"));
        assertThat(secret.hashCode()).isEqualTo(Secret.of("another").hashCode());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Secret.of(KEY + "\n"))
                .withMessageNotContaining(KEY);
    }

    /// Whatever a configuration with this key in it makes us print.
    @Test
    void nothingThatIsPrintedHasAKeyInIt() throws Exception {
        write("llama.key", KEY, "rw-r--r--");
        List<String> printed = new ArrayList<>();
        for (String value :
                List.of(
                        "\"" + KEY + "\"",
                        "\"" + KEY + " \"",
                        "\"" + KEY + "ü\"",
                        "\"${X}" + KEY + "\"",
                        "[\"" + KEY + "\"]",
                        "{\"" + KEY + "\": 1}",
                        "{\"file\": \"llama.key\"}",
                        KEY,
                        "'" + KEY + "'",
                        "\"" + KEY + "\" // " + KEY,
                        "\"" + KEY)) {
            say(load(value, Map.of(), "rw-r--r--"), printed);
        }
        say(load("\"${K}\"", Map.of("K", KEY)), printed);
        say(load("\"${K}\"", Map.of("K", KEY + " ü")), printed);
        say(load("\"\"", Map.of("RECUA_CLIENT_LLAMA_CPP_API_KEY", KEY + " ü")), printed);
        say(load("\"\", \"baseUrl\": \"http://user:" + KEY + "@host\"", Map.of()), printed);
        say(load("\"\", \"baseUrl\": \"http://ho st/" + KEY + "\"", Map.of()), printed);
        say(load("\"\", \"baseUrl\": \"http://host?key=" + KEY + "\"", Map.of()), printed);

        assertThat(printed).hasSizeGreaterThan(17).noneMatch(it -> it.contains(KEY));
    }

    private static void say(LoadedConfig loaded, List<String> printed) {
        printed.add(loaded.toString());
        printed.add(WireJson.mapper().writeValueAsString(loaded.problems()));
        loaded.problems().forEach(it -> printed.add(it.render()));
        try {
            ClientConfig config = loaded.orThrow();
            printed.add(config.toString());
            printed.add(WireJson.mapper().writeValueAsString(config));
        } catch (InvalidClientConfig e) {
            var trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            printed.add(trace.toString());
        }
    }

    private LoadedConfig load(String apiKey, Map<String, String> env) throws Exception {
        return load(apiKey, env, "rw-------");
    }

    private LoadedConfig load(String apiKey, Map<String, String> env, String rights)
            throws Exception {
        String text = "{\"providers\": {\"llama-cpp\": {" + "\"apiKey\": " + apiKey + "}}}";
        Path file = write("client.json", text, rights);
        var files = new ClientFiles(folder, file, folder.resolve("last-provider"));
        return new ClientConfigLoader(env, files).load();
    }

    private Path write(String name, String text, String rights) throws Exception {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        return file;
    }

    private static Optional<Secret> key(LoadedConfig loaded) {
        return loaded.orThrow().of(ProviderType.LLAMA_CPP).orElseThrow().apiKey();
    }

    private List<String> rendered(LoadedConfig loaded) {
        String prefix = folder.resolve("client.json") + ":";
        return loaded.problems().stream()
                .map(ConfigProblem::render)
                .map(
                        it ->
                                it.startsWith(prefix)
                                        ? "client.json:" + it.substring(prefix.length())
                                        : it)
                .toList();
    }
}
