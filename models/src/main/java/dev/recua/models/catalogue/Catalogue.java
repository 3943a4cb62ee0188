package dev.recua.models.catalogue;

import dev.recua.models.gguf.QuantLabel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The models that this machine has, at one moment. Immutable.
///
/// The lookups also give models with a problem, so that whoever asked can be told what is wrong;
/// only [#usable()] may be offered.
public final class Catalogue {
    private static final Comparator<Model> ORDER =
            Comparator.comparing((Model m) -> m.source() == Source.BUNDLED)
                    .thenComparing(Model::id);

    private final List<Model> models;
    private final List<String> notes;
    private final Map<String, Model> byId = new HashMap<>();
    private final Map<String, Model> byAlias = new HashMap<>();

    Catalogue(List<Model> models, List<String> notes) {
        this.models = models.stream().sorted(ORDER).toList();
        this.notes = List.copyOf(notes);
        for (Model model : this.models) {
            if (byId.putIfAbsent(model.id().value(), model) != null) {
                throw new IllegalArgumentException("two models are called " + model.id());
            }
            model.aliases().forEach(alias -> byAlias.putIfAbsent(alias, model));
        }
    }

    /// A catalogue of these models.
    ///
    /// @throws IllegalArgumentException when two have the same id
    public static Catalogue of(List<Model> models) {
        return new Catalogue(models, List.of());
    }

    /// A catalogue without models: before the first scan.
    public static Catalogue empty() {
        return new Catalogue(List.of(), List.of());
    }

    /// All models, also those with a problem; by id, the bundled ones last.
    public List<Model> models() {
        return models;
    }

    /// The models that may be offered, in the same order.
    public List<Model> usable() {
        return models.stream().filter(Model::isUsable).toList();
    }

    /// What an operator should know besides: folders that cannot be read, settings that fit no
    /// model.
    public List<String> notes() {
        return notes;
    }

    public Optional<Model> find(ModelId id) {
        return Optional.ofNullable(byId.get(id.value()));
    }

    public Optional<Model> byAlias(String alias) {
        return Optional.ofNullable(byAlias.get(alias));
    }

    /// The model that `org/repo:QUANT` means, as `llama-server -hf` reads it: the quantization in
    /// any case; without one Q4_K_M, then Q8_0, then the first by path. Usable models are
    /// preferred.
    public Optional<Model> byRepo(String reference) {
        int colon = reference.lastIndexOf(':');
        String repo = colon < 0 ? reference : reference.substring(0, colon);
        String quant = colon < 0 ? "" : reference.substring(colon + 1);
        return models.stream()
                .filter(m -> m.repo().filter(repo::equalsIgnoreCase).isPresent())
                .filter(m -> quant.isEmpty() || hasQuant(m, quant))
                .min(
                        Comparator.comparing((Model m) -> !m.isUsable())
                                .thenComparingInt(m -> quantRank(m))
                                .thenComparing(m -> m.path().toString()));
    }

    /// The model that a request means by `name`: an id, then an alias, then `org/repo:QUANT`.
    public Optional<Model> resolve(String name) {
        Model model = byId.get(name);
        if (model == null) {
            model = byAlias.get(name);
        }
        return model != null
                ? Optional.of(model)
                : name.indexOf('/') > 0 ? byRepo(name) : Optional.empty();
    }

    /// As in a tag of the hub: the file name decides, the header only when the name is silent.
    private static boolean hasQuant(Model model, String quant) {
        if (quantOf(model).equalsIgnoreCase(quant)) {
            return true;
        }
        String name = FolderWalk.name(model.path()).toLowerCase(Locale.ROOT);
        String tag = quant.toLowerCase(Locale.ROOT);
        return name.contains(tag + ".") || name.contains(tag + "-");
    }

    private static int quantRank(Model model) {
        return switch (quantOf(model)) {
            case "Q4_K_M" -> 0;
            case "Q8_0" -> 1;
            default -> 2;
        };
    }

    private static String quantOf(Model model) {
        return QuantLabel.ofFileName(FolderWalk.name(model.path()))
                .or(model::quantization)
                .orElse("");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Catalogue that
                && models.equals(that.models)
                && notes.equals(that.notes);
    }

    @Override
    public int hashCode() {
        return 31 * models.hashCode() + notes.hashCode();
    }

    @Override
    public String toString() {
        return "Catalogue" + models.stream().map(m -> m.id().value()).toList();
    }
}
