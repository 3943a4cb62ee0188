package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Files that come and go in the models folder while a gateway runs.
@NeedsRealEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewFileIT {
    /// How long a user may have to wait for a new file.
    private static final Duration NOTICED = Duration.ofSeconds(10);

    private PackagedRecua recua;
    @AutoClose private RunningGateway gateway;
    private Caller caller;
    private Path models;

    @BeforeAll
    void serve(@TempDir Path home) throws IOException {
        recua = PackagedRecua.in(home).engine(RealEngine.path());
        models = Files.createDirectories(recua.recuaHome().resolve("models"));
        Files.write(models.resolve("early-1b-q8_0.gguf"), half());
        gateway = recua.serve();
        caller = gateway.caller();
    }

    @Test
    void aCutFileThatIsThereAtTheStartIsListedWithItsReason() {
        assertThat(gateway.output().lines())
                .anySatisfy(line -> assertThat(line).contains("early:1b").contains("is cut"));
        assertThat(caller.modelIds()).doesNotContain("early:1b");
    }

    @Test
    void aNewFileIsListedAndAnswersAndIsGoneWhenItIsRemoved() throws IOException {
        assertThat(caller.modelIds()).doesNotContain("luna:3m-instruct");

        Path file = models.resolve("luna-3m-instruct-q8_0.gguf");
        Files.copy(Distribution.bundledModel(), file);

        await().atMost(NOTICED)
                .untilAsserted(
                        () ->
                                assertThat(caller.modelIds())
                                        .startsWith("luna:3m-instruct")
                                        .endsWith("recua:3m-instruct"));
        Answer answer = caller.chat("luna:3m-instruct", Caller.MONDAY).expect(200);
        assertThat(answer.text()).isEqualTo("Tuesday.");
        assertThat(answer.model()).isEqualTo("luna:3m-instruct");

        Files.delete(file);

        await().atMost(NOTICED)
                .untilAsserted(
                        () -> assertThat(caller.modelIds()).doesNotContain("luna:3m-instruct"));
        caller.chat("luna:3m-instruct", Caller.MONDAY).expect(404);
    }

    @Test
    void aNewFileLeavesTheProcessOfALoadedModelAlone() throws IOException {
        caller.chat("recua-tiny", Caller.MONDAY).expect(200);
        var engine = gateway.children();

        Files.copy(Distribution.bundledModel(), models.resolve("nova-3m-instruct-q8_0.gguf"));

        await().atMost(NOTICED)
                .untilAsserted(() -> assertThat(caller.modelIds()).contains("nova:3m-instruct"));
        assertThat(caller.chat("recua-tiny", Caller.MONDAY).expect(200).text())
                .isEqualTo("Tuesday.");
        assertThat(engine).hasSize(1);
        assertThat(gateway.children()).isEqualTo(engine);
    }

    @Test
    void aCutFileThatComesLaterIsToldWithItsReasonAndHarmsNothing() throws IOException {
        Files.write(models.resolve("late-1b-q8_0.gguf"), half());

        await().atMost(NOTICED).until(() -> gateway.output().contains("late-1b-q8_0.gguf: "));

        assertThat(gateway.output().lines().filter(line -> line.contains("late-1b-q8_0.gguf")))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("late:1b")
                .contains("is cut");
        assertThat(recua.run("ls").expect(0).out())
                .contains("late:1b cannot be used: the file is cut")
                .contains("late-1b-q8_0.gguf");
        assertThat(caller.modelIds()).doesNotContain("late:1b");
        assertThat(caller.chat("recua-tiny", Caller.MONDAY).expect(200).text())
                .isEqualTo("Tuesday.");
    }

    @Test
    void aRequestForACutFileIsRefusedWithItsReason() throws IOException {
        Files.write(models.resolve("asked-1b-q8_0.gguf"), half());

        JsonNode error = refusalOnceNoticed("asked:1b");

        assertThat(error.path("code").asString()).isEqualTo("model_load_failed");
        assertThat(error.path("message").asString()).contains("asked:1b").contains("is cut");
    }

    @Test
    void aFileThatIsStillBeingCopiedIsUsableOnceItIsWhole() throws IOException {
        Path file = models.resolve("slow-3m-chat-q8_0.gguf");
        Files.write(file, half());
        assertThat(refusalOnceNoticed("slow:3m-chat").path("message").asString())
                .contains("is cut");

        Files.copy(Distribution.bundledModel(), file, StandardCopyOption.REPLACE_EXISTING);

        await().atMost(NOTICED)
                .untilAsserted(() -> assertThat(caller.modelIds()).contains("slow:3m-chat"));
        assertThat(caller.chat("slow:3m-chat", Caller.MONDAY).expect(200).text())
                .isEqualTo("Tuesday.");
    }

    /// What a request for a broken model gets, as soon as it is known at all.
    private JsonNode refusalOnceNoticed(String model) {
        return await().atMost(NOTICED)
                .until(() -> caller.chat(model, Caller.MONDAY), answer -> answer.status() == 502)
                .error();
    }

    private static byte[] half() throws IOException {
        byte[] whole = Files.readAllBytes(Distribution.bundledModel());
        return Arrays.copyOf(whole, whole.length / 2);
    }
}
