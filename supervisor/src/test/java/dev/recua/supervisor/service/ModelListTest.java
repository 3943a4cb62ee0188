package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.event.LlamaModel;
import dev.recua.testkit.Golden;
import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;

class ModelListTest {
    @TempDir Path folder;

    @Test
    void aRealAnswerGivesOneModelWithTheBytesOfItsTensors() {
        assertThat(ModelList.read(captured(), Optional.empty()))
                .containsExactly(new LlamaModel("tiny", "tiny", 541_952, "model", 0));
    }

    @Test
    void theFileTellsNameSizeKindAndAge() throws IOException {
        Path file = RealEngine.model();
        assertThat(ModelList.read(captured(), Optional.of(file)))
                .containsExactly(
                        new LlamaModel(
                                "tiny",
                                "Recua Tiny",
                                Files.size(file),
                                "chat",
                                Files.getLastModifiedTime(file).toInstant().getEpochSecond()));
    }

    @Test
    void aFileThatCannotBeReadTakesNothingAway() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.gguf"), "no model");
        assertThat(ModelList.read(captured(), Optional.of(file)))
                .containsExactly(new LlamaModel("tiny", "tiny", 541_952, "model", 0));
    }

    @Test
    void theListOfOlderBuildsIsReadToo() {
        assertThat(
                        ModelList.read(
                                "{\"models\":[{\"name\":\"a\"},{\"model\":\"b\"}]}",
                                Optional.empty()))
                .extracting(LlamaModel::id)
                .containsExactly("a", "b");
    }

    @Test
    void severalModelsAreNotTakenForTheOneFile() {
        assertThat(
                        ModelList.read(
                                "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}",
                                Optional.of(RealEngine.model())))
                .extracting(LlamaModel::type)
                .containsExactly("model", "model");
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> ModelList.read("<html>", Optional.empty()))
                .isInstanceOf(JacksonException.class);
    }

    private static String captured() {
        String exchange = Golden.text("llama-server-0.7.0/v1-models.txt");
        return exchange.substring(exchange.indexOf("{\"models\""));
    }
}
