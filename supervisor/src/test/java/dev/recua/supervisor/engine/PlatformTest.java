package dev.recua.supervisor.engine;

import static dev.recua.supervisor.engine.Variant.CPU;
import static dev.recua.supervisor.engine.Variant.METAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "Mac OS X, aarch64, aarch64-apple-darwin, llama-server, METAL",
        "Mac OS X, x86_64, x86_64-apple-darwin, llama-server, CPU",
        "Linux, amd64, x86_64-unknown-linux-gnu, llama-server, CPU",
        "Linux, aarch64, aarch64-unknown-linux-gnu, llama-server, CPU",
        "Windows 11, amd64, x86_64-pc-windows-msvc, llama-server.exe, CPU",
        "Windows Server 2022, aarch64, aarch64-pc-windows-msvc, llama-server.exe, CPU",
    })
    void javasNamesGiveTheTarget(
            String os, String arch, String id, String executable, Variant usual) {
        Target target = new Platform(os, arch).target();

        assertThat(target.id()).isEqualTo(id);
        assertThat(target.executable()).isEqualTo(executable);
        assertThat(target.usualVariant()).isEqualTo(Optional.of(usual));
        assertThat(target.isSupported()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "FreeBSD, amd64, x86_64-unknown-freebsd",
        "Linux, riscv64, riscv64-unknown-linux-gnu",
        "Linux, s390x, s390x-unknown-linux-gnu",
        "'', '', unknown-unknown-unknown",
        "AIX 7/x, ppc 64, ppc_64-unknown-aix_7_x",
    })
    void anUnknownMachineHasANameButNoVariants(String os, String arch, String id) {
        Target target = new Platform(os, arch).target();

        assertThat(target.id()).isEqualTo(id);
        assertThat(target.isSupported()).isFalse();
        assertThat(target.usualVariant()).isEmpty();
    }

    @Test
    void appleSiliconHasMetalFirstThenCpu() {
        assertThat(new Platform("Mac OS X", "arm64").target().variants())
                .containsExactly(METAL, CPU);
    }

    @Test
    void anEnginesNameIsReadBackAndHostileOnesAreNone() {
        var id = new EngineId("0.7.0", "x86_64-unknown-linux-gnu", CPU);

        assertThat(EngineId.parse(id.toString())).contains(id);
        assertThat(EngineId.parse("../x86_64-unknown-linux-gnu/cpu")).isEmpty();
        assertThat(EngineId.parse("a/../cpu")).isEmpty();
        assertThat(EngineId.parse("0.7.0/x/quantum")).isEmpty();
        assertThat(EngineId.parse("0.7.0/x")).isEmpty();
        assertThat(EngineId.parse("0.7.0/x/cpu/y")).isEmpty();
    }
}
