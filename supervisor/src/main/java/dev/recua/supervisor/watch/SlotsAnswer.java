package dev.recua.supervisor.watch;

import dev.recua.supervisor.watch.LlamaAddress.Answer;
import dev.recua.supervisor.watch.Look.Slots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what `/slots` and `/props` answer. Pure.
///
/// As seen in 0.7.0 (build 11669): `id_task` and the counters are absent until a slot was used, and
/// `next_token` is a list. Older builds have one object there, `state` instead of `is_processing`,
/// and do not count processed prompt tokens.
final class SlotsAnswer {

    private static final JsonMapper JSON = JsonMapper.shared();

    private SlotsAnswer() {}

    /// What an answer of `/slots` tells that came so long ago.
    static Slots read(Answer answer, Duration age) {
        if (answer.status() != 200) return new Slots.Unknown("/slots answered " + answer.status());
        try {
            JsonNode all = JSON.readTree(answer.body());
            if (!all.isArray()) return new Slots.Unknown("/slots answered no list");
            List<SlotProgress> slots = new ArrayList<>();
            for (JsonNode slot : all) slots.add(slot(slot));
            return new Slots.Seen(slots, age);
        } catch (JacksonException noJson) {
            return new Slots.Unknown("/slots answered no JSON: " + noJson.getOriginalMessage());
        }
    }

    /// Whether asking again gives the same: it is refused, or there is no such thing.
    static boolean isFinal(Answer answer) {
        return (answer.status() >= 400 && answer.status() < 500) || answer.status() == 501;
    }

    /// Whether `/props` says that the server sleeps; false when it does not know of sleep.
    static boolean asleep(Answer props) {
        try {
            return props.status() == 200
                    && JSON.readTree(props.body()).path("is_sleeping").asBoolean(false);
        } catch (JacksonException noJson) {
            return false;
        }
    }

    private static SlotProgress slot(JsonNode slot) {
        OptionalLong prompt = number(slot, "n_prompt_tokens_processed");
        OptionalLong decoded = decoded(slot.path("next_token"));
        return new SlotProgress(
                slot.path("id").asInt(0),
                slot.path("is_processing").asBoolean(slot.path("state").asInt(0) != 0),
                number(slot, "id_task"),
                prompt,
                pending(slot, prompt, decoded),
                decoded);
    }

    private static long pending(JsonNode slot, OptionalLong prompt, OptionalLong decoded) {
        if (prompt.isEmpty() || decoded.orElse(0) > 0) return 0;
        long cached = number(slot, "n_prompt_tokens_cache").orElse(0);
        long known = number(slot, "n_prompt_tokens").orElse(0);
        return Math.max(0, known - cached - prompt.getAsLong());
    }

    private static OptionalLong decoded(JsonNode next) {
        if (next.isObject()) return number(next, "n_decoded");
        long sum = 0;
        boolean told = false;
        for (JsonNode one : next) {
            OptionalLong n = number(one, "n_decoded");
            told |= n.isPresent();
            sum += n.orElse(0);
        }
        return told ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    private static OptionalLong number(JsonNode of, String name) {
        JsonNode value = of.path(name);
        return value.isNumber() ? OptionalLong.of(value.asLong(0)) : OptionalLong.empty();
    }
}
