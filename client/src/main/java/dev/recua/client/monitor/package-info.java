/// How a client and its server are doing: what requests came to, health checks one after the other,
/// both as numbers for people, for Prometheus and for JDK Flight Recorder.
///
/// May import the JDK, Jackson, [dev.recua.client.wire], [dev.recua.client.config],
/// [dev.recua.client.error], [dev.recua.client.event] and [dev.recua.client.llama]; the clients
/// themselves call it. Open
/// [dev.recua.client.monitor.Metrics] first for requests,
/// [dev.recua.client.monitor.LlamaCppMonitor] for health.
@NullMarked
package dev.recua.client.monitor;

import org.jspecify.annotations.NullMarked;
