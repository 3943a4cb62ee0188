package dev.recua.testkit;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A llama-server that does what a test wants: a real process with llama-server's flags, routes,
/// log lines and signals.
///
/// [#install] writes an executable `llama-server` into a folder; give its path to everything that
/// takes a binary. [#set] changes a knob of one alias (or of all, `"*"`), also while the engine
/// runs: knobs are read again at every start and every request. [#events] tells what all its
/// processes did.
///
/// Knobs:
/// - `readyAfter`: ms of 503 after the port is bound; `never` (default 0)
/// - `bind`: `yes`, `never` (hangs unbound), `refuse` ("couldn't bind", exit 1) (default `yes`)
/// - `exitAtStart`: exit code before the port is bound, after the lines of `stderr`
/// - `stderr`: lines for the log of a failing start
/// - `exitAfter`: ms after it was ready the process ends
/// - `firstStarts`: `readyAfter`, `bind`, `exitAtStart` and `exitAfter` apply only to the first n
///   starts of the alias (default all)
/// - `progress`: whether a child of a router tells on stdout how far it has loaded, as 0.7.0 does:
///   `cmd_child_to_router:state:{"state":"loading",…}` every 200 ms of `readyAfter` (default true)
/// - `answer`: text of the answer (default `I am <alias>. You said: <last user message>`)
/// - `tokens`: number of tokens; the words of the answer repeat (default the words of the answer)
/// - `tokensPerSecond`: pace of a stream; 0 = as fast as it goes (default 0)
/// - `firstTokenAfter`: ms of silence before the first token, `:` pings every `pingEvery` ms
///   (1000) (default 0)
/// - `promptTokens`: length of the prompt; in `/slots` its tokens are read evenly during
///   `firstTokenAfter` (default 16)
/// - `stallInPrompt`: the prompt stands still at half for ever; a stream goes on with its pings,
///   `/health` answers
/// - `stallAfterTokens`: after n tokens: nothing more, connection stays open
/// - `exitAfterTokens`, `exitAfterRequests`: the process ends in the middle of an answer, or when
///   request n + 1 comes
/// - `exitOnText`: a request whose body has this text ends the process before it answers
/// - `exitCode`: code of these exits (137 looks like SIGKILL) (default 137)
/// - `slots`: what `/slots` does: `yes` (the progress of the answers under way: is_processing,
///   id_task, n_prompt_tokens, n_prompt_tokens_processed, n_decoded), `silent` (no answer, as an
///   engine whose queue hangs), `frozen` (the first slot says that it works, and no figure ever
///   moves), `no` (501, as with `--no-slots`) (default `yes`)
/// - `healthFails`: once it was ready, `/health` answers `503`, is `closed` without an answer,
/// stays
///   `silent`, or answers after so many ms (default `no`)
/// - `healthFailsTimes`: so many questions meet that, later ones are answered (default all)
/// - `wrong`: `not-json`, `no-http` (bytes that are no answer, then FIN), `cut` (half a body, then
///   FIN), `reset` (RST), `status-500`, `silence`
/// - `ignoreTerm`: SIGTERM and the exit line do nothing
/// - `grandchild`: starts a `sleep` of its own that outlives it (event `grandchild`)
/// - `flood`: bytes of log written per second, from the start or the next request on until it is 0;
///   `floodLine` bytes per line (120) (default 0)
/// - `removedFlags`: flags this engine does not know, separated by commas
/// - `version`: what `--version` prints (default as 0.7.0)
///
/// Events: `start` (args, port), `ready`, `request` (method, path, bodyBytes, sha256, body up to
/// 64 KiB, and each header as `header.<lower-case name>`), `done`, `gone` (the client left before
/// the end), `term`, `grandchild` (child), `exit`. Every answer carries `X-Fake-Pid`,
/// `X-Fake-Alias` and `X-Fake-Body-Sha256`.
///
/// Answered: `/health`, `/v1/health`, `/v1/models`, `/models`, `/props`, `/slots`,
/// `/v1/chat/completions`, `/v1/completions` (both also streamed) and `/v1/embeddings`; 404 in
/// the engine's shape elsewhere. Shapes follow the captures of 0.7.0.
public final class FakeLlamaServer {

    private final Path home;

    private FakeLlamaServer(Path home) {
        this.home = home;
    }

    /// The process itself; see the type. Started by the script that [#install] writes.
    public static void main(String[] args) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("fake.home", "."));
        new FakeEngine(home, List.of(args)).run();
    }

    /// Writes the executable `llama-server` into `folder` (made if missing) and sets knobs for
    /// every alias.
    ///
    /// @throws IOException when the folder cannot be written
    public static FakeLlamaServer install(Path folder, Map<String, ?> knobs) throws IOException {
        Path home = Files.createDirectories(folder).toAbsolutePath();
        FakeLlamaServer fake = new FakeLlamaServer(home);
        String script =
                """
                #!/bin/sh
                exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx64m -Xlog:disable \\
                  -Dfake.home='%s' -cp '%s' %s "$@"
                """
                        .formatted(java(), home, classPath(), FakeLlamaServer.class.getName());
        Files.writeString(fake.binary(), script);
        Files.setPosixFilePermissions(fake.binary(), PosixFilePermissions.fromString("rwxr-xr-x"));
        knobs.forEach((knob, value) -> fake.set("*", knob, value));
        return fake;
    }

    /// The executable.
    public Path binary() {
        return home.resolve("llama-server");
    }

    /// Sets one knob of one alias, or of all with `"*"`; the next start or request sees it.
    public synchronized void set(String alias, String knob, Object value) {
        change(all -> all.setProperty(alias + "/" + knob, String.valueOf(value)));
    }

    /// Takes a knob back to its default.
    public synchronized void clear(String alias, String knob) {
        change(all -> all.remove(alias + "/" + knob));
    }

    /// What the processes of this fake did until now, oldest first.
    public List<Event> events() {
        Path file = home.resolve(FakeEvents.FILE);
        List<Event> events = new ArrayList<>();
        try {
            if (!Files.exists(file)) return events;
            String text = Files.readString(file);
            JsonMapper mapper = new JsonMapper();
            text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .forEach(line -> events.add(event(mapper.readTree(line))));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
        return events;
    }

    /// Those of [#events] that have one kind.
    public List<Event> events(String kind) {
        return events().stream().filter(e -> e.kind().equals(kind)).toList();
    }

    /// Something that happened in a fake engine.
    ///
    /// @param kind    see [FakeLlamaServer]
    /// @param alias   `--alias` of the process
    /// @param details by kind
    public record Event(
            String kind, String alias, long pid, Instant at, Map<String, String> details) {
        /// One detail, or an empty text.
        public String detail(String name) {
            return details.getOrDefault(name, "");
        }
    }

    private static Event event(JsonNode json) {
        Map<String, String> details = new java.util.LinkedHashMap<>();
        json.get("details")
                .properties()
                .forEach(e -> details.put(e.getKey(), e.getValue().asString()));
        return new Event(
                json.get("kind").asString(),
                json.get("alias").asString(),
                json.get("pid").asLong(),
                Instant.ofEpochMilli(json.get("at").asLong()),
                Map.copyOf(details));
    }

    private void change(java.util.function.Consumer<Properties> edit) {
        Path file = home.resolve(FakeKnobs.FILE);
        Path draft = home.resolve(FakeKnobs.FILE + ".new");
        Properties all = FakeKnobs.read(home, "*").all();
        edit.accept(all);
        try {
            try (var out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
                all.store(out, null);
            }
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + file, e);
        }
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static String classPath() {
        return where(FakeLlamaServer.class) + ":" + where(JsonFactory.class);
    }

    private static Path where(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no path for " + type, e);
        }
    }
}
