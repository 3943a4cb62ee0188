package dev.recua.client.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Whose word a client takes for a server's name, with `https`. Plain `http` asks nobody.
public sealed interface Tls {
    /// The certificate authorities that this Java knows.
    static Tls usual() {
        return new Usual();
    }

    /// Only the authorities in this file: one or more X.509 certificates, PEM or DER.
    static Tls authority(Path certificates) {
        return new Authority(certificates);
    }

    /// See [#usual].
    record Usual() implements Tls {}

    /// See [#authority].
    record Authority(Path certificates) implements Tls {}

    /// What an `HttpClient` for this address needs.
    ///
    /// @throws IllegalArgumentException when the file cannot be read or holds no certificate
    default SSLContext contextFor(String scheme) {
        if (scheme.equalsIgnoreCase("http")) return trustingNobody();
        return switch (this) {
            case Usual usual -> usualContext();
            case Authority authority -> trusting(authority.certificates());
        };
    }

    /// The JDK's client reads every certificate of the machine when it is built, which takes longer
    /// than asking a gateway on loopback. Without TLS nobody looks at them, and a client for `http`
    /// never comes to TLS: it follows no redirect.
    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static SSLContext usualContext() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static SSLContext trusting(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) throw unusable(file, "it holds no certificate", null);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : found)
                store.setCertificateEntry("authority-" + number++, certificate);
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(file, e.toString(), e);
        }
    }

    private static IllegalArgumentException unusable(
            Path file, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalArgumentException(
                "%s cannot be used as certificate authority: %s. It must hold X.509 certificates, PEM or DER."
                        .formatted(file, why),
                cause);
    }
}
