package dev.recua.supervisor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineFactsTest {
    @Test
    void theCaptureOf070IsRead() {
        EngineFacts facts = EngineFacts.parse(Captured.VERSION, "").orElseThrow();

        assertThat(facts.version()).isEqualTo("0.7.0");
        assertThat(facts.build()).isEqualTo(11669);
        assertThat(facts.commit()).isEqualTo("Debian");
        assertThat(facts.builtWith()).isEqualTo("GNU 16.2.0 for Linux x86_64");
    }

    @Test
    void theNewFormIsReadAlsoAfterOtherLines() {
        String text =
                "load_backend: loaded CPU\nversion: 0.2.0 (build 10587, commit 3f545bec)\nbuilt with cc\n";

        EngineFacts facts = EngineFacts.parse(text, "").orElseThrow();

        assertThat(facts.version()).isEqualTo("0.2.0");
        assertThat(facts.build()).isEqualTo(10587);
        assertThat(facts.commit()).isEqualTo("3f545bec");
    }

    @Test
    void theOldFormGivesTheBuildAsVersion() {
        EngineFacts facts = EngineFacts.parse("version: 10587 (3f545bec)\n", "").orElseThrow();

        assertThat(facts.version()).isEqualTo("b10587");
        assertThat(facts.build()).isEqualTo(10587);
        assertThat(facts.commit()).isEqualTo("3f545bec");
    }

    @Test
    void anotherProgramsVersionIsNone() {
        assertThat(EngineFacts.parse("nginx version: nginx/1.22.1\n", "")).isEmpty();
        assertThat(EngineFacts.parse("version: 99999999999 (x)", "")).isEmpty();
        assertThat(EngineFacts.parse("", "")).isEmpty();
    }

    @Test
    void aVersionMayBeWrittenAsNumberOrBuild() {
        EngineFacts facts = Captured.facts();

        assertThat(facts.isVersion("0.7.0")).isTrue();
        assertThat(facts.isVersion("v0.7.0")).isTrue();
        assertThat(facts.isVersion("b11669")).isTrue();
        assertThat(facts.isVersion("11669")).isTrue();
        assertThat(facts.isVersion("0.7.1")).isFalse();
    }

    @Test
    void aBuildThatIsNotNumberedHasOnlyItsVersion() {
        String text =
                "version: 0.5.0-dev (build 0, commit de3ff81)\nbuilt with GNU 12.2.0 for Linux x86_64\n";

        EngineFacts facts = EngineFacts.parse(text, "").orElseThrow();

        assertThat(facts.isVersion("0.5.0-dev")).isTrue();
        assertThat(facts.isVersion("b0")).isFalse();
    }
}
