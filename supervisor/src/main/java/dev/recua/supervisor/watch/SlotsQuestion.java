package dev.recua.supervisor.watch;

import dev.recua.supervisor.watch.LlamaAddress.Answer;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One question for `/slots`, open until it is answered or closed. It waits on a virtual thread of
/// its own.
final class SlotsQuestion implements AutoCloseable {

    private final Socket socket = new Socket();
    private final long asked = System.nanoTime();
    private final CompletableFuture<Answered> answer = new CompletableFuture<>();

    /// @param at     when it came, in nanoseconds of the machine
    /// @param answer what came; empty when the connection broke
    record Answered(long at, Optional<Answer> answer) {
        Duration age() {
            return Duration.ofNanos(Math.max(0, System.nanoTime() - at));
        }
    }

    private SlotsQuestion() {}

    /// @param connect how long the connection may take
    static SlotsQuestion ask(LlamaAddress address, Duration connect) {
        SlotsQuestion question = new SlotsQuestion();
        Thread.ofVirtual()
                .name("slots-" + address.port())
                .start(() -> question.wait(address, connect));
        return question;
    }

    private void wait(LlamaAddress address, Duration connect) {
        Optional<Answer> came;
        try (socket) {
            came = Optional.of(address.patient(socket, "/slots", connect));
        } catch (IOException broken) {
            came = Optional.empty();
        }
        answer.complete(new Answered(System.nanoTime(), came));
    }

    /// What came; empty when nothing does within `timeout`.
    Optional<Answered> await(Duration timeout) throws InterruptedException {
        try {
            return Optional.of(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// For how long it has been open; more than zero.
    Duration waiting() {
        return Duration.ofNanos(Math.max(1, System.nanoTime() - asked));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            answer.complete(new Answered(System.nanoTime(), Optional.empty()));
        }
    }
}
