package dev.recua.client.llama;

import dev.recua.client.wire.WireRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One LoRA adapter that a llama-server has loaded (`--lora`).
///
/// @param id     by which [LlamaCppApi#setLoraScales] names it
/// @param path   its file, on the server's machine
/// @param scale  how strongly it is applied; 0 is not at all
/// @param taskName     what it was made for; null when its file does not say
/// @param promptPrefix what prompts for it begin with; null when its file does not say
/// @param aloraInvocationString what switches an activated LoRA on; null for others
/// @param aloraInvocationTokens the same as tokens; null for others
@WireRecord
public record LoraAdapter(
        int id,
        String path,
        double scale,
        @Nullable String taskName,
        @Nullable String promptPrefix,
        @Nullable String aloraInvocationString,
        @Nullable List<Integer> aloraInvocationTokens) {
    public LoraAdapter {
        path = Absent.or(path, "");
        aloraInvocationTokens = Absent.orNull(aloraInvocationTokens);
    }
}
