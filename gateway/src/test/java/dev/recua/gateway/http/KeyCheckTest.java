package dev.recua.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.config.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyCheckTest {
    private final KeyCheck check = new KeyCheck(Optional.of(Secret.parse("k-123")));

    @Test
    void withoutAConfiguredKeyAnyKeyIsAcceptedAndNoneToo() {
        var open = new KeyCheck(Optional.empty());

        assertThat(open.accepts(null, null)).isTrue();
        assertThat(open.accepts("Bearer no-key-needed", null)).isTrue();
    }

    @Test
    void theKeyIsAcceptedInBothHeadersAndWithoutTheWordBearer() {
        assertThat(check.accepts("Bearer k-123", null)).isTrue();
        assertThat(check.accepts("bearer  k-123", null)).isTrue();
        assertThat(check.accepts("k-123", null)).isTrue();
        assertThat(check.accepts(null, "k-123")).isTrue();
        assertThat(check.accepts("Bearer other", "k-123")).isTrue();
    }

    @Test
    void anythingElseIsRefused() {
        assertThat(check.accepts(null, null)).isFalse();
        assertThat(check.accepts("", "")).isFalse();
        assertThat(check.accepts("Bearer", null)).isFalse();
        assertThat(check.accepts("Bearer k-12", null)).isFalse();
        assertThat(check.accepts("Bearer k-1234", "k-")).isFalse();
        assertThat(check.accepts("Basic k-123", null)).isFalse();
    }
}
