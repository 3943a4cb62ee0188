/// The packaged product, driven as a user does: a real process on an empty home, real clients, a
/// real llama-server with the bundled model.
///
/// Nothing here touches a class of the product; what is tested is what `package` left in
/// `target/recua`. May use JUnit, AssertJ, Awaitility, Jackson, the testkit and the clients of
/// OpenAI and Anthropic. `Captures` lists what was recorded from an engine and is compared.
/// Open [PackagedRecua] first, then [RunningGateway].
@NullMarked
package dev.recua.gateway.it;

import org.jspecify.annotations.NullMarked;
