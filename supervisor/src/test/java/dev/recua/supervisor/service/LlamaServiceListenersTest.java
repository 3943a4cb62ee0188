package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.Subscription;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LlamaServiceListenersTest {
    private final PlayedWorld world = new PlayedWorld();
    private final LlamaService service = world.service;

    @Test
    void aListenerThatThrowsDoesNotKeepTheOthersFromBeingCalled() {
        List<String> heard = new ArrayList<>();
        service.onStateChange(
                state -> {
                    throw new IllegalStateException("a listener's own trouble");
                });
        service.onStateChange(state -> heard.add(state.status().wire()));
        service.start();
        world.server().comesUp();
        assertThat(heard).contains("starting", "ready");
    }

    @Test
    void aListenerThatLeftIsNotCalledAgain() {
        List<ServiceChange> heard = new ArrayList<>();
        Subscription subscription = service.onChange(heard::add);
        service.start();
        subscription.close();
        subscription.close();
        world.server().comesUp();
        assertThat(heard).hasSize(1);
    }

    @Test
    void aListenerMayStopAndCloseTheService() {
        service.onChange(
                change -> {
                    if (change instanceof ServiceChange.Ready) service.close();
                });
        service.start();
        world.server().comesUp();
        world.server().ends(0);
        assertThat(world.status()).isEqualTo("initial");
    }
}
