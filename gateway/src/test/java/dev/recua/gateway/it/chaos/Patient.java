package dev.recua.gateway.it.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The gateway that has to go through it, with one model, seen from outside.
///
/// @param url      its address
/// @param process  itself
/// @param home     its `RECUA_HOME`
/// @param javaHome of a JDK like the one that it runs on
/// @param model    the id of its model
public record Patient(URI url, ProcessHandle process, Path home, Path javaHome, String model) {

    int port() {
        return url.getPort();
    }

    /// Its engines that live, as it has noted them itself.
    List<ProcessHandle> engines() {
        try (Stream<Path> notes = Files.list(home.resolve("run/children"))) {
            return notes.map(note -> note.getFileName().toString())
                    .filter(name -> name.matches("\\d+\\.json"))
                    .map(name -> Long.parseLong(name.substring(0, name.indexOf('.'))))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .filter(ProcessHandle::isAlive)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Its one engine, if there is one.
    Optional<ProcessHandle> engine() {
        return engines().stream().findFirst();
    }

    /// Where the engine's log goes.
    Path engineLog() {
        return home.resolve("logs/" + model + ".log");
    }

    /// An order by hand: starts the model, whatever became of it before.
    ///
    /// @throws AssertionError when it does not start
    void load() {
        order("load");
    }

    /// An order by hand: ends its engine when all answers have.
    ///
    /// @throws AssertionError when it is refused
    void unload() {
        order("unload");
    }

    private void order(String what) {
        Ask.Reply reply = Ask.post(port(), "/api/models/" + model + "/" + what, "{}");
        if (reply.status() != 200) throw new AssertionError(what + ": " + reply);
    }

    /// What its log said last, without the requests that were answered.
    String lastWords() {
        try {
            List<String> lines =
                    Files.readAllLines(home.resolve("logs/gateway.log")).stream()
                            .filter(line -> !line.contains(" AccessLog answered "))
                            .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
