/// Java's way to language models: [dev.recua.client.LlmClient] is one contract for llama.cpp,
/// Ollama,
/// OpenRouter, every server with OpenAI's routes, and a gateway of Recua itself. Each has its
/// client
/// here; what they do alike is in one core, what differs in its facts. Every failure is a
/// `dev.recua.client.error.LlmException`. [dev.recua.client.ServerCalls] are the bare calls of one
/// llama-server, for who supervises it; [dev.recua.client.GatewayAddress] finds the gateway.
///
/// May import the JDK, Jackson and the packages below it, which never import this one, but for
/// `provider` and `conversation`, which stand on it.
///
/// Open [dev.recua.client.LlmClient] first. Then follow one question:
/// [dev.recua.client.LlamaCppClient], `ClientCore` (chooses the model, counts),
/// [dev.recua.client.recovery.Recovery] (what is done when it fails),
/// [dev.recua.client.chat.OpenAiChat] (what is sent), [dev.recua.client.http.Transport] (who sends
/// it), [dev.recua.client.error.Classifier] (what a failure is), and back through
/// [dev.recua.client.chat.OpenAiEvents] and [dev.recua.client.ChatStream]. For users there is
/// docs/client.md.
@NullMarked
package dev.recua.client;

import org.jspecify.annotations.NullMarked;
