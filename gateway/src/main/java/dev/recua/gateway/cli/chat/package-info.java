/// A conversation with a model at a terminal: what a person can type, what becomes of it, and the
/// terminal itself.
///
/// What decides is pure: [dev.recua.gateway.cli.chat.Draft] (when a message is complete),
/// [dev.recua.gateway.cli.chat.Entry] (what it means), [dev.recua.gateway.cli.chat.Conversation]
/// (what the model is told), [dev.recua.gateway.cli.chat.Completions]. The model is asked through
/// [dev.recua.gateway.cli.chat.Partner], the person through [dev.recua.gateway.cli.chat.Screen].
///
/// May import `dev.recua.client.wire`, `dev.recua.models.naming` (the nearest command) and JLine,
/// which nothing else in Recua knows. Open [dev.recua.gateway.cli.chat.Chat] first.
@NullMarked
package dev.recua.gateway.cli.chat;

import org.jspecify.annotations.NullMarked;
