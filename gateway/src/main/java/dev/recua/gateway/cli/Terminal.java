package dev.recua.gateway.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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

    /// The streams of this process, in UTF-8 wherever that is the custom: with a `C` locale, as in
    /// many containers, Java's own would turn every other letter of an answer into `?`.
    public static Terminal system() {
        return new Terminal(
                System.in,
                printTo(FileDescriptor.out, "stdout.encoding"),
                printTo(FileDescriptor.err, "stderr.encoding"),
                isTerminal(0),
                isTerminal(1),
                isTerminal(2));
    }

    private static PrintStream printTo(FileDescriptor descriptor, String encoding) {
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        Charset charset =
                windows
                        ? Charset.forName(System.getProperty(encoding, "UTF-8"))
                        : StandardCharsets.UTF_8;
        var bytes = new BufferedOutputStream(new FileOutputStream(descriptor));
        return new PrintStream(bytes, true, charset);
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
