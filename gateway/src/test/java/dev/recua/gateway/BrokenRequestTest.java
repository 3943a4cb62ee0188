package dev.recua.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What cannot be read as a request is answered as everything else is: with an error that says what
/// to do, and an id. Then the connection is closed, since nobody knows where the next request
/// begins.
class BrokenRequestTest {
    private static final String ASK = " HTTP/1.1\r\nHost: 127.0.0.1\r\n";

    @TempDir private Path folder;
    private final TestHouse house = new TestHouse();

    @BeforeEach
    void open() {
        house.open(folder);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void anAddressThatIsTooLongIsToldWithTheLimit() throws Exception {
        String path = "/v1/models/" + "a".repeat(40_000);

        assertThat(answerTo("GET " + path + ASK + "\r\n"))
                .startsWith("HTTP/1.")
                .contains(
                        " 413 ",
                        "X-Request-Id: req-",
                        "\"request_too_large\"",
                        "32768",
                        "\"hint\"");
    }

    @Test
    void headersThatAreTooLongAreToldWithTheLimit() throws Exception {
        String header = "X-Long: " + "a".repeat(70_000) + "\r\n";

        assertThat(answerTo("GET /v1/models" + ASK + header + "\r\n"))
                .startsWith("HTTP/1.")
                .contains(
                        " 413 ",
                        "X-Request-Id: req-",
                        "\"request_too_large\"",
                        "65536",
                        "\"hint\"");
    }

    @Test
    void aLengthThatIsNoNumberIsToldAsNoRequest() throws Exception {
        assertThat(answerTo("POST /v1/completions" + ASK + "Content-Length: abc\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("X-Request-Id: req-", "\"invalid_request\"", "abc", "\"hint\"");
    }

    private String answerTo(String request) throws IOException {
        try (var socket = house.send(request)) {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
