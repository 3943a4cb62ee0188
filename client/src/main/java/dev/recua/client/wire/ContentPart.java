package dev.recua.client.wire;

import java.net.URI;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One part of a message that is more than text. Whether a model takes images or sound is told by
/// its modalities (`/props`, `/v1/models`); a server that cannot refuses the request.
public sealed interface ContentPart {
    /// The part as OpenAI defines it.
    JsonNode toJson();

    /// Words.
    record Text(String text) implements ContentPart {
        @Override
        public JsonNode toJson() {
            return part("text").put("text", text);
        }
    }

    /// A picture.
    ///
    /// @param url where the server finds it, or the picture itself as a `data:` URL
    /// @param detail `low`, `high` or `auto`, which llama-server takes no notice of; null is not
    ///     sent
    record Image(String url, @Nullable String detail) implements ContentPart {
        @Override
        public JsonNode toJson() {
            ObjectNode image = JsonNodeFactory.instance.objectNode().put("url", url);
            if (detail != null) image.put("detail", detail);
            return part("image_url").set("image_url", image);
        }
    }

    /// A sound.
    ///
    /// @param data the file in Base64
    /// @param format `wav` or `mp3`
    record Audio(String data, String format) implements ContentPart {
        @Override
        public JsonNode toJson() {
            return part("input_audio")
                    .set(
                            "input_audio",
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("data", data)
                                    .put("format", format));
        }
    }

    /// A part of a kind that this version has no name for; passed on as it is.
    record Other(JsonNode toJson) implements ContentPart {}

    /// Words.
    static Text text(String text) {
        return new Text(text);
    }

    /// A picture that the server fetches itself.
    static Image image(URI address) {
        return new Image(address.toString(), null);
    }

    /// A picture that travels with the request.
    ///
    /// @param mediaType such as `image/png`
    static Image image(byte[] file, String mediaType) {
        if (!mediaType.startsWith("image/")) {
            throw new IllegalArgumentException(
                    "a picture's media type begins with image/, was " + mediaType);
        }
        return new Image("data:" + mediaType + ";base64," + base64(file), null);
    }

    /// A sound that travels with the request.
    ///
    /// @param format `wav` or `mp3`
    static Audio audio(byte[] file, String format) {
        return new Audio(base64(file), format);
    }

    /// Reads a part.
    static ContentPart of(JsonNode json) {
        JsonNode image = json.path("image_url");
        JsonNode audio = json.path("input_audio");
        return switch (json.path("type").asString("")) {
            case "text" -> new Text(json.path("text").asString(""));
            case "image_url" ->
                    new Image(image.path("url").asString(""), image.path("detail").asString(null));
            case "input_audio" ->
                    new Audio(audio.path("data").asString(""), audio.path("format").asString(""));
            default -> new Other(json);
        };
    }

    private static ObjectNode part(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static String base64(byte[] file) {
        return Base64.getEncoder().encodeToString(file);
    }
}
