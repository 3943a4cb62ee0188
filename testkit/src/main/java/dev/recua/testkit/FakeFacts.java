package dev.recua.testkit;

import static dev.recua.testkit.FakeEvents.quoted;

/// What a [FakeEngine] tells about itself, in the shapes of 0.7.0 (captures `props.txt` and
/// `v1-models.txt`).
record FakeFacts(String alias, FakeFlags.Parsed flags) {

    /// The JSON of `/v1/models`.
    String models() {
        String name = quoted(alias);
        return "{\"models\":[{\"name\":"
                + name
                + ",\"model\":"
                + name
                + ",\"type\":\"model\",\"capabilities\":[\"completion\"]}],"
                + "\"object\":\"list\",\"data\":["
                + entry()
                + "]}";
    }

    /// The model as a row of `/v1/models`, and in the line by which a child of a router says that
    /// it is ready.
    String entry() {
        return "{\"id\":"
                + quoted(alias)
                + ",\"aliases\":["
                + quoted(alias)
                + "],\"tags\":[],\"object\":\"model\",\"created\":"
                + System.currentTimeMillis() / 1000
                + ",\"owned_by\":\"llamacpp\",\"meta\":{\"n_ctx\":"
                + context()
                + ",\"n_ctx_train\":"
                + context()
                + "}}";
    }

    /// The JSON of `/props`.
    String props() {
        return "{\"default_generation_settings\":{\"params\":{\"temperature\":0.8,\"top_k\":40,"
                + "\"max_tokens\":-1,\"n_predict\":-1,\"stream\":false},\"n_ctx\":"
                + context()
                + "},\"total_slots\":"
                + slotCount()
                + ",\"model_alias\":"
                + quoted(alias)
                + ",\"model_ftype\":\"all F32\",\"model_path\":"
                + quoted(flags.value("--model", "-m", "none"))
                + ",\"modalities\":{\"vision\":false,\"video\":false,\"audio\":false}"
                + ",\"media_marker\":\"<__media__>\",\"endpoint_slots\":true"
                + ",\"endpoint_props\":false,\"endpoint_metrics\":"
                + flags.has("--metrics")
                + ",\"ui\":"
                + !flags.has("--no-ui", "--no-webui")
                + ",\"ui_settings\":{},\"chat_template\":\"\",\"chat_template_caps\":{}"
                + ",\"bos_token\":\"<s>\",\"eos_token\":\"</s>\""
                + ",\"build_info\":\"b11669-fake\",\"is_sleeping\":false"
                + ",\"cors_proxy_enabled\":false}";
    }

    /// What `--ctx-size` says.
    String context() {
        return flags.value("--ctx-size", "-c", "4096");
    }

    /// What `--parallel` says.
    int slotCount() {
        int asked = Integer.parseInt(flags.value("--parallel", "-np", "4"));
        return asked < 1 ? 4 : asked;
    }
}
