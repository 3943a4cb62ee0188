package dev.recua.client.event;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// One model that a service offers.
///
/// @param id         by which requests name it
/// @param name       for people
/// @param size       bytes of its files; 0 when that is not known
/// @param type       `chat`, `embedding` or `rerank`; `model` when that is not known
/// @param modifiedAt of its youngest file, seconds since 1970; 0 when that is not known
/// @param status     what it is doing; not written when null
/// @param createdAt  ISO 8601; not written when null
/// @param updatedAt  ISO 8601; not written when null
@JsonIgnoreProperties(ignoreUnknown = true)
public record LlamaModel(
        String id,
        String name,
        long size,
        String type,
        @JsonProperty("modified_at") long modifiedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LlamaServiceStatus status,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String updatedAt) {

    /// A model of which only this is known.
    public LlamaModel(String id, String name, long size, String type, long modifiedAt) {
        this(id, name, size, type, modifiedAt, null, null, null);
    }

    /// The same model, doing that.
    public LlamaModel withStatus(LlamaServiceStatus now) {
        return new LlamaModel(id, name, size, type, modifiedAt, now, createdAt, updatedAt);
    }
}
