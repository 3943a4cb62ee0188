package dev.recua.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.models.catalogue.Catalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueNewsTest {
    @Test
    void modelsThatCameAndWentAreToldOnce() {
        var before =
                Catalogue.of(List.of(SampleModels.chat("old:1b"), SampleModels.chat("same:1b")));
        var now =
                Catalogue.of(
                        List.of(
                                SampleModels.chat("same:1b"),
                                SampleModels.chat("new:1b"),
                                SampleModels.broken("bad:1b", "cut")));

        assertThat(CatalogueNews.since(before, now))
                .containsExactly(
                        "model found model=new:1b file=/models/new-1b.gguf",
                        "model gone model=old:1b");
        assertThat(CatalogueNews.since(now, now)).isEmpty();
    }
}
