package dev.recua.models.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recua.testkit.gguf.TinyGguf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GgufReaderTest {
    @TempDir Path folder;

    @Test
    void theBundledModelTellsWhatItsReadmeSays() throws IOException {
        Path file = Path.of("../bundled/recua-tiny-3m-instruct-q8_0.gguf");

        GgufHeader header = GgufReader.read(file);
        ModelFacts facts = ModelFacts.of(header);

        assertThat(header.version()).isEqualTo(3);
        assertThat(header.fileSize()).isEqualTo(3_281_984);
        assertThat(header.metadata()).hasSize(32);
        assertThat(header.tensors()).hasSize(57);
        assertThat(header.count("tokenizer.ggml.tokens")).hasValue(1024);
        assertThat(facts.role()).isEqualTo(FileRole.MODEL);
        assertThat(facts.parameters()).isEqualTo(3_049_920);
        assertThat(facts.architecture()).hasValue("llama");
        assertThat(facts.quantization()).hasValue("Q8_0");
        assertThat(facts.contextLength()).hasValue(1024);
        assertThat(facts.embeddingLength()).hasValue(192);
        assertThat(facts.blockCount()).hasValue(6);
        assertThat(facts.basename()).hasValue("recua-tiny");
        assertThat(facts.chatTemplate()).isTrue();
        assertThat(facts.toolTemplate()).isTrue();
        assertThat(facts.encoder()).isFalse();
        assertThat(facts.pooling()).isEmpty();
    }

    @Test
    void everyMetadataTypeIsReadWithItsValue() throws IOException {
        GgufHeader header =
                read(
                        TinyGguf.empty()
                                .u8("u8", 255)
                                .i8("i8", -128)
                                .u16("u16", 65_535)
                                .i16("i16", -32_768)
                                .u32("u32", 4_294_967_295L)
                                .i32("i32", Integer.MIN_VALUE)
                                .f32("f32", 1.5f)
                                .flag("flag", true)
                                .text("text", "çağ 模型")
                                .u64("u64", -1L)
                                .i64("i64", Long.MIN_VALUE)
                                .f64("f64", Math.PI)
                                .array("numbers", 4, List.of(1, 2, 3)));

        assertThat(header.whole("u8")).hasValue(255);
        assertThat(header.whole("i8")).hasValue(-128);
        assertThat(header.whole("u16")).hasValue(65_535);
        assertThat(header.whole("i16")).hasValue(-32_768);
        assertThat(header.whole("u32")).hasValue(4_294_967_295L);
        assertThat(header.whole("i32")).hasValue(Integer.MIN_VALUE);
        assertThat(header.find("f32")).hasValue(new GgufValue.Real(ValueType.FLOAT32, 1.5));
        assertThat(header.flag("flag")).hasValue(true);
        assertThat(header.text("text")).hasValue("çağ 模型");
        assertThat(header.whole("u64")).hasValue(-1);
        assertThat(header.whole("i64")).hasValue(Long.MIN_VALUE);
        assertThat(header.find("f64")).hasValue(new GgufValue.Real(ValueType.FLOAT64, Math.PI));
        assertThat(header.find("numbers"))
                .hasValueSatisfying(
                        value -> {
                            var array = (GgufValue.Array) value;
                            assertThat(array.isWhole()).isTrue();
                            assertThat(array.first())
                                    .extracting(element -> ((GgufValue.Whole) element).value())
                                    .containsExactly(1L, 2L, 3L);
                        });
    }

    @Test
    void arraysOfEveryElementTypeAreStepped_Over() throws IOException {
        var file = TinyGguf.empty();
        for (int type = 0; type <= 12; type++) {
            if (type == 9) {
                continue;
            }
            Object element =
                    switch (type) {
                        case 6 -> 1f;
                        case 7 -> true;
                        case 8 -> "word";
                        case 12 -> 1d;
                        default -> 1;
                    };
            file.array("a" + type, type, Collections.nCopies(2000, element));
        }

        GgufHeader header = read(file.text("last", "still found"));

        assertThat(header.metadata()).hasSize(13);
        assertThat(header.count("a8")).hasValue(2000);
        assertThat(header.text("last")).hasValue("still found");
    }

    @Test
    void aLongTokenListIsCountedButOnlyItsFirstWordsAreKept() throws IOException {
        List<String> words = IntStream.range(0, 100_000).mapToObj(i -> "word" + i).toList();

        GgufHeader header = read(TinyGguf.empty().texts("tokens", words).text("after", "yes"));

        var array = (GgufValue.Array) header.find("tokens").orElseThrow();
        assertThat(array.count()).isEqualTo(100_000);
        assertThat(array.first()).hasSize(8).first().isEqualTo(new GgufValue.Text("word0", 5));
        assertThat(header.text("after")).hasValue("yes");
    }

    @Test
    void aTextBeyondTheLimitKeepsItsBeginningAndItsLength() throws IOException {
        GgufHeader header =
                read(TinyGguf.empty().text("long", "x".repeat(200_000)).text("after", "yes"));

        var text = (GgufValue.Text) header.find("long").orElseThrow();
        assertThat(text.bytes()).isEqualTo(200_000);
        assertThat(text.value()).hasSize(GgufReader.TEXT_KEPT);
        assertThat(header.text("after")).hasValue("yes");
    }

    @Test
    void tensorsAreListedWithTheirPlaceAndSize() throws IOException {
        GgufHeader header =
                read(
                        TinyGguf.model("llama")
                                .alignment(64)
                                .tensor("a", TinyGguf.Q8_0, 32, 3)
                                .tensor("b", TinyGguf.F32, 5)
                                .tensor("c", TinyGguf.F16));

        assertThat(header.alignment()).isEqualTo(64);
        assertThat(header.dataOffset() % 64).isZero();
        assertThat(header.tensors())
                .containsExactly(
                        new TensorInfo("a", List.of(32L, 3L), 8, 0, 96, OptionalLong.of(102)),
                        new TensorInfo("b", List.of(5L), 0, 128, 5, OptionalLong.of(20)),
                        new TensorInfo("c", List.of(), 1, 192, 1, OptionalLong.of(2)));
        assertThat(header.parameters()).isEqualTo(102);
    }

    @Test
    void bytesAfterTheLastTensorAreLegal() throws IOException {
        GgufHeader header = read(TinyGguf.chatModel(64).trailing(new byte[1000]));

        assertThat(header.parameters()).isEqualTo(64);
    }

    @Test
    void aTensorTypeNewerThanOursIsAcceptedAndItsSizeUnknown() throws IOException {
        GgufHeader header =
                read(
                        TinyGguf.model("llama")
                                .tensorOf("new", 57, 100, 32, 4)
                                .tensor("known", TinyGguf.F32, 4));

        assertThat(header.tensors().getFirst().bytes()).isEmpty();
        assertThat(header.tensors().getFirst().typeLabel()).isEqualTo("type 57");
        assertThat(header.parameters()).isEqualTo(132);
    }

    @Test
    void versionTwoIsReadLikeVersionThree() throws IOException {
        assertThat(read(TinyGguf.chatModel(32).version(2)).version()).isEqualTo(2);
    }

    @Test
    void aCutFileSaysHowManyBytesAreMissing() {
        refuses(TinyGguf.chatModel(3200).withoutLast(1234), GgufException.Reason.TRUNCATED)
                .contains("the tensors need 1234 more", "token_embd.weight");
    }

    @Test
    void aFileCutInsideTheHeaderSaysWhere() {
        byte[] whole = TinyGguf.chatModel(32).bytes();

        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part))
                    .isInstanceOfSatisfying(
                            GgufException.class,
                            e -> assertThat(e.reason()).isEqualTo(GgufException.Reason.TRUNCATED));
        }
    }

    @Test
    void aBigEndianFileIsRecognisedAsSuch() {
        refuses(TinyGguf.chatModel(32).bigEndian(), GgufException.Reason.BIG_ENDIAN)
                .contains("big-endian", "version 3");
    }

    @Test
    void otherVersionsAreRefused() {
        for (int version : List.of(0, 1, 4, 99, -1)) {
            refuses(TinyGguf.empty().version(version), GgufException.Reason.VERSION)
                    .contains("2 and 3");
        }
    }

    @Test
    void otherFilesAreNamedByTheirFirstBytes() {
        assertThatThrownBy(() -> read("<!DOCTYPE html>".getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("begins with '<!DO'");
        assertThatThrownBy(
                        () ->
                                read(
                                        "version https://git-lfs.github.com/spec/v1"
                                                .getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("Git LFS pointer");
        assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("empty");
    }

    @Test
    void contradictionsInTheMetadataAreRefused() {
        malformed(TinyGguf.empty().text("twice", "a").text("twice", "b")).contains("'twice'");
        malformed(TinyGguf.empty().text("", "a")).contains("0 bytes long");
        malformed(TinyGguf.empty().array("deep", 9, List.of())).contains("array of arrays");
        malformed(TinyGguf.empty().unknownType("odd", 13)).contains("value type 13");
        malformed(TinyGguf.empty().array("odd", 77, List.of())).contains("value type 77");
        malformed(TinyGguf.empty().u64("general.alignment", 32)).contains("general.alignment");
        malformed(TinyGguf.empty().u32("general.alignment", 48)).contains("general.alignment");
        malformed(TinyGguf.empty().u32("general.alignment", 0)).contains("general.alignment");
        malformed(TinyGguf.empty().text("k".repeat(70_000), "v")).contains("70000 bytes long");
        malformed(TinyGguf.empty().announce(-2, 0)).contains("tensors is negative: -2");
        malformed(TinyGguf.empty().announce(0, Long.MIN_VALUE)).contains("entries is negative");
    }

    @Test
    void contradictionsInTheTensorListAreRefused() {
        malformed(TinyGguf.empty().tensor("t", TinyGguf.F32, 8).tensor("t", TinyGguf.F32, 8))
                .contains("two tensors named 't'");
        malformed(TinyGguf.empty().tensor("n".repeat(64), TinyGguf.F32, 8)).contains("64 bytes");
        malformed(TinyGguf.empty().tensor("t", TinyGguf.F32, 1, 1, 1, 1, 1)).contains("5 dim");
        malformed(TinyGguf.empty().tensorOf("t", 0, 4, -1)).contains("negative dimension");
        malformed(TinyGguf.empty().tensorOf("t", 0, 4, 1L << 40, 1L << 40)).contains("large");
        malformed(TinyGguf.empty().tensorOf("t", 0, 4, 1L << 62)).contains("large");
        malformed(TinyGguf.empty().tensorOf("t", 8, 34, 33)).contains("blocks of 32");
        malformed(TinyGguf.empty().tensorOf("t", 4, 34, 32)).contains("ggml type 4");
        malformed(TinyGguf.empty().tensorOf("t", -7, 34, 32)).contains("ggml type -7");
        malformed(TinyGguf.empty().tensorAt("t", TinyGguf.F32, 32, 32, 8)).contains("byte 32");
    }

    @Test
    void countsThatTheFileCannotHoldAreRefusedBeforeAnythingIsRead() {
        refuses(TinyGguf.chatModel(32).announce(1, Long.MAX_VALUE), GgufException.Reason.TRUNCATED)
                .contains("9223372036854775807 metadata entries");
        refuses(TinyGguf.chatModel(32).announce(1L << 40, -1), GgufException.Reason.TRUNCATED)
                .contains("1099511627776 tensors");
    }

    @Test
    void aHeaderThatWouldFillTheMemoryIsRefused() {
        var file = TinyGguf.empty();
        IntStream.range(0, 40_000).forEach(i -> file.u8("key" + i, 1));

        refuses(file, GgufException.Reason.TOO_LARGE).contains("more than 4 MiB");
    }

    private AbstractStringAssert<?> malformed(TinyGguf file) {
        return refuses(file, GgufException.Reason.MALFORMED);
    }

    private AbstractStringAssert<?> refuses(TinyGguf file, GgufException.Reason reason) {
        var thrown = catchThrowableOfType(GgufException.class, () -> read(file));
        assertThat(thrown).isNotNull();
        assertThat(thrown.reason()).as(thrown.getMessage()).isEqualTo(reason);
        return assertThat(thrown.getMessage());
    }

    private GgufHeader read(TinyGguf file) throws IOException {
        return read(file.bytes());
    }

    private GgufHeader read(byte[] bytes) throws IOException {
        return GgufReader.read(Files.write(folder.resolve("a.gguf"), bytes));
    }
}
