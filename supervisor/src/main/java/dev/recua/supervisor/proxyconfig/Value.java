package dev.recua.supervisor.proxyconfig;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// One value of the file, asked for as the type that its key has.
record Value(JsonNode json) {
    private static final int LONGEST = 40;

    String text() throws Wrong {
        if (!json.isString()) throw wrong("a text");
        return json.asString();
    }

    boolean truth() throws Wrong {
        if (!json.isBoolean()) throw wrong("true or false");
        return json.asBoolean();
    }

    /// A whole number; `4096.0` is one, too.
    long whole() throws Wrong {
        if (!json.isNumber()) throw wrong("a whole number");
        try {
            return json.decimalValue().longValueExact();
        } catch (ArithmeticException fraction) {
            throw wrong("a whole number");
        }
    }

    int small() throws Wrong {
        long number = whole();
        if (number != (int) number) throw wrong("a whole number of at most " + Integer.MAX_VALUE);
        return (int) number;
    }

    BigDecimal number() throws Wrong {
        if (!json.isNumber()) throw wrong("a number");
        return json.decimalValue();
    }

    Path path() throws Wrong {
        try {
            return Path.of(text());
        } catch (InvalidPathException e) {
            throw wrong("a path (" + e.getReason() + ")");
        }
    }

    /// Shows none of them: they may hold a secret.
    List<String> texts() throws Wrong {
        if (!json.isArray()) throw new Wrong("must be a list of texts");
        List<String> texts = new ArrayList<>();
        for (JsonNode element : json.values()) {
            int number = texts.size() + 1;
            if (!element.isString()) {
                throw new Wrong("must be a list of texts, number " + number + " is none");
            }
            texts.add(element.asString());
        }
        return texts;
    }

    boolean isTruth() {
        return json.isBoolean();
    }

    Wrong wrong(String expected) {
        String was = json.toString();
        String shown = was.length() > LONGEST ? was.substring(0, LONGEST) + "…" : was;
        return new Wrong("must be " + expected + ", was " + shown);
    }
}
