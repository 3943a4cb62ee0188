package dev.recua.client.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One model of `GET /v1/models`.
///
/// @param id its name; never contains `/`
/// @param object `model`
/// @param created seconds since 1970
/// @param ownedBy `recua`
/// @param aliases other names it answers to
/// @param status whether it is in memory
/// @param contextLength tokens that one conversation may have; null when not known
/// @param architecture what goes in and comes out
/// @param capabilities what it can do, in words
/// @param meta facts from its file
@WireRecord
public record ModelRow(
        String id,
        @Nullable String object,
        long created,
        @Nullable String ownedBy,
        List<String> aliases,
        Status status,
        @Nullable Integer contextLength,
        @Nullable Architecture architecture,
        List<String> capabilities,
        Meta meta) {
    public ModelRow {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a model of the list has no id");
        }
        aliases = List.copyOf(Absent.orEmpty(aliases));
        capabilities = List.copyOf(Absent.orEmpty(capabilities));
        status = Absent.or(status, new Status("unknown", null));
        meta = Absent.or(meta, new Meta(null, null, null, null));
    }

    /// Whether a model is in memory.
    ///
    /// @param value `unloaded`, `loading` or `loaded`; `unknown` when the server does not say
    /// @param failed true when the last attempt to load it failed
    @WireRecord
    public record Status(String value, @Nullable Boolean failed) {
        public Status {
            value = Absent.or(value, "unknown");
        }
    }

    /// What goes into a model and comes out of it.
    ///
    /// @param inputModalities such as `text`, `image`
    /// @param outputModalities such as `text`
    @WireRecord
    public record Architecture(List<String> inputModalities, List<String> outputModalities) {
        public Architecture {
            inputModalities = List.copyOf(Absent.orEmpty(inputModalities));
            outputModalities = List.copyOf(Absent.orEmpty(outputModalities));
        }
    }

    /// Facts from a model file; null where the file does not say.
    ///
    /// @param nParams how many weights
    /// @param size bytes on disk
    /// @param nCtxTrain tokens of context it was trained with
    /// @param quantization how its weights are stored, such as `Q4_K_M`
    @WireRecord
    public record Meta(
            @JsonProperty("n_params") @Nullable Long nParams,
            @Nullable Long size,
            @JsonProperty("n_ctx_train") @Nullable Integer nCtxTrain,
            @Nullable String quantization) {}

    /// Whether this model answers to `name`: its id or one of its aliases.
    public boolean answersTo(String name) {
        return id.equals(name) || aliases.contains(name);
    }
}
