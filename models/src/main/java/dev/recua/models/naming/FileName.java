package dev.recua.models.naming;

import dev.recua.models.gguf.QuantLabel;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the name of a GGUF file says: steps 1 to 7 of requirements §2a.
///
/// | file | [#base()] |
/// |---|---|
/// | `llama-3.2-1b-instruct-q4_k_m.gguf` | `llama3.2:1b-instruct` |
/// | `phi-3-mini-4k-instruct-q4.gguf` | `phi3:mini-instruct` |
/// | `nomic-embed-text-v1.5.Q8_0.gguf` | `nomic-embed-text:v1.5` |
///
/// @param family    never empty; a family that we know, or the leading letters of the file name
/// @param version   directly behind the family, as in `llama3.2`
/// @param size      `7b`, `8x7b`, `270m` or a word such as `mini`
/// @param variant   the first of instruct, chat, it, coder, vision in the name
/// @param release   `v0.3` or `2507`: told apart only when names collide (for embedders: the
///     version)
/// @param quant     lower case, as the file writes it
/// @param purpose   what the name alone gives away
/// @param tuned     made for conversation: instruct, chat or it
/// @param part      when it is one of several parts
public record FileName(
        String family,
        Optional<String> version,
        Optional<String> size,
        Optional<String> variant,
        Optional<String> release,
        Optional<String> quant,
        Purpose purpose,
        boolean tuned,
        Optional<Part> part) {

    /// What a file is for, by its name alone; the header knows better.
    public enum Purpose {
        MODEL,
        EMBEDDING,
        RERANK,
        PROJECTOR,
        /// Belongs to a model (importance matrix, draft head): never one itself.
        SIDECAR
    }

    /// A place among the parts of a split model.
    ///
    /// @param prefix the file name before `-00001-of-0000N`
    /// @param index  from 1
    public record Part(String prefix, int index, int count) {}

    private static final int LONGEST_FAMILY = 60;
    private static final Pattern SPLIT = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})");
    private static final Pattern SIDE =
            Pattern.compile("^(?:mtp|eagle3|dflash|dspark)-.*|.*imatrix.*|.*control-?vector.*");
    private static final Pattern SIZE_NUMBER =
            bounded("(?:e?\\d{1,5}(?:[._]\\d{1,3})?|\\d{1,3}x\\d{1,4}(?:[._]\\d{1,3})?)[bm]");
    private static final Pattern SIZE_WORD = bounded("mini|small|medium|large|xl");
    private static final Pattern VARIANT = bounded("instruct|chat|it|coder|vision");
    private static final Pattern TUNED = bounded("instruct|chat|it");
    private static final Pattern RELEASE = bounded("v\\d{1,8}(?:\\.\\d{1,8}){0,3}");
    private static final Pattern DATE = bounded("\\d{4}");
    private static final Pattern VERSION = Pattern.compile("^[-_. ]?(" + Family.VERSION + ")");
    private static final Pattern EMBEDDING = bounded("embed|embeddings?");
    private static final Pattern RERANK = bounded("rerank|reranker");

    /// Reads `fileName` (without folders).
    public static FileName parse(String fileName) {
        String stem = fileName.toLowerCase(Locale.ROOT);
        if (stem.endsWith(".gguf")) {
            stem = stem.substring(0, stem.length() - ".gguf".length());
        }
        Optional<Part> part = part(stem);
        stem = part.map(Part::prefix).orElse(stem);
        Optional<String> quant = lastQuant(stem);
        String text = QuantLabel.IN_NAME.matcher(stem).replaceAll(" ");

        Optional<Family.Found> known = Family.find(text);
        int end = known.map(Family.Found::end).orElseGet(() -> letters(text));
        String family =
                known.map(Family.Found::name).orElseGet(() -> text.substring(0, letters(text)));
        String after = text.substring(end);
        String rest = after + " " + text.substring(0, known.map(Family.Found::start).orElse(0));
        Matcher version = VERSION.matcher(after);
        Optional<String> found =
                version.find() ? Optional.of(Family.dotted(version.group(1))) : Optional.empty();
        String behind = found.isPresent() ? rest.substring(version.end()) : rest;
        return new FileName(
                family.isEmpty() ? "model" : family,
                found,
                first(SIZE_NUMBER, behind).map(Family::dotted).or(() -> first(SIZE_WORD, behind)),
                first(VARIANT, behind),
                first(RELEASE, behind).or(() -> first(DATE, behind)),
                quant,
                purpose(stem, text, known.map(Family.Found::kind).orElse(Family.Kind.GENERAL)),
                TUNED.matcher(behind).find(),
                part);
    }

    /// The name before collisions are looked at: family, version, `:`, size, variant. Never
    /// empty.
    public String base() {
        if (isEmbedder() && release.isPresent()) {
            return family + version.orElse("") + ":" + release.get();
        }
        String detail =
                size.map(s -> s + variant.map(v -> "-" + v).orElse(""))
                        .or(() -> variant)
                        .orElse("");
        return family + version.orElse("") + (detail.isEmpty() ? "" : ":" + detail);
    }

    /// The size in billions of parameters; empty when the name has none, or only a word.
    public OptionalDouble billions() {
        return size.map(FileName::billions).orElse(OptionalDouble.empty());
    }

    /// Whether the name is known to be that of an embedding or rerank model.
    public boolean isEmbedder() {
        return purpose == Purpose.EMBEDDING || purpose == Purpose.RERANK;
    }

    private static OptionalDouble billions(String size) {
        if (!Character.isDigit(size.charAt(size.length() - 2))) {
            return OptionalDouble.empty();
        }
        double unit = size.endsWith("b") ? 1 : 0.001;
        String number = size.substring(size.startsWith("e") ? 1 : 0, size.length() - 1);
        int times = number.indexOf('x');
        double value =
                times < 0
                        ? Double.parseDouble(number)
                        : Double.parseDouble(number.substring(0, times))
                                * Double.parseDouble(number.substring(times + 1));
        return OptionalDouble.of(value * unit);
    }

    private static Optional<Part> part(String stem) {
        Matcher matcher = SPLIT.matcher(stem);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int index = Integer.parseInt(matcher.group(2));
        int count = Integer.parseInt(matcher.group(3));
        return index < 1 || index > count
                ? Optional.empty()
                : Optional.of(new Part(matcher.group(1), index, count));
    }

    private static Optional<String> lastQuant(String stem) {
        Matcher matcher = QuantLabel.IN_NAME.matcher(stem);
        Optional<String> last = Optional.empty();
        while (matcher.find()) {
            last = Optional.of(matcher.group(1));
        }
        return last;
    }

    private static Purpose purpose(String stem, String text, Family.Kind kind) {
        if (stem.contains("mmproj")) {
            return Purpose.PROJECTOR;
        }
        if (SIDE.matcher(stem).matches()) {
            return Purpose.SIDECAR;
        }
        if (kind == Family.Kind.RERANK || RERANK.matcher(text).find()) {
            return Purpose.RERANK;
        }
        return kind == Family.Kind.EMBEDDING || EMBEDDING.matcher(text).find()
                ? Purpose.EMBEDDING
                : Purpose.MODEL;
    }

    private static int letters(String text) {
        int end = 0;
        while (end < Math.min(text.length(), LONGEST_FAMILY)
                && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    private static Pattern bounded(String words) {
        return Pattern.compile("(?<![a-z0-9.])(?:" + words + ")(?![a-z0-9])(?!\\.\\d)");
    }
}
