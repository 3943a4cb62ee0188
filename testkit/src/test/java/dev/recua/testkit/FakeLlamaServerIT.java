package dev.recua.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FakeLlamaServerIT {

    private static final String CHAT =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"hello there\"}]";

    @TempDir Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Process> started = new ArrayList<>();
    private FakeLlamaServer fake;
    private int port;

    @BeforeEach
    void install() throws IOException {
        fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
        http.close();
    }

    @Test
    void helpAndVersionReadLikeTheRealOnes() throws Exception {
        Process help = start("--help");
        String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Process version = start("--version");
        String said = new String(version.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(text).isEqualTo(Golden.text("llama-server-0.7.0/help.txt"));
        assertThat(said).isEqualToIgnoringNewLines(Golden.text("llama-server-0.7.0/version.txt"));
    }

    @Test
    void anUnknownFlagEndsItWithTheEnginesLine() throws Exception {
        Process child = start("--no-such-flag");

        String said = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).isEqualTo(Golden.text("llama-server-0.7.0/badflag.stderr"));
        assertThat(child.waitFor()).isEqualTo(1);
    }

    @Test
    void answersSayWhichModelSpokeAndWhatItHeard() throws Exception {
        serve("alpha");

        HttpResponse<String> answer = chat(CHAT + "}");

        JsonNode json = new JsonMapper().readTree(answer.body());
        assertThat(json.at("/choices/0/message/content").asString())
                .isEqualTo("I am alpha. You said: hello there");
        assertThat(json.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        FakeLlamaServer.Event heard = fake.events("request").getLast();
        assertThat(heard.detail("body")).isEqualTo(CHAT + "}");
        assertThat(heard.detail("header.x-test")).isEqualTo("yes");
        assertThat(answer.headers().firstValue("x-fake-body-sha256"))
                .hasValue(heard.detail("sha256"));
    }

    @Test
    void aStreamBeginsWithTheRoleAndEndsWithDone() throws Exception {
        serve("alpha");
        fake.set("alpha", "tokens", 3);
        fake.set("alpha", "answer", "one two three");

        String body =
                chat(CHAT + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}").body();

        List<String> events = body.lines().filter(l -> !l.isEmpty()).toList();
        assertThat(events).hasSize(7);
        assertThat(events.getFirst())
                .contains("\"delta\":{\"role\":\"assistant\",\"content\":null}");
        assertThat(events.get(3)).contains("\"delta\":{\"content\":\" three\"}");
        assertThat(events.get(4)).contains("\"finish_reason\":\"stop\"");
        assertThat(events.get(5)).contains("\"choices\":[],").contains("\"completion_tokens\":3");
        assertThat(events.getLast()).isEqualTo("data: [DONE]");
    }

    @Test
    void aKnobChangedWhileItRunsKillsTheNextAnswerInTheMiddle() throws Exception {
        Process child = serve("alpha");
        fake.set("alpha", "exitAfterTokens", 2);

        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                                () -> chat(CHAT + ",\"stream\":true}")))
                .isInstanceOf(IOException.class);
        assertThat(child.waitFor()).isEqualTo(137);
    }

    @Test
    void aClientThatLeavesASilentStreamIsNoticed() throws Exception {
        serve("alpha");
        fake.set("*", "firstTokenAfter", 60_000);
        String body = CHAT + ",\"stream\":true}";
        try (Socket client = ask(body)) {
            assertThat(client.getInputStream().read()).isEqualTo('H');
        }

        await().atMost(Duration.ofSeconds(5)).until(() -> !fake.events("gone").isEmpty());
    }

    @Test
    void sigtermEndsAnIdleOneWithZero() throws Exception {
        Process child = serve("alpha");

        child.destroy();

        assertThat(child.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isZero();
    }

    @Test
    void aResetAndACutAreNoWholeAnswers() throws Exception {
        serve("alpha");
        for (String wrong : List.of("reset", "cut")) {
            fake.set("alpha", "wrong", wrong);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> chat(CHAT + "}")))
                    .as(wrong)
                    .isInstanceOf(IOException.class);
        }
        fake.clear("alpha", "wrong");
        assertThat(chat(CHAT + "}").statusCode()).isEqualTo(200);
    }

    @Test
    void wrongAnswersAreAsWrongAsTheKnobSays() throws Exception {
        serve("alpha");

        fake.set("alpha", "wrong", "not-json");
        HttpResponse<String> notJson = chat(CHAT + "}");
        fake.set("alpha", "wrong", "status-500");
        HttpResponse<String> failed = chat(CHAT + "}");

        assertThat(notJson.statusCode()).isEqualTo(200);
        assertThat(notJson.body()).isEqualTo("this is <not> JSON");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).contains("\"code\":500");
    }

    @Test
    void aSilentAndAStalledAnswerStayOpen() throws Exception {
        serve("alpha");
        fake.set("alpha", "wrong", "silence");
        try (Socket silent = ask(CHAT + "}")) {
            silent.setSoTimeout(200);
            assertThatThrownBy(() -> silent.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);
        }
        fake.clear("alpha", "wrong");
        fake.set("alpha", "stallAfterTokens", 2);
        fake.set("alpha", "answer", "one two three");
        try (Socket stalled = ask(CHAT + ",\"stream\":true}")) {
            assertThat(until(stalled, "two")).contains("one").doesNotContain("three");
            stalled.setSoTimeout(200);
            assertThatThrownBy(() -> until(stalled, "three"))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void itEndsWhenOneRequestMoreComesThanItMayAnswer() throws Exception {
        Process child = serve("alpha");
        fake.set("alpha", "exitAfterRequests", 1);
        fake.set("alpha", "exitCode", 3);

        assertThat(chat(CHAT + "}").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> chat(CHAT + "}")).isInstanceOf(IOException.class);

        assertThat(child.waitFor()).isEqualTo(3);
    }

    @Test
    void aTextCanBePoison() throws Exception {
        Process child = serve("alpha");
        fake.set("*", "exitOnText", "hello there");

        assertThatThrownBy(() -> chat(CHAT + "}")).isInstanceOf(IOException.class);

        assertThat(child.waitFor()).isEqualTo(137);
        assertThat(fake.events("exit")).hasSize(1);
    }

    @Test
    void anotherVersionAndAnotherSetOfFlagsAreKnown() throws Exception {
        fake.set("*", "version", "version: 9 (build 1, commit x)");
        fake.set("*", "removedFlags", "--alias");
        Process version = start("--version");
        String said = new String(version.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        Process refused = start("--alias", "alpha");
        String why = new String(refused.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).isEqualToIgnoringNewLines("version: 9 (build 1, commit x)");
        assertThat(why).isEqualToIgnoringNewLines("error: invalid argument: --alias");
    }

    @Test
    void theNumberAndPaceOfTokensCanBeChosenAndAPromptCanTakeItsTime() throws Exception {
        serve("alpha");
        fake.set("alpha", "tokens", 5);
        fake.set("alpha", "tokensPerSecond", 50);
        fake.set("alpha", "firstTokenAfter", 200);

        long from = System.nanoTime();
        HttpResponse<String> answer = chat(CHAT + "}");

        assertThat(Duration.ofNanos(System.nanoTime() - from))
                .isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(answer.body()).contains("\"completion_tokens\":5");
    }

    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(fake.binary().toString()));
        command.addAll(List.of(args));
        Process child = new ProcessBuilder(command).start();
        started.add(child);
        return child;
    }

    private Process serve(String alias) throws IOException {
        Process child =
                start("--host", "127.0.0.1", "--port", Integer.toString(port), "--alias", alias);
        InputStream log = child.getErrorStream();
        BufferedReader lines =
                new BufferedReader(new java.io.InputStreamReader(log, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("listening on")) return child;
        }
        throw new AssertionError("the fake ended before it listened");
    }

    /// Sends a question over a connection of its own and does not wait for the answer.
    private Socket ask(String body) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.getOutputStream()
                .write(
                        ("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: "
                                        + body.length()
                                        + "\r\n\r\n"
                                        + body)
                                .getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /// What comes up to and with `mark`.
    private static String until(Socket from, String mark) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(mark) < 0) {
            int next = from.getInputStream().read();
            if (next < 0) throw new AssertionError("ended after: " + seen);
            seen.append((char) next);
        }
        return seen.toString();
    }

    private HttpResponse<String> chat(String body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                        .header("X-Test", "yes")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
