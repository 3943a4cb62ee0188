package dev.recua.client.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recua.client.wire.WireJson;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RecordReaderTest {
    enum Unit {
        CELSIUS,
        @JsonProperty("f")
        FAHRENHEIT
    }

    @Description("a place on earth")
    record Place(@Description("its name") String city, @Nullable String country) {}

    record Everything(
            Place place,
            Unit unit,
            int days,
            long big,
            double height,
            boolean exact,
            List<String> words,
            Set<Integer> numbers,
            Map<String, Place> places,
            String[] array,
            LocalDate from,
            @Description("until when") Optional<LocalDate> until,
            @JsonProperty("max_count") @Nullable Integer maxCount,
            JsonNode more) {}

    @Test
    void theSchemaSaysAllThatTheRecordSays() {
        String place =
                """
                "type":"object","properties":{
                  "city":{"type":"string","description":"its name"},"country":{"type":"string"}},
                 "required":["city"],"additionalProperties":false,"description":"a place on earth"
                """;

        assertThat((JsonNode) new RecordReader<>(Everything.class).schema())
                .isEqualTo(
                        tree(
                                """
                                {"type":"object","properties":{
                                  "place":{%s},
                                  "unit":{"type":"string","enum":["CELSIUS","f"]},
                                  "days":{"type":"integer"},"big":{"type":"integer"},
                                  "height":{"type":"number"},"exact":{"type":"boolean"},
                                  "words":{"type":"array","items":{"type":"string"}},
                                  "numbers":{"type":"array","items":{"type":"integer"}},
                                  "places":{"type":"object","additionalProperties":{%s}},
                                  "array":{"type":"array","items":{"type":"string"}},
                                  "from":{"type":"string","format":"date"},
                                  "until":{"type":"string","format":"date","description":"until when"},
                                  "max_count":{"type":"integer"},
                                  "more":{}},
                                 "required":["place","unit","days","big","height","exact","words","numbers",
                                   "places","array","from","more"],
                                 "additionalProperties":false}
                                """
                                        .formatted(place, place)));
    }

    @Test
    void jsonThatKeepsTheSchemaBecomesTheRecord() {
        var read =
                new RecordReader<>(Everything.class)
                        .read(
                                """
                                {"place":{"city":"Rome"},"unit":"f","days":3.0,"big":9007199254740993,
                                 "height":2,"exact":true,"words":["a"],"numbers":[1,2],
                                 "places":{"x":{"city":"Bonn","country":"DE"}},"array":["b"],
                                 "from":"2026-11-20","until":null,"more":[1]}
                                """,
                                "It");

        assertThat(read.place()).isEqualTo(new Place("Rome", null));
        assertThat(read.unit()).isEqualTo(Unit.FAHRENHEIT);
        assertThat(read.days()).isEqualTo(3);
        assertThat(read.big()).isEqualTo(9007199254740993L);
        assertThat(read.height()).isEqualTo(2.0);
        assertThat(read.words()).containsExactly("a");
        assertThat(read.numbers()).containsExactlyInAnyOrder(1, 2);
        assertThat(read.places()).containsEntry("x", new Place("Bonn", "DE"));
        assertThat(read.array()).containsExactly("b");
        assertThat(read.from()).isEqualTo(LocalDate.of(2026, 11, 20));
        assertThat(read.until()).isEmpty();
        assertThat(read.maxCount()).isNull();
        assertThat(read.more()).isEqualTo(tree("[1]"));
    }

    record Trip(String city, int days, Unit unit, List<Integer> stops, Optional<Place> hotel) {}

    @Test
    void everyProblemIsToldAtOnceWithItsPlace() {
        var reader = new RecordReader<>(Trip.class);

        var refused =
                catchThrowableOfType(
                        InvalidJson.class,
                        () ->
                                reader.read(
                                        """
                                        {"city":7,"days":2.5,"unit":"KELVIN","stops":[1,"two",null],
                                         "hotel":{"country":null,"stars/5":true},"Days":3}
                                        """,
                                        "The arguments of trip"));

        assertThat(refused.problems())
                .containsExactly(
                        "/city must be a string, was 7",
                        "/days must be an integer, was 2.5",
                        "/unit must be one of \"CELSIUS\", \"f\", was \"KELVIN\"",
                        "/stops/1 must be an integer, was \"two\"",
                        "/stops/2 must not be null",
                        "/hotel/city is missing",
                        "/hotel/stars~15 is not known; known are city, country",
                        "/Days is not known; known are city, days, unit, stops, hotel");
        assertThat(refused)
                .hasMessageStartingWith("The arguments of trip: /city must be a string, was 7; ")
                .hasMessageEndingWith("hotel.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"days\":2147483648} | /days must be from -2147483648 to 2147483647, was 2147483648",
                "{\"days\":1e400} | /days must be",
                "{\"days\":\"1\"} | /days must be an integer, was \"1\"",
                "{\"days\":true} | /days must be an integer, was true",
                "{\"days\":null} | /days must not be null",
                "{} | /days is missing",
                "[] | the whole must be an object, was []",
                "null | the whole must be an object, was null",
                "{\"days\":1,\"days\":2} | it is not JSON: Duplicate Object property \"days\"",
                "{\"days\":1} {} | it is not JSON: ",
                "{\"days\":1 | it is not JSON: ",
                "{'days':1} | it is not JSON: ",
                "`` | it is empty"
            })
    void wrongJsonIsRefused(String json, String problem) {
        assertThatThrownBy(() -> new RecordReader<>(Days.class).read(json, "It"))
                .isInstanceOf(InvalidJson.class)
                .hasMessageStartingWith("It: " + problem);
    }

    record Days(int days) {}

    record Free(JsonNode value) {}

    @Test
    void deepAndHugeJsonIsRefusedWithoutBeingBuilt() {
        var reader = new RecordReader<>(Free.class);
        String deep = "{\"value\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String huge = "{\"value\":\"" + "x".repeat(RecordReader.MAX_CHARACTERS) + "\"}";

        assertThatThrownBy(() -> reader.read(deep, "It"))
                .isInstanceOf(InvalidJson.class)
                .hasMessageContaining("64");
        assertThatThrownBy(() -> reader.read(huge, "It"))
                .isInstanceOf(InvalidJson.class)
                .hasMessage("It: it has 1,048,588 characters; 1,048,576 are allowed.");
    }

    record Numbers(List<Integer> numbers) {}

    @Test
    void noMoreProblemsAreToldThanReadWell() {
        String json = "{\"numbers\":[" + "\"x\",".repeat(99) + "\"x\"]}";

        var refused =
                catchThrowableOfType(
                        InvalidJson.class,
                        () -> new RecordReader<>(Numbers.class).read(json, "It"));

        assertThat(refused.problems()).hasSize(21).last().isEqualTo("and 80 more");
    }

    record Positive(int value) {
        Positive {
            if (value < 1)
                throw new IllegalArgumentException("value must be at least 1, was " + value);
        }
    }

    @Test
    void whatTheRecordItselfRefusesIsToldInItsWords() {
        assertThatThrownBy(() -> new RecordReader<>(Positive.class).read("{\"value\":0}", "It"))
                .isInstanceOf(InvalidJson.class)
                .hasMessage("It: value must be at least 1, was 0.");
        assertThatThrownBy(
                        () -> new RecordReader<>(Place2.class).read("{\"day\":\"tomorrow\"}", "It"))
                .isInstanceOf(InvalidJson.class)
                .hasMessageContaining("tomorrow");
    }

    record Place2(LocalDate day) {}

    record Stay(LocalDate from, Instant booked, UUID guest, Optional<URI> page) {}

    /// An empty text became a date that is null, where the record says that there is one; and what
    /// was no date was told alone, without its place.
    @Test
    void textThatIsNotOfItsFormatIsToldWithItsPlace() {
        var refused =
                catchThrowableOfType(
                        InvalidJson.class,
                        () ->
                                new RecordReader<>(Stay.class)
                                        .read(
                                                """
                                                {"from":"","booked":"today","guest":"","page":"a b"}
                                                """,
                                                "It"));

        assertThat(refused.problems())
                .containsExactly(
                        "/from must be a string of the format date, was \"\"",
                        "/booked must be a string of the format date-time, was \"today\"",
                        "/guest must be a string of the format uuid, was \"\"",
                        "/page must be a string of the format uri, was \"a b\"");
    }

    record Sizes(double height, float width, BigDecimal price) {}

    @Test
    void aNumberThatItsTypeCannotHoldIsNoInfinity() {
        String many = "9".repeat(400);

        var refused =
                catchThrowableOfType(
                        InvalidJson.class,
                        () ->
                                new RecordReader<>(Sizes.class)
                                        .read(
                                                "{\"height\":1e999,\"width\":-1e39,\"price\":%s}"
                                                        .formatted(many),
                                                "It"));

        assertThat(refused.problems())
                .containsExactly(
                        "/height must be from -1.7976931348623157E308 to 1.7976931348623157E308",
                        "/width must be from -3.4028234663852886E38 to 3.4028234663852886E38",
                        "/price must be from -1.7976931348623157E308 to 1.7976931348623157E308");
    }

    sealed interface Animal {}

    record Cat(String name) implements Animal {}

    record Node(String value, List<Node> children) {}

    record Owner(Animal animal) {}

    record Raw(List<?> list) {}

    record Counted(Map<Integer, String> names) {}

    record Generic<T>(T value) {}

    @Test
    void typesThatNoModelCanFillAreRefusedByTheirComponent() {
        refused(Owner.class, "Owner.animal is ");
        refused(Node.class, "Node contains itself");
        refused(Raw.class, "Raw.list[] is ");
        refused(
                Counted.class,
                "Counted.names is java.util.Map<java.lang.Integer, java.lang.String>");
        refused(Generic.class, "Generic.value is T");
    }

    private static void refused(Class<? extends Record> type, String message) {
        assertThatThrownBy(() -> new RecordReader<>(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageContaining("sealed types");
    }

    private static JsonNode tree(String json) {
        return WireJson.mapper().readTree(json);
    }
}
