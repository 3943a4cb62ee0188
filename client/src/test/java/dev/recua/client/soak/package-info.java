/// What the client holds under load, through the public API only: memory while an endless answer
/// comes, and the order in which many clients get a few connections.
///
/// May import everything of this room. Open `ClientSoakIT` first.
@NullMarked
package dev.recua.client.soak;

import org.jspecify.annotations.NullMarked;
