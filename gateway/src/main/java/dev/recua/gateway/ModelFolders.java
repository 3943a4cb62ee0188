package dev.recua.gateway;

import dev.recua.gateway.config.GatewayConfig;
import dev.recua.gateway.config.ModelConfig;
import dev.recua.gateway.home.Folders;
import dev.recua.models.catalogue.Declared;
import dev.recua.models.catalogue.Folder;
import dev.recua.models.catalogue.ModelId;
import dev.recua.models.catalogue.ModelLibrary;
import dev.recua.models.catalogue.ModelType;
import dev.recua.models.catalogue.Source;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where models are looked for: our own folder, the configured ones, the Hugging Face cache, and
/// last the bundled model.
final class ModelFolders {
    private ModelFolders() {}

    /// @param news told of the first scan and of each change
    static ModelLibrary open(GatewayConfig config, Folders folders, CatalogueNews news) {
        var library = ModelLibrary.open(folders(config, folders), declared(config), news::tell);
        news.tell(library.catalogue());
        return library;
    }

    private static List<Folder> folders(GatewayConfig config, Folders folders) {
        List<Folder> all = new ArrayList<>();
        all.add(Folder.plain(folders.models(), Source.USER));
        config.folders().forEach(path -> all.add(Folder.plain(path, Source.CONFIG)));
        all.add(Folder.hub(folders.hub()));
        if (config.bundled()) {
            all.add(Folder.plain(bundled(), Source.BUNDLED));
        }
        return all;
    }

    private static List<Declared> declared(GatewayConfig config) {
        return config.models().values().stream().map(ModelFolders::declared).toList();
    }

    private static Declared declared(ModelConfig model) {
        return new Declared(
                new ModelId(model.id()), model.file(), model.url(), model.aliases(), type(model));
    }

    /// What the user fixed; a reranker is one also when embeddings were asked for.
    private static Optional<ModelType> type(ModelConfig model) {
        if (model.rerank().fixed().orElse(false)) return Optional.of(ModelType.RERANK);
        return model.embeddings()
                .fixed()
                .map(embeddings -> embeddings ? ModelType.EMBEDDING : ModelType.CHAT);
    }

    /// Beside the folder of our jar; the launcher says it by `recua.install`.
    private static Path bundled() {
        Path install =
                Optional.ofNullable(System.getProperty("recua.install"))
                        .map(Path::of)
                        .orElseGet(ModelFolders::besideOurJar);
        return install.resolve("bundled");
    }

    private static Path besideOurJar() {
        try {
            var place = ModelFolders.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(place.toURI()).resolve("../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("our own place is no path", e);
        }
    }
}
