package dev.recua.gateway.it;

import dev.recua.testkit.Golden;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// One exchange with a llama-server as it was recorded: what was asked, and the status that came.
///
/// @param name of the file in the testkit, without folder and ending
/// @param method GET, POST, …
/// @param path with its query
/// @param body what was sent; empty for none
/// @param status what the engine answered then
record Capture(String name, String method, String path, Optional<String> body, int status) {
    private static final String FOLDER = "llama-server-0.7.0/";
    private static final Pattern REQUEST = Pattern.compile("> ([A-Z]+) (/\\S*)(?: \\(.*\\))?");
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) .*");

    /// Reads one. Two requests were too long to be recorded and are described in words; they are
    /// written out here.
    static Capture read(String name) {
        List<String> lines = Golden.text(FOLDER + name + ".txt").lines().toList();
        int status =
                lines.stream()
                        .map(STATUS::matcher)
                        .filter(Matcher::matches)
                        .map(line -> Integer.parseInt(line.group(1)))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no status in " + name));
        if (name.equals("err-context")) return tooLong(name, false, status);
        if (name.equals("err-context-stream")) return tooLong(name, true, status);
        Matcher request = REQUEST.matcher(lines.getFirst());
        if (!request.matches()) {
            throw new IllegalArgumentException(name + " begins with " + lines.getFirst());
        }
        Optional<String> body =
                Optional.of(lines.get(1))
                        .filter(line -> line.startsWith("> "))
                        .map(line -> line.substring(2));
        return new Capture(name, request.group(1), request.group(2), body, status);
    }

    /// One that nobody recorded; single quotes stand for double ones.
    static Capture post(String path, String body, int status) {
        String json = body.replace('\'', '"');
        return new Capture("POST " + path + ' ' + json, "POST", path, Optional.of(json), status);
    }

    /// Likewise.
    static Capture get(String path, int status) {
        return new Capture("GET " + path, "GET", path, Optional.empty(), status);
    }

    /// The same request somewhere below another path.
    Capture below(String prefix) {
        return new Capture(name, method, prefix + path, body, status);
    }

    private static Capture tooLong(String name, boolean stream, int status) {
        ObjectNode body = Caller.JSON.createObjectNode();
        body.putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", "hello ".repeat(3000));
        if (stream) body.put("stream", true);
        String text = Caller.JSON.writeValueAsString(body);
        return new Capture(name, "POST", "/v1/chat/completions", Optional.of(text), status);
    }

    /// The same request for this model: named in the body, or in the query where that is no object.
    Capture withModel(String model) {
        if (body.isEmpty() || body.get().startsWith("[")) {
            String named = path + (path.contains("?") ? "&" : "?") + "model=" + model;
            return new Capture(name, method, named, body, status);
        }
        ObjectNode changed = (ObjectNode) Caller.JSON.readTree(body.get());
        changed.put("model", model);
        String text = Caller.JSON.writeValueAsString(changed);
        return new Capture(name, method, path, Optional.of(text), status);
    }
}
