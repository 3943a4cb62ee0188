package dev.recua.client.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.fake.RecordingResolver;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearnessTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080",
                "http://LOCALHOST",
                "http://localhost.:8080",
                "http://llama.localhost",
                "http://127.0.0.1:8091",
                "http://127.1.2.3",
                "http://[::1]:8080",
                "http://0.0.0.0:8080",
                "http://10.0.0.5",
                "http://172.16.0.1",
                "http://172.31.255.255",
                "http://192.168.1.20:11434",
                "http://169.254.3.4",
                "http://[fe80::1]",
                "http://[fd12:3456::1]:8080",
                "http://[::ffff:127.0.0.1]",
                "http://llama-cpp:8080",
                "http://nas.local",
                "http://box.lan",
                "http://host.docker.internal:8080",
                "http://gpu.home.arpa"
            })
    void theUsersOwn(String address) {
        assertThat(Nearness.of(URI.create(address))).isEqualTo(Nearness.LOCAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://openrouter.ai/api",
                "https://api.openai.com",
                "http://8.8.8.8",
                "http://172.32.0.1",
                "http://172.15.0.1",
                "http://11.0.0.1",
                "http://192.169.1.1",
                "http://[2001:db8::1]",
                "http://[::ffff:8.8.8.8]",
                "http://134744072",
                "http://0x8080808",
                "http://010.0.0.1",
                "http://127.1",
                "http://localhost.example.com",
                "http://127.0.0.1.example.com",
                "http://notlocal.example"
            })
    void somebodyElsesOrNotToBeJudged(String address) {
        assertThat(Nearness.of(URI.create(address))).isEqualTo(Nearness.REMOTE);
    }

    @Test
    void judgingLooksNothingUp() {
        assertThat(Nearness.of(URI.create("http://judged.recua.test"))).isEqualTo(Nearness.REMOTE);
        assertThat(Nearness.of(URI.create("http://judgedword"))).isEqualTo(Nearness.LOCAL);
        assertThat(Nearness.of(URI.create("http://010.0.0.1"))).isEqualTo(Nearness.REMOTE);

        assertThat(RecordingResolver.wasAskedFor("judged.recua.test")).isFalse();
        assertThat(RecordingResolver.wasAskedFor("judgedword")).isFalse();
        assertThat(RecordingResolver.wasAskedFor("010.0.0.1")).isFalse();
    }
}
