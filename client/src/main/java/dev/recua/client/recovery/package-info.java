/// What is done about a failure: wait and send again, shorten, another model, no stream; how often,
/// how long apart, and when to stop asking a provider at all.
///
/// May import the JDK, Jackson, [dev.recua.client.wire], [dev.recua.client.error],
/// [dev.recua.client.chat] and [dev.recua.client.config]. Open
/// [dev.recua.client.recovery.RecoveryStrategy] first.
@NullMarked
package dev.recua.client.recovery;

import org.jspecify.annotations.NullMarked;
