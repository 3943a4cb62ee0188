package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The size of the SDK's jar does not grow unnoticed. It was meant to stay below 500 kB and had
/// 782 kB when it was complete (docs/client.md says so): some 470 classes, of which debug
/// information is 110 kB. Who brings it down lowers the limit.
class ClientJarIT {
    private static final long MOST_BYTES = 800_000;

    @Test
    void theJarOfTheClientDoesNotGrow() throws IOException {
        try (Stream<Path> files = Files.list(Distribution.folder().resolve("lib"))) {
            assertThat(files.filter(it -> it.getFileName().toString().startsWith("recua-client")))
                    .singleElement()
                    .satisfies(it -> assertThat(Files.size(it)).isLessThan(MOST_BYTES));
        }
    }
}
