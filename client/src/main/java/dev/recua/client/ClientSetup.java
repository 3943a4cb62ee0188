package dev.recua.client;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.http.ConnectionPool;
import dev.recua.client.http.Tls;
import dev.recua.client.http.Transport;
import dev.recua.client.monitor.Metrics;
import dev.recua.client.recovery.RecoveryPolicy;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What a client is made of besides its [ProviderConfig]. Never changes; one may serve many
/// clients.
///
/// ```java
/// var setup = ClientSetup.usual().withTls(Tls.authority(Path.of("ca.pem")));
/// var client = OpenAiCompatibleClient.of(config, setup);
/// ```
public final class ClientSetup {
    private final Optional<ConnectionPool> pool;
    private final ConnectionPool.Limits limits;
    private final Tls tls;
    private final UnaryOperator<RecoveryPolicy> policy;
    private final Optional<Metrics> metrics;

    private ClientSetup(
            Optional<ConnectionPool> pool,
            ConnectionPool.Limits limits,
            Tls tls,
            UnaryOperator<RecoveryPolicy> policy,
            Optional<Metrics> metrics) {
        this.pool = pool;
        this.limits = limits;
        this.tls = tls;
        this.policy = policy;
        this.metrics = metrics;
    }

    /// A connection pool of its own with source 002's limits, the certificate authorities that this
    /// Java knows, the recovery that the configuration says, counters of its own.
    public static ClientSetup usual() {
        return new ClientSetup(
                Optional.empty(),
                ConnectionPool.Limits.DEFAULT,
                Tls.usual(),
                UnaryOperator.identity(),
                Optional.empty());
    }

    /// The same over a pool that others may share and that is not closed with the client. The
    /// pool's own limits and authorities hold.
    public ClientSetup withPool(ConnectionPool shared) {
        return new ClientSetup(Optional.of(shared), limits, tls, policy, metrics);
    }

    /// The same with other limits for the client's own pool.
    public ClientSetup withLimits(ConnectionPool.Limits others) {
        return new ClientSetup(pool, others, tls, policy, metrics);
    }

    /// The same with other certificate authorities for the client's own pool.
    public ClientSetup withTls(Tls other) {
        return new ClientSetup(pool, limits, other, policy, metrics);
    }

    /// The same with another recovery than the configuration says, such as
    /// `RecoveryPolicy::withOtherModel`.
    public ClientSetup withRecovery(UnaryOperator<RecoveryPolicy> change) {
        return new ClientSetup(pool, limits, tls, change, metrics);
    }

    /// The same with counters that others may share.
    public ClientSetup withMetrics(Metrics shared) {
        return new ClientSetup(pool, limits, tls, policy, Optional.of(shared));
    }

    Transport transport(ProviderConfig config) {
        ProviderType provider = config.type();
        return pool.isPresent()
                ? Transport.over(pool.get(), provider, config.baseUrl(), config.apiKey())
                : Transport.of(provider, config.baseUrl(), config.apiKey(), limits, tls);
    }

    RecoveryPolicy policy(ProviderConfig config) {
        return policy.apply(RecoveryPolicy.of(config));
    }

    Metrics metrics() {
        return metrics.orElseGet(Metrics::of);
    }
}
