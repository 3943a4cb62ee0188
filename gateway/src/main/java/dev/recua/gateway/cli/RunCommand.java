package dev.recua.gateway.cli;

import dev.recua.client.RecuaClient;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.gateway.cli.chat.Chat;
import dev.recua.gateway.cli.chat.EditingScreen;
import dev.recua.gateway.cli.chat.LineScreen;
import dev.recua.gateway.cli.chat.Screen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `recua run`: asks a model once, or talks with it.
@Command(
        name = "run",
        sortOptions = false,
        description = {
            "Ask a model and print the answer as it comes.",
            "Uses the running gateway; when none runs, starts one inside this process and ends it afterwards.",
            "Without PROMPT it reads the prompt from a pipe, or chats when a person sits at the terminal;",
            "there /help tells what can be typed."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua run recua-tiny \"What day comes after Monday?\" --temperature 0",
            "  recua run recua-tiny < question.txt > answer.txt",
            "  recua run recua-tiny --system \"You are a pirate.\"      a chat",
            "  recua run recua-tiny \"Hello!\" --json"
        })
final class RunCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final Ticker ticker;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "Id or alias of a model, as recua ls shows them.")
    private String model = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PROMPT",
            description = "The question; several words are joined by spaces.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--temperature",
            paramLabel = "NUMBER",
            description = "0 always takes the likeliest token. Default: the engine's.")
    private @Nullable Double temperature;

    @Option(
            names = "--max-tokens",
            paramLabel = "COUNT",
            description = "The most tokens to generate. Default: no limit but the context.")
    private @Nullable Integer maxTokens;

    @Option(
            names = "--system",
            paramLabel = "TEXT",
            description = "A system message: what the model should be or keep in mind.")
    private @Nullable String system;

    @Option(
            names = "--no-history",
            description = "In a chat: do not keep what is typed for the next chat.")
    private boolean noHistory;

    RunCommand(Surroundings surroundings, GlobalOptions global, Ticker ticker) {
        this.surroundings = surroundings;
        this.global = global;
        this.ticker = ticker;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        request(
                "-",
                List.of(ChatMessage.user("-"))); // wrong options are told before anything starts
        BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                surroundings.terminal().in(), StandardCharsets.UTF_8));
        Optional<String> prompt = prompt(lines);
        var session = new Session(surroundings, global);
        try (session;
                var _ = surroundings.interrupts().onInterrupt(session::stop);
                var progress = new Progress(surroundings.terminal(), ticker)) {
            RecuaClient client = session.connect(progress);
            var answering = new Answering(client, surroundings.terminal(), progress);
            if (prompt.isPresent()) {
                answer(answering, prompt.get());
            } else {
                chat(client, answering, lines, session);
            }
            return ExitCode.DONE.code();
        } catch (InterruptedException | RuntimeException e) {
            if (session.isStopped() || e instanceof CancellationException) {
                throw new CancellationException("interrupted");
            }
            throw e;
        }
    }

    /// The question, if there is one to ask at once: from the command line, else from a pipe.
    private Optional<String> prompt(BufferedReader lines) throws IOException {
        if (!words.isEmpty()) {
            return Optional.of(String.join(" ", words));
        }
        if (surroundings.terminal().inIsTerminal()) {
            if (global.isJson()) {
                throw new CommandFailed(
                        ExitCode.USAGE, "--json needs a PROMPT, or one through a pipe.");
            }
            return Optional.empty();
        }
        String piped = lines.readAllAsString().strip();
        if (piped.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "There is no prompt: standard input was empty. Write it after the model's name.");
        }
        return Optional.of(piped);
    }

    private void answer(Answering answering, String prompt) throws InterruptedException {
        String name = AdminCall.named(model);
        List<ChatMessage> messages = new ArrayList<>(beginning());
        messages.add(ChatMessage.user(prompt));
        if (global.isJson()) {
            surroundings
                    .terminal()
                    .out()
                    .println(Output.json(answering.whole(request(name, messages))));
        } else {
            String text = answering.printed(request(name, messages));
            if (text.isEmpty()) {
                surroundings.terminal().err().println(model + " gave an empty answer.");
            }
        }
    }

    /// A name that no model has ends the command before the person has typed anything.
    private void chat(
            RecuaClient client, Answering answering, BufferedReader lines, Session session)
            throws IOException, InterruptedException {
        String name = AdminCall.named(model);
        var _ = client.admin().model(name);
        try (Screen screen = screen(client, lines, session)) {
            var partner =
                    new GatewayPartner(
                            client, answering, screen, this::request, session::isStopped);
            new Chat(screen, partner, name, Optional.ofNullable(system)).talk();
        }
    }

    /// One with line editing where a person sits at a terminal that can do it.
    private Screen screen(RecuaClient client, BufferedReader lines, Session session) {
        Terminal terminal = surroundings.terminal();
        var simple = new LineScreen(lines, terminal.out(), terminal.err());
        String type = surroundings.env().getOrDefault("TERM", "dumb");
        boolean dumb = type.isBlank() || type.equals("dumb");
        if (dumb || !terminal.outIsTerminal()) {
            return simple;
        }
        Path file = surroundings.stateFolder().apply(global.home()).resolve("chat-history");
        return EditingScreen.open(
                        terminal.out(),
                        terminal.err(),
                        noHistory ? Optional.empty() : Optional.of(file),
                        () -> GatewayPartner.names(client),
                        session::isStopped)
                .orElse(simple);
    }

    private List<ChatMessage> beginning() {
        return system == null ? List.of() : List.of(ChatMessage.system(system));
    }

    private ChatRequest request(String asked, List<ChatMessage> messages) {
        try {
            return ChatRequest.of(asked, messages, this::setOptions);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private void setOptions(ChatRequest.Options options) {
        if (temperature != null) {
            options.temperature(temperature);
        }
        if (maxTokens != null) {
            options.maxTokens(maxTokens);
        }
    }
}
