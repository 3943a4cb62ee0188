package dev.recua.testkit.fault;

import java.io.IOException;

/// What a [FaultServer] does with one request of a chat, which it has read.
@FunctionalInterface
interface Script {
    void play(Exchange exchange) throws IOException, InterruptedException;
}
