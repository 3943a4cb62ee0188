/// The packaged product, driven as a user does: a real process on an empty home, real clients, a
/// real llama-server with the bundled model.
///
/// Nothing here touches a class of the product; what is tested is what `package` left in
/// `target/recua`. May use JUnit, AssertJ, Awaitility, Jackson, the testkit and OpenAI's client.
/// Open [PackagedRecua] first, then [RunningGateway].
@NullMarked
package dev.recua.gateway.it;

import org.jspecify.annotations.NullMarked;
