package dev.recua.gateway;

import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells in the log what changed in the catalogue: models that came, went, or cannot be used. Each
/// catalogue is told by one thread after the other, as [dev.recua.models.catalogue.ModelLibrary]
/// does.
final class CatalogueNews {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogueNews.class);

    private Catalogue told = Catalogue.empty();
    private Runnable listener = () -> {};

    /// From now on somebody else hears of each change, too, and once at the beginning.
    synchronized void follow(Runnable next) {
        listener = next;
        next.run();
    }

    /// Logs what is new since the last call.
    synchronized void tell(Catalogue now) {
        for (String line : since(told, now)) LOG.info("{}", line);
        now.models().stream()
                .filter(model -> !model.equals(told.find(model.id()).orElse(null)))
                .filter(model -> model.problem().isPresent())
                .forEach(CatalogueNews::warn);
        now.notes().stream()
                .filter(note -> !told.notes().contains(note))
                .forEach(note -> LOG.warn("{}", note));
        told = now;
        listener.run();
    }

    /// One line for each model that came, changed or went.
    static List<String> since(Catalogue before, Catalogue now) {
        List<String> lines = new ArrayList<>();
        for (Model model : now.models()) {
            Optional<Model> known = before.find(model.id());
            if (model.problem().isPresent()) continue;
            if (known.isEmpty()) {
                lines.add("model found model=%s file=%s".formatted(model.id(), model.place()));
            } else if (!known.get().fingerprint().equals(model.fingerprint())) {
                lines.add("model changed model=%s file=%s".formatted(model.id(), model.place()));
            }
        }
        for (Model model : before.models()) {
            if (now.find(model.id()).isEmpty()) lines.add("model gone model=" + model.id());
        }
        return lines;
    }

    private static void warn(Model model) {
        LOG.warn(
                "model cannot be used model={} file={}: {}",
                model.id(),
                model.place(),
                model.problem().orElse(""));
    }
}
