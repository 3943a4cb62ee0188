package dev.recua.gateway.events.socketio;

import dev.recua.client.wire.WireJson;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// One text frame that a client sent: an Engine.IO packet, and the Socket.IO packet in it.
///
/// ```text
/// 3                                   pong
/// 40{"token":1}                       message: connect, to the main namespace
/// 427["requestLlamaStatus"]           message: event number 7, which wants an answer
/// 42/admin,["x"]                      message: event of another namespace
/// ```
///
/// Pure.
sealed interface Packet {
    /// The namespace that every client begins with; the only one here.
    String MAIN = "/";

    /// The client asks whether we are there; it gets the same text back.
    record Ping(String text) implements Packet {}

    /// It is still there.
    record Pong() implements Packet {}

    /// It leaves.
    record Close() implements Packet {}

    /// It enters a namespace.
    record Connect(String namespace) implements Packet {}

    /// It leaves a namespace.
    record Disconnect(String namespace) implements Packet {}

    /// It says something.
    ///
    /// @param id by which it wants an answer
    record Event(String namespace, OptionalLong id, String name) implements Packet {}

    /// Nothing that we do anything about: it confirms an event, or has none.
    record Nothing() implements Packet {}

    /// Not a packet.
    record Broken(String why) implements Packet {}

    /// Names that the protocol keeps for itself.
    Set<String> RESERVED =
            Set.of(
                    "connect",
                    "connect_error",
                    "disconnect",
                    "disconnecting",
                    "newListener",
                    "removeListener");

    /// The largest number of an event that is understood.
    int ID_DIGITS = 15;

    /// Reads a frame.
    static Packet parse(String frame) {
        if (frame.isEmpty()) return new Broken("empty");
        String rest = frame.substring(1);
        return switch (frame.charAt(0)) {
            case '1' -> new Close();
            case '2' -> new Ping(rest);
            case '3' -> new Pong();
            case '4' -> message(rest);
            case '6' -> new Nothing();
            default -> new Broken("no packet of a client begins with " + frame.charAt(0));
        };
    }

    private static Packet message(String text) {
        if (text.isEmpty()) return new Broken("an empty message");
        char type = text.charAt(0);
        String rest = text.substring(1);
        String namespace = MAIN;
        if (rest.startsWith("/")) {
            int comma = rest.indexOf(',');
            namespace = comma < 0 ? rest : rest.substring(0, comma);
            rest = comma < 0 ? "" : rest.substring(comma + 1);
        }
        int digits = 0;
        while (digits < rest.length() && Character.digit(rest.charAt(digits), 10) >= 0) digits++;
        if (digits > ID_DIGITS) return new Broken("the number of an event is too long");
        OptionalLong id =
                digits == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(Long.parseLong(rest.substring(0, digits)));
        return message(type, namespace, id, rest.substring(digits));
    }

    private static Packet message(char type, String namespace, OptionalLong id, String payload) {
        Optional<JsonNode> json;
        try {
            json = payload.isEmpty() ? Optional.empty() : Optional.of(read(payload));
        } catch (JacksonException notJson) {
            return new Broken("its payload is no JSON");
        }
        return switch (type) {
            case '0' ->
                    json.map(JsonNode::isObject).orElse(true)
                            ? new Connect(namespace)
                            : new Broken("a connect carries an object, or nothing");
            case '1' ->
                    json.isEmpty()
                            ? new Disconnect(namespace)
                            : new Broken("a disconnect carries nothing");
            case '2' -> event(namespace, id, json);
            case '3' -> new Nothing();
            case '5', '6' -> new Broken("binary events are not taken here");
            default -> new Broken("no message of a client has type " + type);
        };
    }

    private static Packet event(String namespace, OptionalLong id, Optional<JsonNode> payload) {
        JsonNode name = payload.filter(JsonNode::isArray).map(it -> it.path(0)).orElse(null);
        if (name == null || !name.isString())
            return new Broken("an event carries an array with its name first");
        if (RESERVED.contains(name.stringValue()))
            return new Broken("a client does not send " + name.stringValue());
        return new Event(namespace, id, name.stringValue());
    }

    /// The whole text as one value.
    private static JsonNode read(String text) {
        return WireJson.mapper()
                .reader()
                .with(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(text);
    }
}
