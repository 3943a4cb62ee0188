package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/// The answer of `GET /running`, in llama-swap's shape: the models that have a process, by id.
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunningModels(List<RunningModel> running) {
    public RunningModels {
        running = List.copyOf(running);
    }

    /// One of them.
    ///
    /// @param model       its id
    /// @param cmd         the words of its process, secrets masked
    /// @param proxy       where its process listens; it wants a key that only the gateway has
    /// @param ttl         seconds that it may stay unused; 0: for ever
    /// @param name        for people
    /// @param description what is known of its file; may be empty
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RunningModel(
            String model,
            @OneOf({"starting", "ready", "stopping"}) String state,
            String cmd,
            String proxy,
            long ttl,
            String name,
            String description) {}
}
