package dev.recua.gateway.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where a command reads and writes, and which of it a person is sitting at.
///
/// @param in what the user types, or what a pipe brings
/// @param out results
/// @param err progress and errors
/// @param inIsTerminal whether a person types `in`
/// @param outIsTerminal whether a person reads `out`
/// @param errIsTerminal whether a person reads `err`
public record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean inIsTerminal,
        boolean outIsTerminal,
        boolean errIsTerminal) {

    /// The streams of this process.
    public static Terminal system() {
        return new Terminal(
                System.in, System.out, System.err, isTerminal(0), isTerminal(1), isTerminal(2));
    }

    /// Java can only say whether input *and* output are a terminal. Where the system shows what a
    /// descriptor is (Linux), each is looked at by itself, so that `run … > file` still chats.
    private static boolean isTerminal(int descriptor) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException e) {
            return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        }
    }
}
