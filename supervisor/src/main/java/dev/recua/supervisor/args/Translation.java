package dev.recua.supervisor.args;

import java.util.List;

/// A user's option that this llama-server was told in other words, or by other means.
///
/// @param from what was written; the value of a secret is masked
/// @param to   what was said instead; empty when nothing had to be said
/// @param why  for a person, one clause
public record Translation(List<String> from, List<String> to, String why) {
    public Translation {
        from = Secrets.mask(from);
        to = Secrets.mask(to);
    }

    /// `--no-mmap → --load-mode none: this llama-server has one option for all ways to load`.
    public String message() {
        String said = to.isEmpty() ? "left out" : String.join(" ", to);
        return String.join(" ", from) + " → " + said + ": " + why;
    }
}
