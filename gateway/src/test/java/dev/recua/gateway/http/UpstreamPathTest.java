package dev.recua.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.SampleModels;
import dev.recua.gateway.http.UpstreamPath.Bare;
import dev.recua.gateway.http.UpstreamPath.Inner;
import dev.recua.gateway.http.UpstreamPath.Nobody;
import dev.recua.gateway.routing.Resolver;
import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.Model;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpstreamPathTest {
    private static final Model SHORT = SampleModels.chat("org", "team/the model");
    private static final Model LONG = SampleModels.chat("llama3.2:1b", "org/repo:Q4_K_M");

    private final Resolver resolver =
            new Resolver(Catalogue.of(List.of(SHORT, LONG)), Set.of(), Optional.empty());

    @Test
    void theLongestNameWins() {
        assertThat(split("/upstream/org/repo:Q4_K_M/v1/x")).isEqualTo(new Inner(LONG, "/v1/x"));
        assertThat(split("/upstream/org/repo/v1/x")).isEqualTo(new Inner(SHORT, "/repo/v1/x"));
        assertThat(split("/upstream/org/repo:Q4_K_M")).isEqualTo(new Bare());
    }

    @Test
    void aNameMayBePercentEncodedAndTheRestKeepsItsEncoding() {
        assertThat(split("/upstream/org%2Frepo%3AQ4_K_M/a%2Fb/%20"))
                .isEqualTo(new Inner(LONG, "/a%2Fb/%20"));
        assertThat(split("/upstream/team/the%20model/x+y")).isEqualTo(new Inner(SHORT, "/x+y"));
    }

    @Test
    void whatStandsWhereAModelShouldIsNamed() {
        assertThat(split("/upstream/n%C3%A9/x/y")).isEqualTo(new Nobody("né"));
        assertThat(split("/upstream/")).isEqualTo(new Nobody(""));
        assertThat(split("/upstream//org/x")).isEqualTo(new Nobody(""));
        assertThat(split("/upstream/%zz/x")).isEqualTo(new Nobody("%zz"));
    }

    @Test
    void aVeryLongPathCostsNoMoreThanAShortOne() {
        assertThat(split("/upstream/org" + "/x".repeat(10_000)))
                .isEqualTo(new Inner(SHORT, "/x".repeat(10_000)));
    }

    private UpstreamPath split(String path) {
        return UpstreamPath.split(path, resolver);
    }
}
