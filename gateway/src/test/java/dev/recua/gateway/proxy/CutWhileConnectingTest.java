package dev.recua.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.recua.gateway.proxy.Outcome.NotBegun;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A caller that leaves in the instant in which its engine is being connected to: the stress test
/// found an ERROR in the log after some thousand requests. Nobody has to act because of that.
@Timeout(60)
class CutWhileConnectingTest {
    @TempDir private Path tmp;

    @Test
    void theConnectionIsClosedWithoutAnErrorInTheLog() throws Exception {
        BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
        BlockingQueue<RawPeer.Rest> engineSaw = new LinkedBlockingQueue<>();
        var log = new ListAppender<ILoggingEvent>();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        try (var engine = ScriptedUpstream.start((peer, _) -> engineSaw.add(peer.rest()));
                var gateway =
                        ProxyFixture.doing(
                                tmp,
                                exchange -> {
                                    exchange.forward(engine.address(), "/")
                                            .onSuccess(outcomes::add);
                                    exchange.cut("it left", new IllegalStateException("left"));
                                });
                var caller = gateway.connect()) {
            caller.post("/", "{}");

            assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isInstanceOf(NotBegun.class);
            assertThat(engineSaw.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(log.list).noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.WARN));
        } finally {
            root.detachAppender(log);
        }
    }
}
