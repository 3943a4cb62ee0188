/// The JSON that goes over the wire, as records: OpenAI's chat, its stream, the model list, errors.
///
/// Reading ignores unknown fields, because engines add some with every release; writing leaves out
/// what is null. May import the JDK and Jackson only. Open [dev.recua.client.wire.ChatRequest]
/// first.
@NullMarked
package dev.recua.client.wire;

import org.jspecify.annotations.NullMarked;
