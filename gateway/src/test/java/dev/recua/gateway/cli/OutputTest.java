package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "3281984, 3.1 MiB",
        "5027783488, 4.7 GiB",
        "9223372036854775807, 8388608.0 TiB",
    })
    void sizesAreInTheLargestUnitThatLeavesOne(long bytes, String expected) {
        assertThat(Output.size(bytes)).isEqualTo(expected);
    }
}
