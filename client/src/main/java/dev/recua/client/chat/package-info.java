/// One provider's chat: its calls without any second try, the stream of an answer, and how pieces
/// of
/// tool calls become whole calls.
///
/// May import the JDK, Jackson, [dev.recua.client.wire], [dev.recua.client.config],
/// [dev.recua.client.sse], [dev.recua.client.http] and [dev.recua.client.error]. Open
/// [dev.recua.client.chat.ChatCalls] first, then [dev.recua.client.chat.OpenAiChat].
@NullMarked
package dev.recua.client.chat;

import org.jspecify.annotations.NullMarked;
