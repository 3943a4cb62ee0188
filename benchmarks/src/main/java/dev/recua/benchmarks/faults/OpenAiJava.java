package dev.recua.benchmarks.faults;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.net.URI;
import java.util.stream.Collectors;

/// OpenAI's own client.
final class OpenAiJava implements Subject {
    private final String version;

    OpenAiJava(String version) {
        this.version = version;
    }

    @Override
    public String name() {
        return "openai-java " + version;
    }

    @Override
    public String ask(URI address, boolean streamed) {
        OpenAIClient client =
                OpenAIOkHttpClient.builder()
                        .baseUrl(address + "/v1")
                        .apiKey("none")
                        .timeout(TIMEOUT)
                        .maxRetries(0)
                        .build();
        try {
            var request =
                    ChatCompletionCreateParams.builder().model("m").addUserMessage("Hello").build();
            return streamed ? streamed(client, request) : whole(client, request);
        } finally {
            client.close();
        }
    }

    private static String whole(OpenAIClient client, ChatCompletionCreateParams request) {
        ChatCompletion answer = client.chat().completions().create(request);
        return answer.choices().getFirst().message().content().orElse("");
    }

    private static String streamed(OpenAIClient client, ChatCompletionCreateParams request) {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(request)) {
            return stream.stream()
                    .flatMap(it -> it.choices().stream())
                    .map(it -> it.delta().content().orElse(""))
                    .collect(Collectors.joining());
        }
    }
}
