package dev.recua.gateway.cli;

import dev.recua.client.ApiException;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A conversation line by line: each answer is given with all that was said before.
final class LineChat {
    private final Terminal terminal;
    private final BufferedReader lines;
    private final Answering answering;
    private final Function<List<ChatMessage>, ChatRequest> request;
    private final List<ChatMessage> history;

    /// @param request makes a request from the conversation so far
    /// @param beginning what stands before the first question, such as the system message
    LineChat(
            Terminal terminal,
            BufferedReader lines,
            Answering answering,
            Function<List<ChatMessage>, ChatRequest> request,
            List<ChatMessage> beginning) {
        this.terminal = terminal;
        this.lines = lines;
        this.answering = answering;
        this.request = request;
        this.history = new ArrayList<>(beginning);
    }

    /// Goes on until `/exit` or the end of the input.
    void talk(String model) throws InterruptedException, IOException {
        terminal.out().println("Chat with " + model + ". /exit or Ctrl-D leaves.");
        while (true) {
            terminal.out().print("> ");
            terminal.out().flush();
            @Nullable String line = lines.readLine();
            if (line == null) {
                terminal.out().println();
                return;
            }
            String question = line.strip();
            if (question.equals("/exit")) {
                return;
            }
            if (question.startsWith("/")) {
                terminal.err().println("There is no command " + question + "; /exit leaves.");
            } else if (!question.isEmpty()) {
                ask(question);
            }
        }
    }

    /// A refusal of one question (too long, queue full) does not end the conversation; a model or
    /// an engine that is not there does.
    private void ask(String question) throws InterruptedException {
        history.add(ChatMessage.user(question));
        try {
            history.add(ChatMessage.assistant(answering.printed(request.apply(history))));
        } catch (ApiException e) {
            if (Failures.exitCode(e) != ExitCode.FAILED) {
                throw e;
            }
            history.removeLast();
            terminal.err().println(Failures.message(e));
        }
    }
}
