package dev.recua.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.SampleModels;
import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.Model;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private static final Model QWEN = SampleModels.chat("qwen3:8b", "gpt-4");
    private static final Model LLAMA = SampleModels.chat("llama3.2:1b", "gpt-3.5-turbo");
    private static final Model BROKEN = SampleModels.broken("bad:1b", "it is cut");

    @Test
    void aModelIsFoundByItsIdAndByEachAlias() {
        var resolver = resolver(QWEN, LLAMA);

        assertThat(resolver.resolve(Optional.of("qwen3:8b"))).isEqualTo(local(QWEN));
        assertThat(resolver.resolve(Optional.of("gpt-3.5-turbo"))).isEqualTo(local(LLAMA));
    }

    @Test
    void aBrokenModelIsFoundSoThatItsReasonCanBeTold() {
        assertThat(resolver(QWEN, BROKEN).resolve(Optional.of("bad:1b"))).isEqualTo(local(BROKEN));
    }

    @Test
    void anUnknownNameComesWithTheNearestUsableOnes() {
        assertThat(resolver(QWEN, LLAMA, BROKEN).resolve(Optional.of("qwen3")))
                .isEqualTo(new Resolution.Unknown("qwen3", List.of("qwen3:8b")));
    }

    @Test
    void withoutANameTheOnlyLoadedModelIsMeant() {
        var resolver =
                new Resolver(
                        Catalogue.of(List.of(QWEN, LLAMA)), Set.of(LLAMA.id()), Optional.empty());

        assertThat(resolver.resolve(Optional.empty())).isEqualTo(local(LLAMA));
        assertThat(resolver.resolve(Optional.of(" "))).isEqualTo(local(LLAMA));
    }

    @Test
    void withoutANameTheDefaultIsMeantBeforeTheLoadedOne() {
        var resolver =
                new Resolver(
                        Catalogue.of(List.of(QWEN, LLAMA)),
                        Set.of(LLAMA.id()),
                        Optional.of("gpt-4"));

        assertThat(resolver.resolve(Optional.empty())).isEqualTo(local(QWEN));
        assertThat(resolver.resolve(Optional.of("llama3.2:1b"))).isEqualTo(local(LLAMA));
    }

    @Test
    void aDefaultThatIsNotThereIsUnknownRatherThanAnotherModel() {
        var resolver = new Resolver(Catalogue.of(List.of(QWEN)), Set.of(), Optional.of("qwen3:9b"));

        assertThat(resolver.resolve(Optional.empty()))
                .isEqualTo(new Resolution.Unknown("qwen3:9b", List.of("qwen3:8b")));
    }

    @Test
    void withoutANameTheOnlyUsableModelIsMeant() {
        assertThat(resolver(QWEN, BROKEN).resolve(Optional.empty())).isEqualTo(local(QWEN));
    }

    @Test
    void theBundledModelDoesNotCountBesideAnotherButIsMeantAlone() {
        Model bundled = SampleModels.bundled();

        assertThat(resolver(bundled, QWEN).resolve(Optional.empty())).isEqualTo(local(QWEN));
        assertThat(resolver(bundled).resolve(Optional.empty())).isEqualTo(local(bundled));
    }

    @Test
    void withoutANameAndSeveralModelsTheCallerMustChoose() {
        assertThat(resolver(QWEN, LLAMA, BROKEN).resolve(Optional.empty()))
                .isEqualTo(new Resolution.Unnamed(List.of("llama3.2:1b", "qwen3:8b")));
        assertThat(resolver().resolve(Optional.empty()))
                .isEqualTo(new Resolution.Unnamed(List.of()));
    }

    private static Resolver resolver(Model... models) {
        return new Resolver(Catalogue.of(List.of(models)), Set.of(), Optional.empty());
    }

    private static Resolution local(Model model) {
        return new Resolution.Local(model);
    }
}
