package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// No recorded exchange is forgotten.
class CapturesTest {
    private static final String FOLDER = "testkit/src/main/resources/golden/llama-server-0.7.0";

    @Test
    void everyRecordedFileIsComparedOrExceptedOrWithoutARequest() throws IOException {
        var named = new ArrayList<>(Captures.NO_REQUEST);
        Stream.of(Captures.CHAT, Captures.EMBEDDINGS, Captures.RERANK, Captures.INSTEAD.keySet())
                .flatMap(names -> names.stream())
                .map(name -> name + ".txt")
                .forEach(named::add);

        assertThat(recorded()).containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void everyExceptionHasItsTest() {
        List<String> tests =
                Arrays.stream(CaptureExceptionsIT.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(Method::getName)
                        .toList();

        assertThat(tests)
                .containsAll(Captures.INSTEAD.values())
                .containsAll(Captures.INSTEAD_WITHOUT_MODEL.values());
    }

    @Test
    void aCaptureIsReadWithItsRequestAndStatus() {
        Capture chat = Capture.read("chat-length").withModel("tiny");
        Capture slots = Capture.read("slots-after").withModel("tiny");

        assertThat(chat.method() + ' ' + chat.path()).isEqualTo("POST /v1/chat/completions");
        assertThat(chat.body())
                .contains(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],"
                                + "\"temperature\":0,\"max_tokens\":4,\"model\":\"tiny\"}");
        assertThat(chat.status()).isEqualTo(200);
        assertThat(slots.path()).isEqualTo("/slots?fail_on_no_slot=1&model=tiny");
        assertThat(Capture.read("err-context-stream").body().orElseThrow())
                .endsWith("\"stream\":true}");
    }

    private static List<String> recorded() throws IOException {
        Path folder = Distribution.repository().resolve(FOLDER);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> Captures.OF_PROCESSES.stream().noneMatch(name::endsWith))
                    .toList();
        }
    }
}
