package dev.recua.testkit.fault;

/// Good answers of a server, and pieces of them.
final class Bodies {
    static final String JSON = "Content-Type: application/json\r\n";
    static final String HTML = "Content-Type: text/html\r\n";

    static final String CHAT =
            """
            {"id":"chatcmpl-1","object":"chat.completion","created":1795158357,"model":"m",\
            "choices":[{"index":0,"finish_reason":"stop",\
            "message":{"role":"assistant","content":"Hello."}}],\
            "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""";

    static final String MODELS =
            """
            {"object":"list","data":[{"id":"m","object":"model","created":1795158357,\
            "owned_by":"llamacpp"}]}""";

    static final String TOKEN =
            event(delta("{\"role\":\"assistant\",\"content\":\"Hel\"}", "null"));
    static final String TOKEN_2 = event(delta("{\"content\":\"lo.\"}", "null"));
    static final String LAST = event(delta("{}", "\"stop\""));
    static final String DONE = "data: [DONE]\n\n";

    private Bodies() {}

    static String event(String data) {
        return "data: " + data + "\n\n";
    }

    static String page(String title) {
        return "<html>\r\n<head><title>%s</title></head>\r\n<body><center><h1>%s</h1></center><hr><center>nginx</center></body>\r\n</html>\r\n"
                .formatted(title, title);
    }

    /// An error as llama.cpp writes it.
    static String engineError(int code, String type, String message) {
        return "{\"error\":{\"code\":%d,\"message\":\"%s\",\"type\":\"%s\"}}"
                .formatted(code, message, type);
    }

    /// An error as OpenAI writes it.
    static String openAiError(String code, String type, String message) {
        return "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
                .formatted(message, type, code);
    }

    /// An error as Recua writes it.
    static String recuaError(
            String code, String type, String message, String hint, String details) {
        return "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\",\"hint\":\"%s\",\"details\":%s}}"
                .formatted(message, type, code, hint, details);
    }

    private static String delta(String delta, String finish) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1795158357,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}"
                .formatted(delta, finish);
    }
}
