package dev.recua.client.llama;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One token with the part of the text that it stands for: a text, or, when it is only a part of a
/// character, bytes. The engine splits `é` into two tokens of one byte each.
///
/// @param id    its number
/// @param bytes the UTF-8 bytes of its part, each 0 to 255
public record TokenPiece(int id, List<Integer> bytes) {
    public TokenPiece {
        bytes = List.copyOf(bytes);
        for (int b : bytes) {
            if (b < 0 || b > 255) {
                throw new IllegalArgumentException("a byte is 0 to 255, was " + b);
            }
        }
    }

    @JsonCreator
    static TokenPiece read(
            @JsonProperty("id") int id, @JsonProperty("piece") @Nullable JsonNode piece) {
        if (piece == null || piece.isNull()) return new TokenPiece(id, List.of());
        if (piece.isString()) return new TokenPiece(id, unsigned(piece.stringValue()));
        List<Integer> bytes = new ArrayList<>();
        for (JsonNode b : piece) bytes.add(b.asInt());
        return new TokenPiece(id, bytes);
    }

    private static List<Integer> unsigned(String text) {
        List<Integer> bytes = new ArrayList<>();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) bytes.add(Byte.toUnsignedInt(b));
        return bytes;
    }

    /// The text that it stands for; empty when its bytes alone are no text.
    public Optional<String> text() {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw())).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty(); // a part of a character, which is what the doc says
        }
    }

    private byte[] raw() {
        byte[] raw = new byte[bytes.size()];
        for (int i = 0; i < raw.length; i++) raw[i] = bytes.get(i).byteValue();
        return raw;
    }

    /// The text of these tokens one after the other, characters that were split put together again.
    public static String join(List<TokenPiece> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (TokenPiece piece : pieces) all.writeBytes(piece.raw());
        return all.toString(StandardCharsets.UTF_8);
    }

    @JsonValue
    Map<String, Object> wire() {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("id", id);
        wire.put("piece", text().<Object>map(it -> it).orElse(bytes));
        return wire;
    }
}
