/// What is done about a failure: wait and send again, shorten, another model, no stream; how often,
/// how long apart, and when to stop asking a provider at all. What decides is pure
/// ([dev.recua.client.recovery.Decision], [dev.recua.client.recovery.Backoff],
/// [dev.recua.client.recovery.RetryBudget], [dev.recua.client.recovery.Circuit]); what waits and
/// sends takes its clock, its sleeper and its chance from outside.
///
/// May import the JDK, Jackson, [dev.recua.client.wire], [dev.recua.client.error],
/// [dev.recua.client.chat] and [dev.recua.client.config]. Open
/// [dev.recua.client.recovery.Recovery] first, then [dev.recua.client.recovery.Decision].
@NullMarked
package dev.recua.client.recovery;

import org.jspecify.annotations.NullMarked;
