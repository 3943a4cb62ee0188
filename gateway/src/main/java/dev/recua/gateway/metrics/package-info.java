/// What Prometheus is told: the gateway's own figures, for each model of the catalogue.
///
/// [dev.recua.gateway.metrics.GatewayMetrics] hears what happens and gives the text of a scrape;
/// [dev.recua.gateway.metrics.Figure] lists every figure with name, labels and meaning, as
/// `docs/reference/metrics.md` does. Events are counted where they happen; what stands still is
/// asked for at a scrape.
///
/// May import `requests`, `fleet`, `dev.recua.models` and Micrometer, which nothing else imports.
/// Read `GatewayMetrics` first.
@NullMarked
package dev.recua.gateway.metrics;

import org.jspecify.annotations.NullMarked;
