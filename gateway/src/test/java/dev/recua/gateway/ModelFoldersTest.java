package dev.recua.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.config.ConfigLoader;
import dev.recua.gateway.config.ConfigResult;
import dev.recua.gateway.config.Overrides;
import dev.recua.gateway.home.Folders;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFoldersTest {
    @TempDir Path home;

    @Test
    void onlyOurOwnFolderIsMadeAndAConfiguredOneThatIsMissingIsNoted() {
        Path missing = home.resolve("disk/models");
        Map<String, String> env = Map.of("RECUA_HOME", home.resolve("recua").toString());
        var folders = Folders.of(env, "Linux", home);
        var config =
                (ConfigResult.Valid)
                        new ConfigLoader(env, folders)
                                .parse(
                                        "folders: [%s]%nbundled: false%n".formatted(missing),
                                        home.resolve("config.yaml"),
                                        Overrides.none());

        try (var library = ModelFolders.open(config.config(), folders, new CatalogueNews())) {
            assertThat(folders.models()).isDirectory();
            assertThat(missing).doesNotExist();
            assertThat(library.catalogue().notes())
                    .containsExactly("the model folder %s does not exist".formatted(missing));
        }
    }
}
