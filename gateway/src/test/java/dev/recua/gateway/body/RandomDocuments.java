package dev.recua.gateway.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Random;

/// JSON documents that lean towards what requests look like; about half have a few bytes changed.
final class RandomDocuments {
    private static final String[] KEYS = {
        "model", "stream", "m\\u006fdel", "\\u0073tream", "models", "mode", "", "messages", "é"
    };
    private static final String[] TEXTS = {
        "",
        "qwen3:8b",
        "a\\\"b",
        "\\\\",
        "\\u00e9",
        "\\ud83e\\udd99",
        "é🦙",
        "\\/\\b\\f\\n\\r\\t",
        "x y"
    };
    private static final String[] NUMBERS = {
        "0", "-0", "7", "-12", "3.25", "0.0", "1e5", "2E-3", "9.5e+12", "123456789012345678901"
    };
    private static final String INTERESTING = "{}[]\",:\\tfnu0e-+.1 \n\t\0\u007F/x";

    private final Random random;

    RandomDocuments(Random random) {
        this.random = random;
    }

    byte[] next() {
        var text = new StringBuilder();
        if (random.nextInt(20) == 0) text.append('\uFEFF');
        if (random.nextInt(6) == 0) value(text, 3);
        else object(text, 3);
        space(text);
        byte[] bytes = text.toString().getBytes(UTF_8);
        return random.nextBoolean() ? bytes : mutated(bytes);
    }

    private byte[] mutated(byte[] bytes) {
        byte[] result = bytes;
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && result.length > 0; i++) {
            int at = random.nextInt(result.length);
            switch (random.nextInt(4)) {
                case 0 -> result = Arrays.copyOf(result, at);
                case 1 -> result[at] = (byte) random.nextInt(256);
                case 2 ->
                        result[at] =
                                (byte) INTERESTING.charAt(random.nextInt(INTERESTING.length()));
                default -> result = without(result, at);
            }
        }
        return result;
    }

    private static byte[] without(byte[] bytes, int at) {
        byte[] result = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, result, at, result.length - at);
        return result;
    }

    private void object(StringBuilder out, int depth) {
        out.append('{');
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            if (i > 0) out.append(',');
            space(out);
            out.append('"').append(one(KEYS)).append('"');
            space(out);
            out.append(':');
            value(out, depth - 1);
        }
        space(out);
        out.append('}');
    }

    private void array(StringBuilder out, int depth) {
        out.append('[');
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            if (i > 0) out.append(',');
            value(out, depth - 1);
        }
        space(out);
        out.append(']');
    }

    private void value(StringBuilder out, int depth) {
        space(out);
        switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0, 1 -> out.append('"').append(one(TEXTS)).append('"');
            case 2 -> out.append(one(NUMBERS));
            case 3 -> out.append("true");
            case 4 -> out.append("false");
            case 5 -> out.append("null");
            case 6 -> object(out, depth);
            default -> array(out, depth);
        }
        space(out);
    }

    private void space(StringBuilder out) {
        if (random.nextInt(4) == 0) out.append(" \n\r\t".charAt(random.nextInt(4)));
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }
}
