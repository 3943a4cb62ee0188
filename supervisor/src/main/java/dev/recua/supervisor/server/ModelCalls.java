package dev.recua.supervisor.server;

import dev.recua.client.ChatStream;
import dev.recua.client.http.RawAnswer;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.EmbeddingRequest;
import dev.recua.client.wire.EmbeddingResponse;
import dev.recua.client.wire.WireJson;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a llama-server is asked: source 003's calls, each as JSON that passes untouched and typed.
///
/// The raw form answers with status, headers and a body that streams, whatever the status. The
/// typed form throws a `dev.recua.client.error.LlmException` (unchecked) when the engine refuses or
/// the answer is not whole.
///
/// Each throws [ServerException.ServerNotReady] before the server can answer,
/// [ServerException.ClientError] when the connection fails, [IllegalStateException] when it was
/// closed, and [InterruptedException] when the caller should stop waiting, which ends the request.
/// No answer has a time limit. Any thread.
public interface ModelCalls {
    /// Looks whether it is well, for at most 5 s: returns when `/health` answers 200.
    ///
    /// @throws ServerException.ServerNotReady when its weights load
    /// @throws ServerException.HealthCheckError when it answers otherwise, or not in time
    void checkHealth() throws ServerException, InterruptedException;

    /// Posts JSON to any path of the engine. The caller closes the answer.
    ///
    /// @param path such as `/apply-template`
    /// @param body sent byte for byte
    RawAnswer post(String path, byte[] body) throws ServerException, InterruptedException;

    /// [#post(String, byte[])] of a tree.
    default RawAnswer post(String path, JsonNode body)
            throws ServerException, InterruptedException {
        return post(path, WireJson.mapper().writeValueAsBytes(body));
    }

    /// Passes on to `/v1/chat/completions`; with `"stream": true` the answer is events.
    default RawAnswer chatCompletions(JsonNode body) throws ServerException, InterruptedException {
        return post("/v1/chat/completions", body);
    }

    /// Asks a chat model and waits for the whole answer.
    ChatResponse chatCompletions(ChatRequest request) throws ServerException, InterruptedException;

    /// Asks a chat model for a stream. The caller closes it.
    ChatStream streamChatCompletions(ChatRequest request)
            throws ServerException, InterruptedException;

    /// Passes on to `/v1/embeddings`.
    default RawAnswer embeddings(JsonNode body) throws ServerException, InterruptedException {
        return post("/v1/embeddings", body);
    }

    /// Turns texts into vectors; the server must serve embeddings.
    EmbeddingResponse embeddings(EmbeddingRequest request)
            throws ServerException, InterruptedException;

    /// Passes on to `/tokenize`; llama-server has no `/v1/tokenize`.
    default RawAnswer tokenize(JsonNode body) throws ServerException, InterruptedException {
        return post("/tokenize", body);
    }

    /// The tokens of a text, with nothing added to it.
    List<Integer> tokenize(String text) throws ServerException, InterruptedException;

    /// Passes on to `/detokenize`; llama-server has no `/v1/detokenize`.
    default RawAnswer detokenize(JsonNode body) throws ServerException, InterruptedException {
        return post("/detokenize", body);
    }

    /// The text of tokens.
    String detokenize(List<Integer> tokens) throws ServerException, InterruptedException;
}
