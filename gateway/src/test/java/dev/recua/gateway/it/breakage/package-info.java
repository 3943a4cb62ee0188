/// What goes wrong, tried on the packaged product as a real process: engines that die, hang or lie,
/// clients that leave, bodies that are too large, signals, strangers, broken configuration.
///
/// Nothing here touches a class of the product. May use JUnit, AssertJ, Awaitility, Jackson and the
/// testkit, whose fake llama-server is the engine unless a test is tagged `real`. Open
/// [dev.recua.gateway.it.breakage.Home] first, then [dev.recua.gateway.it.breakage.Serving] and
/// [dev.recua.gateway.it.breakage.Wire].
@NullMarked
package dev.recua.gateway.it.breakage;

import org.jspecify.annotations.NullMarked;
