package dev.recua.gateway;

import static dev.recua.gateway.PlayedEngine.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A form with a file finds its model by the field `model`, and reaches the engine byte for byte
/// (llama-swap's row 37).
class MultipartModelTest {
    private static final String TYPE = "multipart/form-data; boundary=\"b-1\"";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    @AfterEach
    void closeTheHouse() {
        house.close();
    }

    @Test
    void aFormReachesItsModelsEngineByteForByte() throws Exception {
        house.engine((engine, head, out) -> json(out, "{\"text\":\"hello\"}"));
        house.open(folder);
        byte[] form = form(new Random(7), 3_000_000, "b:1b");

        var answer = house.ask("POST", "/v1/audio/transcriptions", form, "Content-Type", TYPE);

        assertThat(answer.body()).isEqualTo("{\"text\":\"hello\"}");
        assertThat(answer.headers().firstValue("X-Recua-Model")).contains("b:1b");
        var engine = house.engines().getFirst();
        assertThat(engine.heads.peek()).containsIgnoringCase("content-type: " + TYPE);
        assertThat(engine.bodies.peek()).isEqualTo(form);
    }

    @Test
    void aFormWithoutAModelMayNameItInTheQuery() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        byte[] form = form(new Random(8), 10, "");

        var answer =
                house.ask(
                        "POST", "/v1/audio/transcriptions?model=a:1b", form, "Content-Type", TYPE);
        var nameless = house.ask("POST", "/v1/audio/transcriptions", "--b-1--".getBytes(UTF_8));

        assertThat(answer.headers().firstValue("X-Recua-Model")).contains("a:1b");
        assertThat(nameless.body()).contains("invalid_json");
    }

    @Test
    void aFormThatCannotBeTakenApartIsTheEnginesToJudge() throws Exception {
        house.engine((engine, head, out) -> json(out, "{}"));
        house.open(folder);
        byte[] form = form(new Random(9), 10, "b:1b");

        var answer =
                house.ask(
                        "POST",
                        "/v1/audio/transcriptions?model=a:1b",
                        form,
                        "Content-Type",
                        "multipart/form-data");

        assertThat(answer.headers().firstValue("X-Recua-Model")).contains("a:1b");
        assertThat(house.engines().getFirst().bodies.peek()).isEqualTo(form);
    }

    private static byte[] form(Random random, int fileSize, String model) {
        byte[] file = new byte[fileSize];
        random.nextBytes(file);
        byte[] before =
                ("--b-1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
                                + "Content-Type: audio/wav\r\n\r\n")
                        .getBytes(UTF_8);
        byte[] after =
                ("\r\n--b-1\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n"
                                + model
                                + "\r\n--b-1--\r\n")
                        .getBytes(UTF_8);
        byte[] form = new byte[before.length + file.length + after.length];
        System.arraycopy(before, 0, form, 0, before.length);
        System.arraycopy(file, 0, form, before.length, file.length);
        System.arraycopy(after, 0, form, before.length + file.length, after.length);
        return form;
    }
}
