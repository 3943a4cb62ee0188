package dev.recua.gateway.it.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;

/// An executable that stands before a llama-server, so that a start can be spoiled whatever the
/// engine is: a shell script that does what the file `order` beside it says, and then becomes the
/// engine.
///
/// Each start is noted in `starts` as `pid port`. An order counts for so many starts; then the file
/// is gone.
final class Gate {
    private static final String SCRIPT =
            """
            #!/bin/sh
            here='%s'
            port=
            previous=
            for word in "$@"; do
              [ "$previous" = --port ] && port=$word
              previous=$word
            done
            if [ -n "$port" ]; then
              order= value= times=
              [ -f "$here/order" ] && read -r order value times < "$here/order"
              case "$times" in
                '') ;;
                1) rm -f "$here/order" ;;
                *) echo "$order $value $((times - 1))" > "$here/order.new" && mv "$here/order.new" "$here/order" ;;
              esac
              echo "$$ $port" >> "$here/starts"
              case "$order" in
                exit) echo "the gate ends with $value" >&2; exit "$value" ;;
                sleep) sleep "$value" ;;
                hold) while [ -f "$here/hold" ]; do sleep 0.01; done ;;
                grandchild) sleep 600 & echo "$!" >> "$here/grandchildren" ;;
                flood) (yes 'a line of a flood that nobody asked for' | head -c "$value" >&2) & ;;
              esac
            fi
            exec '%s' "$@"
            """;

    /// Something to do with the next starts.
    enum Order {
        /// Ends with a code.
        EXIT,
        /// Waits so many seconds first.
        SLEEP,
        /// Waits until [#release].
        HOLD,
        /// Leaves a `sleep` in the background.
        GRANDCHILD,
        /// Writes so many bytes of log in the background.
        FLOOD
    }

    private final Path folder;

    private Gate(Path folder) {
        this.folder = folder;
    }

    /// The one that was put into this folder before.
    static Gate in(Path folder) {
        return new Gate(folder.toAbsolutePath());
    }

    /// Puts the script into a new folder.
    static Gate before(Path engine, Path folder) throws IOException {
        Gate gate = new Gate(Files.createDirectories(folder).toAbsolutePath());
        Files.writeString(gate.binary(), SCRIPT.formatted(gate.folder, engine.toAbsolutePath()));
        Files.setPosixFilePermissions(gate.binary(), PosixFilePermissions.fromString("rwxr-xr-x"));
        return gate;
    }

    /// What the gateway is to start.
    Path binary() {
        return folder.resolve("llama-server");
    }

    /// Gives an order for the next starts.
    void order(Order order, int value, int times) {
        try {
            if (order == Order.HOLD) Files.writeString(folder.resolve("hold"), "");
            Path draft = folder.resolve("order.draft");
            Files.writeString(
                    draft,
                    "%s %d %d%n".formatted(order.name().toLowerCase(Locale.ROOT), value, times));
            Files.move(draft, folder.resolve("order"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes the order back, and lets go who is held.
    void release() {
        try {
            Files.deleteIfExists(folder.resolve("order"));
            Files.deleteIfExists(folder.resolve("hold"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes the binary away, as a clean-up would.
    void remove() {
        move(binary(), folder.resolve("removed"));
    }

    /// Puts it back, with its old time and size.
    void restore() {
        move(folder.resolve("removed"), binary());
    }

    /// Every start so far.
    List<Start> starts() {
        return lines("starts").stream()
                .map(line -> line.split(" ", -1))
                .map(words -> new Start(Long.parseLong(words[0]), Integer.parseInt(words[1])))
                .toList();
    }

    /// Processes that were left in the background and still live.
    List<ProcessHandle> grandchildren() {
        return lines("grandchildren").stream()
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .filter(process -> process.info().command().orElse("").endsWith("sleep"))
                .toList();
    }

    /// A start.
    record Start(long pid, int port) {}

    /// Those that are complete; the last one may still be on its way.
    private List<String> lines(String file) {
        Path path = folder.resolve(file);
        try {
            if (!Files.exists(path)) return List.of();
            String text = Files.readString(path);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
