package dev.recua.client.llama;

import dev.recua.testkit.Golden;

/// The body of a recorded answer of llama-server 0.7.0.
final class Captured {
    private Captured() {}

    static String body(String name) {
        String all = Golden.text("llama-server-0.7.0/" + name + ".txt");
        return all.substring(all.indexOf("\r\n\r\n") + 4).strip();
    }
}
