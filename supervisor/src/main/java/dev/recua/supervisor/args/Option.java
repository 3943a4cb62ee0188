package dev.recua.supervisor.args;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One option of llama-server, in every build that we know of.
///
/// @param group     what it is about, as the table divides it: `context`, `gpu`, …
/// @param on        spellings of 0.7.0, the preferred one first; empty when it has none
/// @param off       spellings of 0.7.0 that turn it off
/// @param formerOn  spellings that only older builds know
/// @param formerOff likewise, turning it off
/// @param kind      what follows it
/// @param advice    what to do where a llama-server does not have it, for a person
public record Option(
        String group,
        List<String> on,
        List<String> off,
        List<String> formerOn,
        List<String> formerOff,
        Kind kind,
        Optional<String> advice) {
    public Option {
        if (on.isEmpty() && formerOn.isEmpty() && formerOff.isEmpty()) {
            throw new IllegalArgumentException("an option needs a spelling");
        }
        on = List.copyOf(on);
        off = List.copyOf(off);
        formerOn = List.copyOf(formerOn);
        formerOff = List.copyOf(formerOff);
    }

    /// The spelling that we prefer: that of today, in full.
    public String name() {
        return spellings().getFirst();
    }

    /// Every way to write it, of any build, negations among them.
    public List<String> spellings() {
        List<String> all = new ArrayList<>(on);
        all.addAll(off);
        all.addAll(formerOn);
        all.addAll(formerOff);
        return List.copyOf(all);
    }

    /// The spellings that say the same as `spelling`, of today first: those that turn it on, or
    /// those that turn it off.
    List<String> alike(String spelling) {
        boolean negates = off.contains(spelling) || formerOff.contains(spelling);
        return negates ? joined(off, formerOff) : joined(on, formerOn);
    }

    /// The spellings that say the opposite.
    List<String> opposite(String spelling) {
        boolean negates = off.contains(spelling) || formerOff.contains(spelling);
        return negates ? joined(on, formerOn) : joined(off, formerOff);
    }

    /// True when no build of today has it.
    public boolean isFormer() {
        return on.isEmpty();
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
