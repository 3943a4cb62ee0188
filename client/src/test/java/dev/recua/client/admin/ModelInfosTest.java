package dev.recua.client.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.WireJson;
import dev.recua.testkit.Golden;
import org.junit.jupiter.api.Test;

class ModelInfosTest {
    @Test
    void theGoldenListIsReadAndWrittenBackUnchanged() {
        String golden = Golden.text("api/models.json").strip();

        var list = WireJson.mapper().readValue(golden, ModelInfos.class);

        assertThat(list.models()).hasSize(1);
        assertThat(list.models().getFirst().modifiedAt()).isEqualTo(1767225600);
        assertThat(WireJson.mapper().writeValueAsString(list)).isEqualTo(golden);
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        String later = Golden.text("api/models.json").replace("\"pinned\"", "\"new\":1,\"pinned\"");

        assertThat(WireJson.mapper().readValue(later, ModelInfos.class).models()).hasSize(1);
    }
}
