package dev.recua.gateway.cli.chat;

import java.io.IOException;

/// Where a person types and reads. For one thread, except [#onStop].
public interface Screen extends AutoCloseable {
    /// Waits for a message, however many lines it takes.
    ///
    /// @throws InterruptedException when the thread is interrupted
    Typed read() throws IOException, InterruptedException;

    /// What a person did.
    sealed interface Typed {
        /// Typed a message, see [Draft].
        record Text(String typed) implements Typed {}

        /// Pressed Ctrl-C.
        ///
        /// @param typed what stood there, and is given up
        record GivenUp(String typed) implements Typed {}

        /// Pressed Ctrl-D, or has gone.
        record End() implements Typed {}
    }

    /// Shows a line.
    void say(String line);

    /// Shows a line about something that did not work.
    void complain(String line);

    /// Calls `stop`, from another thread, whenever the person presses Ctrl-C, until the watch is
    /// closed. Where Ctrl-C ends the whole program, it never calls.
    Watch onStop(Runnable stop);

    /// Whether Ctrl-C ends an answer and not the program.
    boolean canStop();

    /// While it is open, somebody waits for Ctrl-C.
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /// Leaves the terminal as it was found.
    @Override
    void close();
}
