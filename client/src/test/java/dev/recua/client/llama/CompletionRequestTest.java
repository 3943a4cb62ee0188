package dev.recua.client.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.wire.WireJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompletionRequestTest {
    private static String sent(CompletionRequest request) {
        return WireJson.mapper().writeValueAsString(request.body(Optional.empty(), false));
    }

    private static String sent(Prompt... prompts) {
        return sent(new CompletionRequest(List.of(prompts), CompletionOptions.NONE));
    }

    @Test
    void oneTextIsSentAsItIs() {
        var request =
                CompletionRequest.of("one two", it -> it.nPredict(6).temperature(0).nProbs(2));

        assertThat(sent(request))
                .isEqualTo(
                        "{\"prompt\":\"one two\",\"n_predict\":6,\"temperature\":0.0,\"n_probs\":2}");
        assertThat(request.answers()).isEqualTo(1);
    }

    @Test
    void everyKindOfPromptHasTheShapeThatTheEngineReads() {
        Prompt tokens = Prompt.of(List.of(12, 34));
        Prompt text = Prompt.of("and");

        assertThat(sent(tokens)).isEqualTo("{\"prompt\":[12,34]}");
        assertThat(sent(tokens, Prompt.of(List.of(5)))).isEqualTo("{\"prompt\":[[12,34],[5]]}");
        assertThat(sent(text, Prompt.of("b"))).isEqualTo("{\"prompt\":[\"and\",\"b\"]}");
        assertThat(sent(new Prompt.Mixed(List.of(tokens, text, tokens))))
                .isEqualTo("{\"prompt\":[12,34,\"and\",12,34]}");
        assertThat(sent(new Prompt.Media("see <__media__>", List.of("QUJD"))))
                .isEqualTo(
                        "{\"prompt\":{\"prompt_string\":\"see <__media__>\",\"multimodal_data\":[\"QUJD\"]}}");
    }

    @Test
    void textsAloneAreNoMixedPrompt() {
        assertThatThrownBy(() -> new Prompt.Mixed(List.of(Prompt.of("a"), Prompt.of("b"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a mixed prompt is of texts and tokens, at least one of each");
    }

    @Test
    void severalAnswersForEachOfSeveralPromptsAreCounted() {
        var request =
                new CompletionRequest(
                        List.of(Prompt.of("a"), Prompt.of("b")),
                        CompletionOptions.of(it -> it.answers(3)));

        assertThat(request.answers()).isEqualTo(6);
    }

    @Test
    void modelAndStreamAreSaidByTheCaller() {
        var request = CompletionRequest.of("a", it -> it.seed(7));

        assertThat(WireJson.mapper().writeValueAsString(request.body(Optional.of("m"), true)))
                .isEqualTo("{\"model\":\"m\",\"prompt\":\"a\",\"seed\":7,\"stream\":true}");
        assertThatThrownBy(() -> CompletionOptions.of(it -> it.set("stream", true)))
                .hasMessage("stream is not an option: the request says it");
    }

    @Test
    void everyOptionHasItsNameOnTheWire() {
        var options =
                CompletionOptions.of(
                        it ->
                                it.dynatemp(0.1, 2)
                                        .topK(40)
                                        .topP(0.9)
                                        .minP(0.05)
                                        .topNSigma(-1)
                                        .typicalP(1)
                                        .xtc(0.1, 0.2)
                                        .repeatPenalty(1.1, 64)
                                        .presencePenalty(0.1)
                                        .frequencyPenalty(-0.1)
                                        .dry(0.8, 1.75, 2, -1)
                                        .drySequenceBreakers("\n")
                                        .mirostat(2, 5, 0.1)
                                        .samplers("top_k", "temperature")
                                        .stop("a", "b")
                                        .grammar("root ::= \"x\"")
                                        .ignoreEos(true)
                                        .postSamplingProbs(true)
                                        .minKeep(1)
                                        .nKeep(-1)
                                        .maxPredictTime(java.time.Duration.ofSeconds(2))
                                        .idSlot(1)
                                        .cachePrompt(false)
                                        .returnTokens(true)
                                        .returnProgress(true)
                                        .timingsPerToken(true)
                                        .lora(new LoraScale(0, 0.5))
                                        .set("adaptive_target", 0.3));

        assertThat(options.fields().keySet())
                .containsExactly(
                        "dynatemp_range",
                        "dynatemp_exponent",
                        "top_k",
                        "top_p",
                        "min_p",
                        "top_n_sigma",
                        "typical_p",
                        "xtc_probability",
                        "xtc_threshold",
                        "repeat_penalty",
                        "repeat_last_n",
                        "presence_penalty",
                        "frequency_penalty",
                        "dry_multiplier",
                        "dry_base",
                        "dry_allowed_length",
                        "dry_penalty_last_n",
                        "dry_sequence_breakers",
                        "mirostat",
                        "mirostat_tau",
                        "mirostat_eta",
                        "samplers",
                        "stop",
                        "grammar",
                        "ignore_eos",
                        "post_sampling_probs",
                        "min_keep",
                        "n_keep",
                        "t_max_predict_ms",
                        "id_slot",
                        "cache_prompt",
                        "return_tokens",
                        "return_progress",
                        "timings_per_token",
                        "lora",
                        "adaptive_target");
    }

    @Test
    void aBiasOfMinusInfinityForbidsAToken() {
        var options =
                CompletionOptions.of(it -> it.logitBias(Map.of(15, Double.NEGATIVE_INFINITY)));

        assertThat(options.fields().get("logit_bias")).hasToString("[[15,false]]");
    }

    @Test
    void whatNoEngineTakesIsRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> CompletionOptions.of(it -> it.topP(1.5)))
                .hasMessage("top_p must be 0 to 1, was 1.5");
        assertThatThrownBy(() -> CompletionOptions.of(it -> it.nPredict(-2)))
                .hasMessage("n_predict must be at least -1, was -2");
        assertThatThrownBy(() -> CompletionOptions.of(it -> it.temperature(Double.NaN)))
                .hasMessage("temperature must be a number, was NaN");
        assertThatThrownBy(() -> CompletionOptions.of(it -> it.mirostat(3, 5, 0.1)))
                .hasMessage("mirostat is 0, 1 or 2, was 3");
    }

    @Test
    void aGapIsSentWithWhatStandsAroundIt() {
        var request =
                new InfillRequest(
                        "def f(",
                        "return x",
                        List.of(new InfillRequest.ExtraFile("a.py", "x = 1")),
                        "x",
                        CompletionOptions.of(it -> it.nPredict(2)));

        assertThat(WireJson.mapper().writeValueAsString(request.body(Optional.empty(), false)))
                .isEqualTo(
                        "{\"input_prefix\":\"def f(\",\"input_suffix\":\"return x\",\"input_extra\":[{\"filename\":\"a.py\",\"text\":\"x = 1\"}],\"prompt\":\"x\",\"n_predict\":2}");
    }
}
