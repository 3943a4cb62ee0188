package dev.recua.client.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ToolCall;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolboxTest {
    record Weather(@Description("a city") String city, int days) {}

    private static final Tool WEATHER =
            Tool.of(
                    "weather",
                    "Tells the weather of a city.",
                    Weather.class,
                    it -> it.city() + ": sun for " + it.days() + " days");

    private static final Tool BROKEN =
            Tool.of(
                    "broken",
                    "Fails.",
                    Weather.class,
                    it -> {
                        throw new IOException("no route to " + it.city());
                    });

    private final Toolbox tools = new Toolbox(List.of(WEATHER, BROKEN));

    @Test
    void aToolIsDescribedAsServersWantIt() {
        assertThat(WireJson.mapper().valueToTree(tools.definitions()).get(0))
                .isEqualTo(
                        WireJson.mapper()
                                .readTree(
                                        """
                                        {"type":"function","function":{"name":"weather",
                                         "description":"Tells the weather of a city.",
                                         "parameters":{"type":"object","properties":{
                                           "city":{"type":"string","description":"a city"},
                                           "days":{"type":"integer"}},
                                          "required":["city","days"],"additionalProperties":false}}}
                                        """));
    }

    @Test
    void aCallGetsItsResult() throws InterruptedException {
        ToolResult result = run("weather", "{\"city\":\"Rome\",\"days\":3}");

        assertThat(result.succeeded()).isTrue();
        assertThat(result.message())
                .isEqualTo(ChatMessage.toolResult("c1", "Rome: sun for 3 days"));
    }

    @Test
    void whatIsNotTextIsToldAsJson() throws Exception {
        record Nothing() {}
        var tool = Tool.of("t", "", Nothing.class, it -> Map.of("a", List.of(1)));

        assertThat(tool.call("{}")).isEqualTo("{\"a\":[1]}");
        assertThat(Tool.of("t", "", Nothing.class, it -> null).call("{}")).isEqualTo("null");
    }

    @Test
    void argumentsThatDoNotFitAreToldToTheModelWithEveryProblem() throws InterruptedException {
        ToolResult result = run("weather", "{\"city\":1,\"when\":\"now\"}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.failure()).isEmpty();
        assertThat(result.text())
                .isEqualTo(
                        "Error: The arguments of weather: /city must be a string, was 1; /days is missing; /when is not known; known are city, days. Call it again with all of them right.");
    }

    @Test
    void aToolThatThrowsIsToldToTheModelAndToTheProgram() throws InterruptedException {
        ToolResult result = run("broken", "{\"city\":\"Rome\",\"days\":3}");

        assertThat(result.text())
                .isEqualTo("Error: broken failed with IOException: no route to Rome");
        assertThat(result.failure()).containsInstanceOf(IOException.class);
    }

    @Test
    void aToolThatDoesNotExistIsToldWithThoseThatDo() throws InterruptedException {
        assertThat(run("forecast", "{}").text())
                .isEqualTo("Error: there is no tool \"forecast\"; there are weather, broken.");
        assertThat(new Toolbox(List.of()).run(ToolCall.of("c1", "f", "{}")).text())
                .isEqualTo("Error: there is no tool \"f\"; there are none.");
    }

    @Test
    void anInterruptPasses() {
        var waiting =
                Tool.of(
                        "wait",
                        "",
                        Weather.class,
                        it -> {
                            throw new InterruptedException("asked to stop");
                        });

        assertThatThrownBy(
                        () ->
                                new Toolbox(List.of(waiting))
                                        .run(
                                                ToolCall.of(
                                                        "c1",
                                                        "wait",
                                                        "{\"city\":\"x\",\"days\":1}")))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void twoToolsOfOneNameAreRefused() {
        assertThatThrownBy(() -> new Toolbox(List.of(WEATHER, WEATHER)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two tools are called weather");
    }

    private ToolResult run(String name, String arguments) throws InterruptedException {
        return tools.run(ToolCall.of("c1", name, arguments));
    }
}
