package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenHostTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:80",
        "localhost, http://127.0.0.1:80",
        "0.0.0.0, http://127.0.0.1:80",
        "'::', 'http://[::1]:80'",
        "'::1', 'http://[::1]:80'",
        "192.0.2.7, http://192.0.2.7:80",
        "box.example, http://box.example:80"
    })
    void itIsReachedByAnAddressThatAnswersHere(String host, String url) {
        assertThat(new ListenHost(host).url(80)).hasToString(url);
    }

    @Test
    void onlyAddressesOfThisMachineAreLocal() {
        assertThat(new ListenHost("0.0.0.0").isLocal()).isTrue();
        assertThat(new ListenHost("localhost").isLocal()).isTrue();
        assertThat(new ListenHost("192.0.2.7").isLocal()).isFalse();
    }

    @Test
    void aSocketFileIsNoHost() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ListenHost("/run/llama.sock"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ListenHost(" "));
    }
}
