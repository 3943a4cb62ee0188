package dev.recua.gateway.cli;

import dev.recua.client.ChatStream;
import dev.recua.client.RecuaClient;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import java.io.PrintStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Asks a model and prints what it says as it says it.
final class Answering {
    private final RecuaClient client;
    private final Terminal terminal;
    private final Progress progress;

    Answering(RecuaClient client, Terminal terminal, Progress progress) {
        this.client = client;
        this.terminal = terminal;
        this.progress = progress;
    }

    /// Prints the answer token by token, and a newline at its end.
    ///
    /// @return the whole answer
    /// @throws dev.recua.client.error.LlmException when there is none, or not the whole of it; what
    ///     came is printed and its line ended
    String printed(ChatRequest request) throws InterruptedException {
        var answer = new StringBuilder();
        printed(request, answer);
        return answer.toString();
    }

    /// The same for somebody who wants to know what came also when it was not all.
    ///
    /// @param answer gets the text as it comes
    void printed(ChatRequest request, StringBuilder answer) throws InterruptedException {
        PrintStream out = terminal.out();
        @Nullable String finishReason = null;
        waitFor(modelOf(request));
        try (ChatStream stream = client.chatStream(request)) {
            while (stream.hasNext()) {
                ChatChunk chunk = stream.next();
                finishReason = chunk.finishReason() == null ? finishReason : chunk.finishReason();
                print(chunk.text(), answer);
            }
        } finally {
            progress.close();
            if (!answer.isEmpty()) {
                out.println();
                out.flush();
            }
        }
        if ("length".equals(finishReason)) {
            terminal.err()
                    .println(
                            "The answer was cut at its token limit; --max-tokens or the model's context allows no more.");
        }
    }

    /// The answer in one piece, nothing printed.
    ///
    /// @throws dev.recua.client.error.LlmException when there is none
    ChatResponse whole(ChatRequest request) throws InterruptedException {
        waitFor(modelOf(request));
        try {
            return client.chat(request);
        } finally {
            progress.close();
        }
    }

    private static String modelOf(ChatRequest request) {
        return Objects.requireNonNull(request.model(), "a command always names its model");
    }

    private void print(String text, StringBuilder answer) {
        if (text.isEmpty()) {
            return;
        }
        progress.close();
        answer.append(text);
        terminal.out().print(text);
        if (terminal.out().checkError()) { // flushes, too
            throw new CommandFailed(
                    ExitCode.FAILED, "Nobody reads the answer any more, so it was stopped.");
        }
    }

    /// Says what the first token waits for, as far as the gateway tells.
    private void waitFor(String model) throws InterruptedException {
        progress.show("asking " + client.base());
        boolean mustLoad =
                client.models().stream()
                        .filter(row -> row.answersTo(model))
                        .map(row -> row.status().value())
                        .anyMatch(status -> status.equals("unloaded") || status.equals("loading"));
        progress.show((mustLoad ? "loading " : "waiting for ") + model);
    }
}
