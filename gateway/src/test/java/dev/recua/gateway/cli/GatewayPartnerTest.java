package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.recua.client.RecuaClient;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.gateway.cli.chat.Partner;
import dev.recua.gateway.cli.chat.Screen;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayPartnerTest {
    private static final List<ChatMessage> QUESTION = List.of(ChatMessage.user("x"));

    private final FakeGateway gateway = new FakeGateway();
    private final RecuaClient client = RecuaClient.of(gateway.url(), Optional.empty());
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicReference<Runnable> ctrlC = new AtomicReference<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<Void> left = new CompletableFuture<>();

    @AfterEach
    void stop() {
        client.close();
        gateway.close();
    }

    @Test
    void anAnswerIsShownAndToldInWhole() throws Exception {
        assertThat(partner().ask("recua-tiny", QUESTION))
                .isEqualTo(new Partner.Reply.Said("Tuesday"));
        assertThat(ctrlC).as("nobody watches any more").hasValue(null);
    }

    @Test
    void ctrlCStopsTheAnswerAtTheGatewayAndKeepsWhatCame() throws Exception {
        gateway.chat = this::endless;
        CompletableFuture.runAsync(this::pressCtrlCWhenSomethingCame);

        Partner.Reply reply = partner().ask("recua-tiny", QUESTION);

        assertThat(reply).isEqualTo(new Partner.Reply.Stopped("Tues"));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        left.get(10, TimeUnit.SECONDS);
        gateway.chat = exchange -> FakeGateway.stream(exchange, "Monday");
        assertThat(partner().ask("recua-tiny", QUESTION))
                .as("the chat goes on")
                .isEqualTo(new Partner.Reply.Said("Monday"));
    }

    @Test
    void theEndOfTheProgramIsNotTakenForAStoppedAnswer() {
        gateway.chat = this::endless;
        CompletableFuture.runAsync(
                () -> {
                    over.set(true);
                    pressCtrlCWhenSomethingCame();
                });

        assertThatThrownBy(() -> partner().ask("recua-tiny", QUESTION))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void whatTheGatewayRefusesIsTold() throws Exception {
        gateway.chat =
                exchange -> FakeGateway.error(exchange, 429, "queue_full", "too many", "null");

        assertThat(partner().ask("recua-tiny", QUESTION))
                .isEqualTo(new Partner.Reply.Refused("too many"));
    }

    @Test
    void aGatewayThatHasGoneIsTold() throws Exception {
        gateway.close();

        assertThat(partner().ask("recua-tiny", QUESTION))
                .isInstanceOfSatisfying(
                        Partner.Reply.Refused.class,
                        it -> assertThat(it.why()).contains("recua serve"));
        assertThat(partner().models()).isInstanceOf(Partner.Models.NotNow.class);
        assertThat(GatewayPartner.names(client)).isEmpty();
    }

    @Test
    void aNameIsFoundByItsAliasAndElseTheNearestAreNamed() throws Exception {
        assertThat(partner().find("gpt-4")).isEqualTo(new Partner.Found.Here("qwen3:8b"));
        assertThat(partner().find("nobody"))
                .isInstanceOfSatisfying(
                        Partner.Found.Not.class,
                        it -> assertThat(it.why()).contains("Did you mean: recua-tiny?"));
        assertThat(partner().find("broken:1b"))
                .isEqualTo(new Partner.Found.Not("broken:1b cannot be used: 12 bytes are missing"));
    }

    @Test
    void aModelThatCannotBeUsedIsNotOffered() {
        assertThat(GatewayPartner.names(client))
                .contains("qwen3:8b", "gpt-4", "recua-tiny")
                .doesNotContain("broken:1b");
    }

    private GatewayPartner partner() {
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        var terminal =
                new Terminal(
                        new ByteArrayInputStream(new byte[0]), print, print, true, true, false);
        return new GatewayPartner(
                client,
                new Answering(client, terminal, Progress.on(terminal)),
                new Keyboard(),
                ChatRequest::of,
                over::get);
    }

    private void pressCtrlCWhenSomethingCame() {
        Awaitility.await().until(() -> out.toString(StandardCharsets.UTF_8).equals("Tues"));
        Runnable stop = ctrlC.get();
        if (stop != null) stop.run();
    }

    /// Sends a word, and then comments until the client leaves.
    private void endless(HttpExchange exchange) throws IOException {
        FakeGateway.begin(exchange);
        FakeGateway.send(exchange, "Tues");
        try {
            while (true) {
                exchange.getResponseBody().write(":\n".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
        } catch (IOException e) {
            left.complete(null);
        }
    }

    private final class Keyboard implements Screen {
        @Override
        public Typed read() {
            return new Typed.End();
        }

        @Override
        public void say(String line) {}

        @Override
        public void complain(String line) {}

        @Override
        public Watch onStop(Runnable stop) {
            ctrlC.set(stop);
            return () -> ctrlC.set(null);
        }

        @Override
        public boolean canStop() {
            return true;
        }

        @Override
        public void close() {}
    }
}
