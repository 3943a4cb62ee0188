/// Everything that a llama-server offers beside chat, typed: properties, slots, metrics, tokens,
/// templates, its own completion, infill, embeddings, ranking and LoRA adapters.
///
/// Records have every field that llama-server 0.7.0 was seen to send; unknown ones are ignored,
/// absent ones null or empty. May import the JDK, Jackson, [dev.recua.client.http],
/// [dev.recua.client.sse], [dev.recua.client.wire] and [dev.recua.client.error]. Open
/// [dev.recua.client.llama.LlamaCppApi] first.
@NullMarked
package dev.recua.client.llama;

import org.jspecify.annotations.NullMarked;
