package dev.recua.client.llama;

import tools.jackson.databind.JsonNode;

/// What `GET /health` said. Any other answer is an error.
///
/// @param state  whether it takes requests
/// @param answer as it came
public record ServerHealth(State state, JsonNode answer) {
    /// Whether a llama-server takes requests.
    public enum State {
        /// It does (200).
        OK,

        /// It reads its weights (503 `Loading model`) and soon will.
        LOADING
    }

    /// Whether it takes requests.
    public boolean isOk() {
        return state == State.OK;
    }
}
