package dev.recua.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.WireJson;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListingTest {
    private static ModelListing of(String json) {
        return ModelListing.of(WireJson.mapper().readTree(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"object\":\"list\",\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}",
                "{\"data\":[{\"model\":\"a\"},{\"name\":\"b\"}]}",
                "{\"models\":[{\"name\":\"a\",\"model\":\"a\"},{\"name\":\"b\"}]}",
                "{\"data\":[{\"id\":\"a\"},{\"id\":\"a\"},{\"object\":\"model\"},{\"id\":\"\"},{\"id\":\"b\"}]}",
                "[\"a\",\"b\"]",
                "[{\"id\":\"a\"},{\"id\":\"b\"}]"
            })
    void namesAreFoundInEveryDialect(String json) {
        assertThat(of(json).names()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "7", "{\"data\":{}}", "{\"data\":[7]}"})
    void whatIsNoListHasNoModels(String json) {
        assertThat(of(json).names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\",\"context_length\":77}",
                "{\"id\":\"a\",\"max_model_len\":77}",
                "{\"id\":\"a\",\"meta\":{\"n_ctx_train\":77}}",
                "{\"id\":\"a\",\"meta\":{\"n_ctx\":77,\"n_ctx_train\":99}}",
                "{\"id\":\"a\",\"context_length\":0,\"max_context_length\":77}"
            })
    void theContextIsWhereverTheServerPutsIt(String row) {
        assertThat(of("{\"data\":[" + row + "]}").find("a").orElseThrow().context())
                .isEqualTo(OptionalInt.of(77));
    }

    @Test
    void aModelIsFoundByItsAlias() {
        ModelListing listing = of("{\"data\":[{\"id\":\"a\",\"aliases\":[\"gpt-4\"]}]}");

        assertThat(listing.find("gpt-4").orElseThrow().name()).isEqualTo("a");
        assertThat(listing.find("gpt-5")).isEmpty();
    }
}
