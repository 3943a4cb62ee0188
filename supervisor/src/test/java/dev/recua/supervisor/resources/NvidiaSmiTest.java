package dev.recua.supervisor.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class NvidiaSmiTest {

    private static final long MIB = 1024 * 1024;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void aLineIsAPidAndMebibytesAndCardsAreAddedUp() {
        assertThat(NvidiaSmi.parse("4312, 9216\r\n4400, 512\n4312, 100\n"))
                .isEqualTo(Map.of(4312L, 9316 * MIB, 4400L, 512 * MIB));
    }

    @Test
    void whatIsNoNumberTellsNothing() {
        assertThat(
                        NvidiaSmi.parse(
                                """
                                4312, [N/A]
                                4313, [Not Supported]
                                No running processes found
                                NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.
                                99999999999999, 1
                                """))
                .isEmpty();
        assertThat(NvidiaSmi.parse("")).isEmpty();
    }

    @Test
    void theToolIsRunAtMostEveryFiveSecondsForAllProcesses() {
        NvidiaSmi smi = new NvidiaSmi(() -> said("1, 100\n2, 200\n"), nanos::get);

        await().until(() -> smi.of(1).isPresent());
        assertThat(smi.of(1)).hasValue(100 * MIB);
        assertThat(smi.of(2)).hasValue(200 * MIB);
        assertThat(smi.of(3)).isEmpty();
        assertThat(runs).hasValue(1);

        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        await().until(
                        () -> {
                            assertThat(smi.of(1)).hasValue(100 * MIB);
                            return runs.get() == 2;
                        });
    }

    @Test
    void whereThereIsNoToolEverythingIsUnknownAndItIsSeldomLookedFor() {
        NvidiaSmi smi =
                new NvidiaSmi(
                        () -> {
                            runs.incrementAndGet();
                            throw new IOException("error=2, No such file or directory");
                        },
                        nanos::get);
        await().until(() -> smi.of(1).isEmpty() && runs.get() == 1);

        nanos.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(smi.of(1)).isEmpty();
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());

        await().until(() -> smi.of(1).isEmpty() && runs.get() == 2);
    }

    @Test
    void aToolThatFailsIsUnknown() {
        NvidiaSmi smi =
                new NvidiaSmi(
                        () -> {
                            runs.incrementAndGet();
                            return Optional.empty();
                        },
                        nanos::get);

        await().until(() -> smi.of(1).isEmpty() && runs.get() == 1);
    }

    private Optional<String> said(String printed) {
        runs.incrementAndGet();
        return Optional.of(printed);
    }
}
