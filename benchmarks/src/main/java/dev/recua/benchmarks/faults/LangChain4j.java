package dev.recua.benchmarks.faults;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// LangChain4j's client for OpenAI's API, over the JDK's HTTP client, as it comes.
final class LangChain4j implements Subject {
    private final String version;

    LangChain4j(String version) {
        this.version = version;
    }

    @Override
    public String name() {
        return "LangChain4j " + version;
    }

    @Override
    public String ask(URI address, boolean streamed) throws Exception {
        String base = address + "/v1";
        return streamed ? streamed(base) : whole(base);
    }

    private static String whole(String base) {
        return OpenAiChatModel.builder()
                .baseUrl(base)
                .apiKey("none")
                .modelName("m")
                .timeout(TIMEOUT)
                .maxRetries(0)
                .build()
                .chat("Hello");
    }

    private static String streamed(String base) throws Exception {
        var answer = new CompletableFuture<String>();
        OpenAiStreamingChatModel.builder()
                .baseUrl(base)
                .apiKey("none")
                .modelName("m")
                .timeout(TIMEOUT)
                .build()
                .chat("Hello", new Handler(answer));
        try {
            return answer.get();
        } catch (ExecutionException told) {
            throw told.getCause() instanceof Exception cause ? cause : told;
        }
    }

    private record Handler(CompletableFuture<String> answer)
            implements StreamingChatResponseHandler {
        @Override
        public void onCompleteResponse(ChatResponse whole) {
            answer.complete(whole.aiMessage().text());
        }

        @Override
        public void onError(Throwable error) {
            answer.completeExceptionally(error);
        }
    }
}
