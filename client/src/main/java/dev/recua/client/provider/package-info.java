/// Which provider answers: the one asked for, else the next one that may be asked. It never goes
/// from
/// a server of the user's own to one of somebody else without the user's consent, says of each
/// attempt why it failed, leaves a failing provider alone for a while, and checks a configuration
/// before it is used.
///
/// May import everything else of the client but `conversation` and `monitor`. Open
/// [dev.recua.client.provider.ProviderFactory] first, then
/// [dev.recua.client.provider.FallbackClient].
@NullMarked
package dev.recua.client.provider;

import org.jspecify.annotations.NullMarked;
