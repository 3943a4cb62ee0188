/// The command line: one class per command, and the ports through which commands reach the product.
///
/// A command talks to a running gateway through [dev.recua.client.RecuaClient] like any other
/// program; what only this process can do (serve, embed a gateway, check a configuration) it asks
/// for through [dev.recua.gateway.cli.GatewayLauncher], [dev.recua.gateway.cli.EmbeddedGateways],
/// [dev.recua.gateway.cli.LocalEngines] and [dev.recua.gateway.cli.ConfigCheck], which `Main`
/// wires.
/// May import `dev.recua.client`, `dev.recua.models.naming` (the nearest command), picocli, Jackson
/// and the conversation in `cli.chat`, and no other package of the gateway. Open
/// [dev.recua.gateway.cli.Cli] first.
@NullMarked
package dev.recua.gateway.cli;

import org.jspecify.annotations.NullMarked;
