/// Java's way to language models: [dev.recua.client.LlmClient] is one contract for llama.cpp,
/// Ollama,
/// OpenRouter, every server with OpenAI's routes, and a gateway of Recua itself. Each has its
/// client
/// here; what they do alike is in one core, what differs in its facts. Every failure is a
/// `dev.recua.client.error.LlmException`. [dev.recua.client.ServerCalls] are the bare calls of one
/// llama-server, for who supervises it; [dev.recua.client.GatewayAddress] finds the gateway.
///
/// May import the JDK, Jackson and the packages below it. [dev.recua.client.http] sends,
/// [dev.recua.client.chat] chats, [dev.recua.client.wire] is the JSON. Open
/// [dev.recua.client.LlmClient] first, then [dev.recua.client.LlamaCppClient].
@NullMarked
package dev.recua.client;

import org.jspecify.annotations.NullMarked;
