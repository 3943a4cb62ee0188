/// The gateway's own API (`/api/…`): [dev.recua.client.admin.AdminClient] asks and orders, the
/// records are what goes over the wire.
///
/// May import Jackson and the JDK; how a call gets there is [dev.recua.client.admin.AdminCalls],
/// which `RecuaClient` brings. Open [dev.recua.client.admin.AdminClient] first.
@NullMarked
package dev.recua.client.admin;

import org.jspecify.annotations.NullMarked;
