package dev.recua.gateway.admin;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// One thing that the gateway's own API can be asked: what a caller sends, what comes back, and who
/// answers. Requests are dispatched by it and the OpenAPI document is written from it, so the two
/// cannot differ.
///
/// @param name        unique, for programs: `operationId`
/// @param summary     what it does, in one sentence without its full stop
/// @param body        the record that its body must be; empty: a body is not looked at
/// @param anyBodyType whether a body may come without `Content-Type: application/json`
/// @param answers     what it answers when all is well
/// @param refusals    the statuses of its errors
/// @param action      answers
public record Operation(
        HttpMethod method,
        PathTemplate path,
        String name,
        String summary,
        List<Parameter> parameters,
        Optional<Class<? extends Record>> body,
        boolean anyBodyType,
        List<Answer> answers,
        SortedSet<Integer> refusals,
        Action action) {
    public Operation {
        parameters = List.copyOf(parameters);
        answers = List.copyOf(answers);
        if (answers.isEmpty()) throw new IllegalArgumentException(name + " answers nothing");
    }

    /// One answer that is no error.
    sealed interface Answer {
        int status();

        /// A record, as JSON.
        record Json(int status, Class<? extends Record> type) implements Answer {}

        /// JSON that no record describes.
        record Document(int status) implements Answer {}

        /// Plain text.
        record Text(int status) implements Answer {}

        /// Server-sent events, until the caller leaves.
        record Stream(int status) implements Answer {}
    }

    /// A GET; its path is asked with HEAD, too.
    static Draft get(String path, String name, String summary) {
        return new Draft(HttpMethod.GET, path, name, summary);
    }

    static Draft post(String path, String name, String summary) {
        return new Draft(HttpMethod.POST, path, name, summary);
    }

    static Draft delete(String path, String name, String summary) {
        return new Draft(HttpMethod.DELETE, path, name, summary);
    }

    /// Whether it changes something.
    boolean writes() {
        return !method.equals(HttpMethod.GET);
    }

    /// An operation on its way to be said.
    static final class Draft {
        private final HttpMethod method;
        private final PathTemplate path;
        private final String name;
        private final String summary;
        private final List<Parameter> parameters = new ArrayList<>();
        private final List<Answer> answers = new ArrayList<>();
        private final SortedSet<Integer> refusals = new TreeSet<>(List.of(401, 403, 500));
        private Optional<Class<? extends Record>> body = Optional.empty();
        private boolean anyBodyType;

        private Draft(HttpMethod method, String path, String name, String summary) {
            this.method = method;
            this.path = new PathTemplate(path);
            this.name = name;
            this.summary = summary;
            if (!method.equals(HttpMethod.GET)) refusals.addAll(List.of(400, 413));
            if (!this.path.names().isEmpty()) refusals.add(404);
        }

        Draft query(Parameter parameter) {
            parameters.add(parameter);
            refusals.add(400);
            return this;
        }

        Draft body(Class<? extends Record> type) {
            body = Optional.of(type);
            return this;
        }

        /// A body needs no `Content-Type`: for programs that send none.
        Draft anyBodyType() {
            anyBodyType = true;
            refusals.removeAll(List.of(400));
            return this;
        }

        Draft answers(int status, Class<? extends Record> type) {
            answers.add(new Answer.Json(status, type));
            return this;
        }

        Draft answersText() {
            answers.add(new Answer.Text(200));
            return this;
        }

        Draft answersDocument() {
            answers.add(new Answer.Document(200));
            return this;
        }

        Draft answersStream() {
            answers.add(new Answer.Stream(200));
            return this;
        }

        Draft refuses(Integer... statuses) {
            refusals.addAll(List.of(statuses));
            return this;
        }

        Operation by(Action action) {
            return new Operation(
                    method,
                    path,
                    name,
                    summary,
                    parameters,
                    body,
                    anyBodyType,
                    answers,
                    refusals,
                    action);
        }
    }
}
