/// A conversation with a model: its history, which stays within the model's context by counting
/// real tokens, and the loop in which the model calls tools until it has an answer.
///
/// May import the JDK, Jackson, [dev.recua.client.wire], [dev.recua.client.error],
/// [dev.recua.client.config], [dev.recua.client.chat], [dev.recua.client.recovery],
/// [dev.recua.client.tool] and the root package. Open
/// [dev.recua.client.conversation.Conversation] first.
@NullMarked
package dev.recua.client.conversation;

import org.jspecify.annotations.NullMarked;
