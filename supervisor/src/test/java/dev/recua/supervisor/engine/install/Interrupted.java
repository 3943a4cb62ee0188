package dev.recua.supervisor.engine.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// An installation whose caller wants to stop.
final class Interrupted {
    private Interrupted() {}

    /// Runs `installation` on a thread of its own, interrupts that once `underWay`, and returns
    /// when
    /// it has ended with the interrupt.
    static void in(Callable<InstallResult> installation, Callable<Boolean> underWay)
            throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        installation.call();
                                    } catch (InterruptedException e) {
                                        interrupted.countDown();
                                    } catch (Exception e) {
                                        throw new AssertionError(e);
                                    }
                                });
        await().until(underWay);

        thread.interrupt();

        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }
}
