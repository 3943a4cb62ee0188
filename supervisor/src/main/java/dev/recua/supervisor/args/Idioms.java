package dev.recua.supervisor.args;

import java.util.List;

/// Options that some builds lack, said in other words that mean the same.
final class Idioms {
    /// @param words what to say; itself said to the llama-server in question, so it may be of any
    ///     build
    /// @param why   for a person
    record Idiom(List<String> words, String why) {}

    private Idioms() {}

    /// Other ways to say it, the best first.
    ///
    /// @param word the spelling that was used, with `-`
    static List<Idiom> of(Option option, String word, List<String> values) {
        String value = values.isEmpty() ? "" : values.getFirst();
        return switch (option.name()) {
            case "--flash-attn" -> flashAttention(option, word, value);
            case LoadModes.OPTION -> loadMode(value);
            case "--reasoning" -> reasoning(value);
            case "--fit" -> unless("off", value, "this llama-server changes nothing to fit");
            case "--cache-ram" ->
                    unless("0", value, "this llama-server keeps no prompts in host memory");
            default -> List.of();
        };
    }

    private static List<Idiom> flashAttention(Option option, String word, String value) {
        if (option.formerOff().contains(word)) {
            return List.of(
                    new Idiom(
                            List.of(option.name(), "off"),
                            "this llama-server wants a value for it"));
        }
        boolean off = value.equals("off") || value.equals("auto");
        return off
                ? List.of(new Idiom(List.of(), "this llama-server has none to turn off"))
                : List.of();
    }

    private static List<Idiom> loadMode(String mode) {
        String why = "this llama-server has a switch for each way to load";
        return LoadModes.former(mode).map(words -> new Idiom(words, why)).stream().toList();
    }

    private static List<Idiom> reasoning(String value) {
        return switch (value) {
            case "off" ->
                    List.of(
                            new Idiom(
                                    List.of("--reasoning-budget", "0"),
                                    "this llama-server says so by a budget of 0"));
            case "auto" ->
                    List.of(new Idiom(List.of(), "this llama-server asks the template by itself"));
            default -> List.of();
        };
    }

    private static List<Idiom> unless(String off, String value, String why) {
        return value.equals(off) ? List.of(new Idiom(List.of(), why)) : List.of();
    }
}
