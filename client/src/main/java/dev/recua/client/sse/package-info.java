/// Server-sent events, from bytes to events, however the network cut the bytes.
///
/// May import the JDK only. Open [dev.recua.client.sse.SseParser] first.
@NullMarked
package dev.recua.client.sse;

import org.jspecify.annotations.NullMarked;
