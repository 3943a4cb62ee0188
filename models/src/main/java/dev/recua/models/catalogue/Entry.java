package dev.recua.models.catalogue;

import dev.recua.models.gguf.ModelFacts;
import dev.recua.models.gguf.Pooling;
import dev.recua.models.gguf.QuantLabel;
import dev.recua.models.naming.FileName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// A found model on its way into the catalogue.
///
/// @param names    shorter names from a collision
/// @param declared what the configuration says about it, if anything
record Entry(Found found, List<String> names, @Nullable Declared declared) {

    Entry renamed(String from, String to) {
        var all = new ArrayList<>(names);
        all.remove(to);
        if (!from.equals(to)) {
            all.add(from);
        }
        return new Entry(found, List.copyOf(all), declared);
    }

    Entry declaredAs(Declared one) {
        return new Entry(found, names, one);
    }

    List<String> declaredAliases() {
        return declared == null ? List.of() : declared.aliases();
    }

    /// The parameters in billions: the size in the name wins over the count, because people
    /// choose by it.
    OptionalDouble billions() {
        OptionalDouble named = found.parsed().billions();
        if (named.isPresent()) {
            return named;
        }
        long counted = found.facts().map(ModelFacts::parameters).orElse(0L);
        return counted == 0 ? OptionalDouble.empty() : OptionalDouble.of(counted / 1e9);
    }

    boolean isUsable() {
        return found.problem().isEmpty();
    }

    ModelType type() {
        if (declared != null && declared.type().isPresent()) {
            return declared.type().get();
        }
        FileName.Purpose purpose = found.parsed().purpose();
        Optional<Pooling> pooling = found.facts().flatMap(ModelFacts::pooling);
        if (pooling.filter(p -> p == Pooling.RANK).isPresent()
                || purpose == FileName.Purpose.RERANK) {
            return ModelType.RERANK;
        }
        boolean encoder = found.facts().map(ModelFacts::encoder).orElse(false);
        boolean pools = pooling.filter(p -> p != Pooling.NONE).isPresent();
        return encoder || pools || purpose == FileName.Purpose.EMBEDDING
                ? ModelType.EMBEDDING
                : ModelType.CHAT;
    }

    Model model(String id, List<String> aliases) {
        return new Model(
                new ModelId(id),
                found.facts().flatMap(ModelFacts::name).orElse(found.fileName()),
                aliases,
                found.files(),
                found.projector().map(Found.Projector::path),
                found.size(),
                found.modifiedAt(),
                found.source(),
                found.repo(),
                type(),
                found.facts(),
                capabilities(),
                quantization(found),
                found.problem(),
                found.fingerprint());
    }

    static Optional<String> quantization(Found found) {
        if (found.files().isEmpty()) return Optional.empty();
        return QuantLabel.of(found.facts().flatMap(ModelFacts::quantization), found.fileName());
    }

    private List<String> capabilities() {
        return switch (type()) {
            case EMBEDDING -> List.of("embedding");
            case RERANK -> List.of("rerank");
            case CHAT -> chatCapabilities();
        };
    }

    private List<String> chatCapabilities() {
        var all = new ArrayList<>(List.of("chat", "completion"));
        if (found.facts().filter(ModelFacts::toolTemplate).isPresent()) {
            all.add("tools");
        }
        if (found.facts().filter(ModelFacts::infill).isPresent()) {
            all.add("infill");
        }
        Optional<ModelFacts> projector = found.projector().flatMap(Found.Projector::facts);
        if (projector.filter(ModelFacts::vision).isPresent()) {
            all.add("vision");
        }
        if (projector.filter(ModelFacts::audio).isPresent()) {
            all.add("audio");
        }
        return all;
    }
}
