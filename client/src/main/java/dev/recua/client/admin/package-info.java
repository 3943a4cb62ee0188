/// The gateway's own API (`/api/…`): [dev.recua.client.admin.AdminClient] asks and orders, the
/// records are what goes over the wire.
///
/// [dev.recua.client.admin.EventSubscription] tells what happens, and
/// [dev.recua.client.admin.LlamaStatusClient] keeps what the gateway does now.
///
/// May import Jackson, the JDK, [dev.recua.client.http], [dev.recua.client.sse],
/// [dev.recua.client.wire], [dev.recua.client.event] and [dev.recua.client.error]; how a call gets
/// there is [dev.recua.client.admin.AdminCalls], which `RecuaClient` brings. Open
/// [dev.recua.client.admin.AdminClient] first.
@NullMarked
package dev.recua.client.admin;

import org.jspecify.annotations.NullMarked;
