package dev.recua.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.LlmException;
import dev.recua.client.fake.FakeHttp;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `server.p12` is a key pair of these tests, valid for a hundred years for 127.0.0.1, made with
/// `keytool -genkeypair -keyalg EC -ext san=ip:127.0.0.1 -ext bc=ca:true`; `authority.pem` is its
/// certificate.
@Timeout(30)
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir Path folder;
    private FakeHttp server;
    private Path authority;

    @BeforeEach
    void listen() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = resource("server.p12")) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        server =
                FakeHttp.over(
                        tls.getServerSocketFactory()
                                .createServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        server.on("/a", (asked, wire) -> wire.json(200, "1"));
        authority = folder.resolve("authority.pem");
        try (InputStream in = resource("authority.pem")) {
            Files.copy(in, authority);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static InputStream resource(String name) {
        return TlsTest.class.getResourceAsStream("/dev/recua/client/http/" + name);
    }

    private Transport transport(Tls tls) {
        return Transport.of(
                ProviderType.OPENAI_COMPATIBLE,
                URI.create("https://127.0.0.1:" + server.port()),
                Optional.empty(),
                ConnectionPool.Limits.DEFAULT,
                tls);
    }

    @Test
    void aServerWhoseAuthorityIsNamedIsTrusted() throws Exception {
        try (Transport transport = transport(Tls.authority(authority))) {
            assertThat(transport.text(HttpCall.get("/a"))).isEqualTo("1");
            assertThat(transport.text(HttpCall.get("/a"))).isEqualTo("1");
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aServerThatNobodyVouchesForIsNot() {
        try (Transport transport = transport(Tls.usual())) {
            assertThatThrownBy(() -> transport.text(HttpCall.get("/a")))
                    .isInstanceOf(LlmException.ConnectionFailed.class)
                    .hasMessageContaining("certificate");
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aFileThatHoldsNoCertificateIsNamed() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        try (Transport transport = transport(Tls.authority(empty))) {
            assertThatThrownBy(() -> transport.text(HttpCall.get("/a")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("empty.pem");
        }
    }
}
