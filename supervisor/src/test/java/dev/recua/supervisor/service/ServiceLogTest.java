package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.watch.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a program sees that has set up no logging: the JDK's own shows INFO and above.
class ServiceLogTest {
    private final Logger logger = Logger.getLogger(LlamaService.class.getName());
    private final List<LogRecord> seen = new ArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    seen.add(record);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
    private final PlayedWorld world = new PlayedWorld();

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
    }

    @Test
    void aServiceThatFaresWellIsSilent() {
        world.service.start();
        world.server().comesUp();
        world.seconds(300);
        world.service.stop();
        world.server().ends(0);

        assertThat(world.path()).containsExactly("starting", "ready", "stopping", "initial");
        assertThat(seen).isEmpty();
    }

    @Test
    void aDoubtIsToldBesideTheStatesSoThatItIsSeenWhereThoseAreTurnedOff() {
        world.service.start();
        world.server().comesUp();
        world.verdicts.add(new Verdict.Suspect("/health failed"));
        world.seconds(30);
        world.server().ends(1);

        assertThat(seen)
                .extracting(LogRecord::getLoggerName)
                .containsExactly(LlamaService.class.getName(), LlamaService.STATES);
        assertThat(seen.getFirst().getMessage()).contains("suspect: /health failed");
        assertThat(seen.getLast().getMessage()).contains("crashed: ");
    }
}
