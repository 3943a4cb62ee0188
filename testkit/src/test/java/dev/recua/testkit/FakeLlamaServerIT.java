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
import java.net.http.HttpTimeoutException;
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

    @Test
    void slotsShowAPromptBeingReadAndTokensBeingMade() throws Exception {
        serve("alpha");
        assertThat(get("/slots").body())
                .startsWith(
                        "[{\"id\":0,\"n_ctx\":4096,\"speculative\":false,\"is_processing\":false}");
        fake.set("alpha", "promptTokens", 1000);
        fake.set("alpha", "firstTokenAfter", 600);
        fake.set("alpha", "tokens", 3);
        fake.set("alpha", "tokensPerSecond", 10);
        try (Socket client = ask(CHAT + ",\"stream\":true}")) {
            await().until(() -> slot().at("/n_prompt_tokens_processed").asInt() > 0);
            assertThat(slot().at("/n_prompt_tokens_processed").asInt()).isLessThan(1000);
            assertThat(slot().at("/next_token/0/n_decoded").asInt()).isZero();
            await().until(() -> slot().at("/next_token/0/n_decoded").asInt() > 0);
            assertThat(slot().at("/n_prompt_tokens_processed").asInt()).isEqualTo(1000);
            assertThat(until(client, "[DONE]")).contains("data:");
        }
        await().until(() -> !slot().at("/is_processing").asBoolean());
        assertThat(slot().at("/id_task").asInt()).isZero();
    }

    @Test
    void aClientThatSpeaksHttp10GetsItsEndWithTheAnswer() throws Exception {
        serve("alpha");
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(2_000);
            client.getOutputStream()
                    .write("GET /health HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("{\"status\":\"ok\"}");
        }
    }

    @Test
    void aPromptThatStandsStillIsSeenInSlotsWhileHealthAndPingsGoOn() throws Exception {
        serve("alpha");
        fake.set("alpha", "stallInPrompt", true);
        fake.set("alpha", "pingEvery", 20);
        try (Socket client = ask(CHAT + ",\"stream\":true}")) {
            assertThat(until(client, ":\n\n")).doesNotContain("data:");

            assertThat(get("/health").statusCode()).isEqualTo(200);
            assertThat(slot().at("/is_processing").asBoolean()).isTrue();
            assertThat(slot().at("/n_prompt_tokens_processed").asInt()).isEqualTo(8);
        }
    }

    @Test
    void slotsCanBeMissingFrozenOrSilent() throws Exception {
        serve("alpha");
        fake.set("alpha", "slots", "no");
        assertThat(get("/slots").statusCode()).isEqualTo(501);
        fake.set("alpha", "slots", "frozen");
        String first = get("/slots").body();
        assertThat(first).contains("\"is_processing\":true");
        assertThat(get("/slots").body()).isEqualTo(first);
        fake.set("alpha", "slots", "silent");
        assertThatThrownBy(() -> get("/slots")).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void healthCanFailInEachWayAndForSoManyQuestions() throws Exception {
        serve("alpha");
        fake.set("alpha", "healthFails", "503");
        fake.set("alpha", "healthFailsTimes", 2);
        assertThat(get("/health").statusCode()).isEqualTo(503);
        assertThat(get("/health").statusCode()).isEqualTo(503);
        assertThat(get("/health").statusCode()).isEqualTo(200);

        fake.clear("alpha", "healthFailsTimes");
        fake.set("alpha", "healthFails", "closed");
        assertThatThrownBy(() -> get("/health")).isInstanceOf(IOException.class);
        fake.set("alpha", "healthFails", "silent");
        assertThatThrownBy(() -> get("/health")).isInstanceOf(HttpTimeoutException.class);
        fake.set("alpha", "healthFails", "100");
        long from = System.nanoTime();
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - from))
                .isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void propsAndModelsHaveTheShapeOfARealServer() throws Exception {
        serve("alpha");
        JsonNode real =
                new JsonMapper()
                        .readTree(
                                Golden.text("llama-server-0.7.0/props.txt")
                                        .lines()
                                        .filter(line -> line.startsWith("{"))
                                        .findFirst()
                                        .orElseThrow());

        JsonNode props = new JsonMapper().readTree(get("/props").body());

        assertThat(props.propertyNames()).containsExactlyInAnyOrderElementsOf(real.propertyNames());
        assertThat(props.at("/default_generation_settings/n_ctx").asInt()).isEqualTo(4096);
    }

    @Test
    void aChildOfARouterTellsHowFarItHasLoaded() throws Exception {
        fake.set("alpha", "readyAfter", 400);
        fake.set("alpha", "exitAfter", 50);
        ProcessBuilder builder =
                new ProcessBuilder(
                        fake.binary().toString(),
                        "--port",
                        Integer.toString(port),
                        "--alias",
                        "alpha");
        builder.environment().put("LLAMA_SERVER_ROUTER_PORT", "0");
        Process child = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        started.add(child);

        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.lines())
                .allMatch(line -> line.startsWith("cmd_child_to_router:state:{\"state\":\""))
                .anyMatch(line -> line.endsWith("\"current\":\"text_model\",\"value\":0.0}}"))
                .anyMatch(line -> line.endsWith("\"current\":\"text_model\",\"value\":0.5}}"))
                .anyMatch(line -> line.endsWith("\"current\":\"text_model\",\"value\":1.0}}"));
        assertThat(said.lines().toList().getLast()).contains("\"ready\"", "\"id\":\"alpha\"");
        assertThat(child.waitFor()).isEqualTo(137);
    }

    @Test
    void aFloodBeginsWithARequestAndEndsWithItsKnob() throws Exception {
        Process child =
                start("--host", "127.0.0.1", "--port", Integer.toString(port), "--alias", "alpha");
        Flooded log = new Flooded(child.getErrorStream());
        await().until(() -> log.text().contains("listening on"));
        fake.set("alpha", "flood", 50_000_000);
        fake.set("alpha", "floodLine", 1000);

        chat(CHAT + "}");
        await().until(() -> log.bytes() > 1_000_000);
        fake.set("alpha", "flood", 0);

        await().until(
                        () -> {
                            long before = log.bytes();
                            return get("/health").statusCode() == 200 && log.bytes() == before;
                        });
    }

    /// Reads to the end and counts; keeps the start.
    private static final class Flooded {
        private final java.util.concurrent.atomic.AtomicLong bytes =
                new java.util.concurrent.atomic.AtomicLong();
        private final StringBuffer start = new StringBuffer();

        Flooded(InputStream in) {
            Thread.ofVirtual().start(() -> read(in));
        }

        private void read(InputStream in) {
            byte[] buffer = new byte[64 * 1024];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (start.length() < 10_000)
                        start.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                    bytes.addAndGet(n);
                }
            } catch (IOException closed) {
                start.append(closed);
            }
        }

        long bytes() {
            return bytes.get();
        }

        String text() {
            return start.toString();
        }
    }

    private JsonNode slot() throws IOException, InterruptedException {
        return new JsonMapper().readTree(get("/slots").body()).path(0);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(1))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
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
