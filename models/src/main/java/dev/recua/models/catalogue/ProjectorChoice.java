package dev.recua.models.catalogue;

import dev.recua.models.catalogue.FileInspector.Inspected;
import dev.recua.models.catalogue.Found.Projector;
import dev.recua.models.gguf.ModelFacts;
import dev.recua.models.naming.FileName;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds the projector of each model among the files of its folder.
///
/// A wrong projector makes llama-server refuse the model, so a projector must show that it
/// belongs: by its name (`gemma-3-4b-it-mmproj-f16` beside `gemma-3-4b-it-Q4_K_M`), or, when it
/// is called only `mmproj-f16`, because the folder holds one model only or by the embedding
/// length that it was made for. In a snapshot of the hub that holds one model, any projector
/// belongs to it. Among several that fit the best name wins, then F16, BF16, Q8_0, F32, then the
/// first by path. Pure.
final class ProjectorChoice {

    /// A projector file. It serves the models below `scope`.
    record Candidate(Path scope, Inspected file) {}

    /// A model that may get one.
    record Owner(Path scope, Found model) {}

    private static final List<String> PREFERRED =
            List.of("f16", "fp16", "bf16", "q8_0", "f32", "fp32");

    private final List<Owner> owners;
    private final List<Candidate> candidates;

    ProjectorChoice(List<Owner> owners, List<Candidate> candidates) {
        this.owners = owners;
        this.candidates = candidates;
    }

    List<Found> pair() {
        return owners.stream().map(this::paired).toList();
    }

    private Found paired(Owner owner) {
        return candidates.stream()
                .filter(c -> c.scope().equals(owner.scope()) && c.file().problem().isEmpty())
                .filter(c -> fits(owner, c))
                .min(
                        Comparator.comparing((Candidate c) -> !isNamedLike(owner.model(), c))
                                .thenComparingInt(ProjectorChoice::rank)
                                .thenComparing(c -> c.file().path().toString()))
                .map(
                        c ->
                                owner.model()
                                        .with(
                                                new Projector(c.file().path(), c.file().facts()),
                                                c.file().stamp()))
                .orElse(owner.model());
    }

    private boolean fits(Owner owner, Candidate candidate) {
        if (isNamedLike(owner.model(), candidate)) {
            return true;
        }
        if (isOnlyModel(owner) && (isGeneric(candidate) || owner.model().repo().isPresent())) {
            return true;
        }
        return isGeneric(candidate) && hasLengthOf(owner.model(), candidate);
    }

    /// All models of the folder are quantizations of one.
    private boolean isOnlyModel(Owner owner) {
        return owners.stream()
                        .filter(other -> other.scope().equals(owner.scope()))
                        .map(other -> other.model().parsed().base())
                        .distinct()
                        .count()
                == 1;
    }

    private static boolean isNamedLike(Found model, Candidate candidate) {
        FileName name = model.parsed();
        FileName projector = FileName.parse(withoutWord(candidate));
        return projector.family().equals(name.family())
                && projector.version().equals(name.version())
                && projector.size().equals(name.size());
    }

    private static boolean isGeneric(Candidate candidate) {
        FileName name = FileName.parse(withoutWord(candidate));
        return name.family().equals("model") && name.size().isEmpty();
    }

    private static String withoutWord(Candidate candidate) {
        String name = FolderWalk.name(candidate.file().path()).toLowerCase(Locale.ROOT);
        return name.replaceFirst("^mmproj[-_. ]?|[-_. ]?mmproj", "");
    }

    private static boolean hasLengthOf(Found model, Candidate candidate) {
        OptionalLong made =
                candidate
                        .file()
                        .facts()
                        .map(ModelFacts::projectionLength)
                        .orElse(OptionalLong.empty());
        OptionalLong has =
                model.facts().map(ModelFacts::embeddingLength).orElse(OptionalLong.empty());
        return made.isPresent() && made.equals(has);
    }

    private static int rank(Candidate candidate) {
        Optional<String> quant = FileName.parse(FolderWalk.name(candidate.file().path())).quant();
        int rank = quant.map(PREFERRED::indexOf).orElse(-1);
        return rank < 0 ? PREFERRED.size() : rank;
    }
}
