package dev.recua.supervisor.child;

import dev.recua.supervisor.engine.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a child is asked to leave, and made to, on one kind of system: which moves in which order.
/// Pure; when each is due is decided by [Lifecycle], and [Ending] makes them.
///
/// - Linux asks by the exit line, gives it up to 50 ms the first time, and sends SIGTERM. In the
///   end SIGKILL for it, its descendants, its session, and who has its mark.
/// - macOS asks in the same way. In the end SIGKILL for it, its descendants, its process group, and
///   whom we saw when it was asked.
/// - Windows asks by the exit line and `taskkill /T`. In the end `taskkill /T /F`, and whom we saw
///   when it was asked.
///
/// It is asked at once and again at half of the grace; the end is the end of the grace. Only a
/// `taskkill` that hangs adds to it, 500 ms at most.
///
/// The exit line is read by engines since 2026 ([Launch]). The first time the signal waits up to
/// 50 ms for the line to be enough: an engine that has just become ready and meets the signal
/// before it reads its stdin hangs until the second one (0.7.0: 3 of 60 when the signal came first,
/// 0 of 120 with the line alone, which ends an idle engine in 8 ms).
///
/// Windows has no SIGTERM: `taskkill` without `/F` asks the windows of a program to close, and a
/// program without one does not hear it, so the line is what counts there.
enum StopPath {
    LINUX,
    MACOS,
    WINDOWS;

    private static final Duration FOR_THE_LINE = Duration.ofMillis(50);
    private static final Duration FOR_TASKKILL = Duration.ofMillis(500);

    /// One thing to do, or to wait for.
    sealed interface Move {
        /// The line on its stdin that means "leave".
        record ExitLine() implements Move {}

        /// Up to `atMost` for its end; when it has ended, the moves that follow are left out.
        record Await(Duration atMost) implements Move {}

        /// SIGTERM for the process alone.
        record Terminate() implements Move {}

        /// A program of the system.
        ///
        /// @param atMost how long the next move waits for it; zero: not at all
        record Run(List<String> argv, Duration atMost) implements Move {}

        /// SIGKILL, or what the system has for it, for the process and all that came of it.
        record KillTree() implements Move {}
    }

    /// The way of this machine; of systems that we do not know, the one without programs and
    /// without `/proc` would miss more, so it is that of Linux, which looks whether they are there.
    static StopPath of(Platform platform) {
        if (platform.isWindows()) return WINDOWS;
        return platform.target().id().endsWith("apple-darwin") ? MACOS : LINUX;
    }

    /// To ask process `pid` to leave.
    ///
    /// @param first whether it was not asked before
    List<Move> ask(long pid, boolean first) {
        List<Move> moves = new ArrayList<>();
        moves.add(new Move.ExitLine());
        if (first) moves.add(new Move.Await(FOR_THE_LINE));
        moves.add(
                switch (this) {
                    case LINUX, MACOS -> new Move.Terminate();
                    case WINDOWS -> new Move.Run(taskkill(pid), Duration.ZERO);
                });
        return moves;
    }

    /// To end process `pid` and its tree now.
    List<Move> force(long pid) {
        return switch (this) {
            case LINUX, MACOS -> List.of(new Move.KillTree());
            case WINDOWS -> {
                List<String> argv = new ArrayList<>(taskkill(pid));
                argv.add("/F");
                yield List.of(new Move.Run(argv, FOR_TASKKILL), new Move.KillTree());
            }
        };
    }

    /// The program that lists all processes as `pid ppid pgid sess`, where the system has no files
    /// that tell it.
    Optional<List<String>> listing() {
        return switch (this) {
            case MACOS -> Optional.of(List.of("ps", "-axo", "pid=,ppid=,pgid=,sess="));
            case LINUX, WINDOWS -> Optional.empty();
        };
    }

    private static List<String> taskkill(long pid) {
        return List.of("taskkill", "/PID", Long.toString(pid), "/T");
    }
}
