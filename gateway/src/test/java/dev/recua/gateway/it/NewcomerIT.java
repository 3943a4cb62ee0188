package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.it.PseudoTerminal.Shown;
import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A newcomer at two terminals, on an empty home: the first session, and every mistake made on
/// purpose. What is asserted is what the person reads: what happened, and what to do next.
@NeedsRealEngine
@NeedsPseudoTerminal
@Timeout(240)
class NewcomerIT {
    private static final Pattern READY =
            Pattern.compile("(?m)^Recua \\S+ is ready: (http://127\\.0\\.0\\.1:\\d+)$");

    @TempDir private Path home;
    private PackagedRecua user;

    @BeforeEach
    void emptyHome() {
        user = PackagedRecua.in(home).engine(RealEngine.path()).with("RECUA_LISTEN", "127.0.0.1:0");
    }

    @Test
    void theFirstSessionGoesFromServeToTheEndAndLeavesNothing() {
        try (PseudoTerminal serving = PseudoTerminal.open(user);
                PseudoTerminal hands = PseudoTerminal.open(user)) {
            serve(serving);

            Shown models = hands.run("recua ls");
            assertThat(models.status()).isZero();
            assertThat(models.shown()).contains("ID", "recua:3m-instruct", "recua-tiny");

            Shown answer = hands.run("recua run recua-tiny \"What day comes after Monday?\"");
            assertThat(answer.status()).isZero();
            assertThat(answer.shown()).endsWith("Tuesday.");

            chat(hands);

            Shown running = hands.run("recua ps");
            assertThat(running.status()).isZero();
            assertThat(running.shown()).contains("recua:3m-instruct", "ready");

            Shown log = hands.run("recua logs recua-tiny");
            assertThat(log.status()).isZero();
            assertThat(log.shown()).contains("llama");

            assertThat(hands.run("recua unload recua-tiny").status()).isZero();
            assertThat(hands.run("recua ps").shown()).doesNotContain("ready");
            assertThat(hands.run("recua load recua-tiny").status()).isZero();
            assertThat(hands.run("recua ps").shown()).contains("recua:3m-instruct");
            assertThat(hands.run("recua stop --all").status()).isZero();

            serving.pressCtrlC();
            assertThat(serving.awaitEnd("recua serve").status()).isZero();
            new Mistake("recua ls", 3, "No gateway answers at", "`recua serve`").isMadeAt(hands);
            print(serving, hands);
        }
        assertNothingIsLeft();
    }

    /// Two questions, then `/exit`.
    private static void chat(PseudoTerminal hands) {
        hands.begin("recua run recua-tiny");
        awaitQuestion(hands, 1);
        hands.type("What is the capital of France?");
        hands.awaitScreen(
                "an answer", screen -> screen.contains("The capital of France is Paris."));
        awaitQuestion(hands, 2);
        hands.type("What day comes after Monday?");
        hands.awaitScreen( // the first one was that of `run` with a question
                "a second such answer", screen -> screen.split("\nTuesday\\.", -1).length > 2);
        awaitQuestion(hands, 3);
        hands.type("/exit");
        assertThat(hands.awaitEnd("recua run recua-tiny").status()).isZero();
    }

    private static void awaitQuestion(PseudoTerminal hands, int number) {
        hands.awaitScreen(
                "question " + number,
                screen ->
                        screen.endsWith("\n> ")
                                && screen.lines().filter(it -> it.startsWith("> ")).count()
                                        >= number);
    }

    /// Types `recua serve` and waits until it is ready.
    private static String serve(PseudoTerminal terminal) {
        terminal.begin("recua serve");
        String screen = terminal.awaitScreen("the ready line", it -> READY.matcher(it).find());
        Matcher ready = READY.matcher(screen);
        assertThat(ready.find()).isTrue();
        return ready.group(1);
    }

    /// Something that was typed wrong, or at the wrong time.
    ///
    /// @param status its exit code
    /// @param happened what the message must tell of what happened
    /// @param next what it must tell to do next
    record Mistake(String command, int status, String happened, String next) {
        void isMadeAt(PseudoTerminal terminal) {
            Shown shown = terminal.run(command);
            assertThat(shown.status())
                    .as("exit code of %s: %s", command, shown.shown())
                    .isEqualTo(status);
            assertThat(shown.shown()).as(command).contains(happened).contains(next);
            assertThat(shown.shown()).as(command).doesNotContain("Exception", "\tat ");
        }
    }

    @Nested
    class Mistakes {
        @Test
        void withoutAGateway() throws IOException {
            try (PseudoTerminal hands =
                    PseudoTerminal.open(user.with("RECUA_URL", "http://127.0.0.1:" + freePort()))) {
                for (String command :
                        new String[] {
                            "ls",
                            "ps",
                            "logs recua-tiny",
                            "load recua-tiny",
                            "unload recua-tiny",
                            "stop --all",
                            "run recua-tiny Hello"
                        }) {
                    new Mistake("recua " + command, 3, "No gateway answers at", "`recua serve`")
                            .isMadeAt(hands);
                }
            }
            assertNothingIsLeft();
        }

        @Test
        void inWhatIsTyped() {
            try (PseudoTerminal hands = PseudoTerminal.open(user)) {
                new Mistake("recua lss", 2, "no command \"lss\"", "Did you mean: ls")
                        .isMadeAt(hands);
                new Mistake("recua ls --jsno", 2, "--jsno", "--json").isMadeAt(hands);
                new Mistake("recua run", 2, "MODEL", "--help").isMadeAt(hands);
                new Mistake("recua run recua-tiny Hello --temperature warm", 2, "warm", "--help")
                        .isMadeAt(hands);
            }
            assertNothingIsLeft();
        }

        @Test
        void inTheNameOfAModel() {
            try (PseudoTerminal serving = PseudoTerminal.open(user);
                    PseudoTerminal hands = PseudoTerminal.open(user)) {
                serve(serving);
                for (String command :
                        new String[] {"run %s Hello", "load %s", "unload %s", "logs %s"}) {
                    new Mistake(
                                    "recua " + command.formatted("recua-tinny"),
                                    4,
                                    "recua-tinny",
                                    "recua-tiny")
                            .isMadeAt(hands);
                }
                serving.pressCtrlC();
                serving.awaitEnd("recua serve");
            }
            assertNothingIsLeft();
        }

        @Test
        void aSecondGatewayOnTheSameHomeOrAddress() {
            try (PseudoTerminal serving = PseudoTerminal.open(user);
                    PseudoTerminal hands = PseudoTerminal.open(user)) {
                String url = serve(serving);
                new Mistake("recua serve", 7, "another gateway uses this home", "Stop it first")
                        .isMadeAt(hands);
                String address = url.replace("http://", "");
                new Mistake(
                                "recua serve --home "
                                        + home.resolve("other")
                                        + " --listen "
                                        + address,
                                7,
                                address,
                                "--listen")
                        .isMadeAt(hands);
                serving.pressCtrlC();
                serving.awaitEnd("recua serve");
            }
            assertNothingIsLeft();
        }

        @Test
        void inAChat() {
            try (PseudoTerminal serving = PseudoTerminal.open(user);
                    PseudoTerminal hands = PseudoTerminal.open(user)) {
                serve(serving);
                hands.begin("recua run recua-tiny");
                awaitQuestion(hands, 1);
                hands.type("/exti");
                hands.awaitScreen(
                        "what is wrong and what to do",
                        screen ->
                                screen.contains("There is no command /exti")
                                        && screen.contains("/exit")
                                        && screen.contains("/help lists them"));
                awaitQuestion(hands, 2);
                hands.pressCtrlD();
                assertThat(hands.awaitEnd("recua run recua-tiny").status()).isZero();
                serving.pressCtrlC();
                serving.awaitEnd("recua serve");
            }
            assertNothingIsLeft();
        }

        @Test
        void inTheConfiguration() {
            user.config("lisen: 127.0.0.1:1\n");
            try (PseudoTerminal hands = PseudoTerminal.open(user)) {
                new Mistake("recua serve", 5, "config.yaml:1", "Did you mean listen?")
                        .isMadeAt(hands);
                new Mistake("recua config check", 5, "lisen", "Did you mean listen?")
                        .isMadeAt(hands);
            }
            assertNothingIsLeft();
        }

        @Test
        void inTheKey() {
            user.config("api-key: right\n");
            try (PseudoTerminal serving = PseudoTerminal.open(user);
                    PseudoTerminal hands = PseudoTerminal.open(user)) {
                String url = serve(serving);
                new Mistake("RECUA_API_KEY=wrong recua ls --url " + url, 1, "key", "RECUA_API_KEY")
                        .isMadeAt(hands);
                new Mistake("recua run recua-tiny Hello --url " + url, 1, "key", "RECUA_API_KEY")
                        .isMadeAt(hands);
                assertThat(hands.run("recua ls").status()).isZero();
                serving.pressCtrlC();
                serving.awaitEnd("recua serve");
            }
            assertNothingIsLeft();
        }

        @Test
        void inTheEngine() {
            PackagedRecua without = user.engine(home.resolve("llama-server"));
            try (PseudoTerminal serving = PseudoTerminal.open(without);
                    PseudoTerminal hands = PseudoTerminal.open(without)) {
                serve(serving);
                assertThat(serving.screen()).contains(home.resolve("llama-server").toString());
                new Mistake("recua run recua-tiny Hello", 6, "llama-server", "RECUA_ENGINE")
                        .isMadeAt(hands);
                serving.pressCtrlC();
                serving.awaitEnd("recua serve");
            }
            assertNothingIsLeft();
        }
    }

    /// No note of a gateway, none of a child, and no process with a file of this home.
    private void assertNothingIsLeft() {
        assertThat(ProcessHandle.allProcesses().filter(this::isOfThisHome)).isEmpty();
        assertThat(user.recuaHome().resolve("run/gateway.json")).doesNotExist();
        if (Files.exists(user.recuaHome())) {
            assertThat(FolderListing.of(user.recuaHome()))
                    .noneMatch(line -> line.startsWith("run/children/"));
        }
    }

    private boolean isOfThisHome(ProcessHandle process) {
        return process.info()
                .arguments()
                .map(arguments -> String.join(" ", arguments).contains(home.toString()))
                .orElse(false);
    }

    /// For the log of the build.
    private static void print(PseudoTerminal serving, PseudoTerminal hands) {
        System.out.printf(
                "--- the newcomer's first terminal%n%s%n--- and the second%n%s%n",
                serving.screen(), hands.screen());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
