/// The product: one OpenAI-compatible address in front of supervised engines, and its command line.
///
/// Here the parts are put together and nothing else happens: `Main` gives each command what it
/// touches, `Serve` and `EmbeddedRun` start and leave by way of `Startup`, and
/// [dev.recua.gateway.Gateway] wires what a request meets, from the door to the children. What the
/// parts are is said by the packages below.
///
/// May import every package below it, `client`, `models`, `supervisor`, Vert.x core and logback;
/// none of them imports it. Open [dev.recua.gateway.Main] first, then [dev.recua.gateway.Gateway].
@NullMarked
package dev.recua.gateway;

import org.jspecify.annotations.NullMarked;
