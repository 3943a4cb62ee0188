package dev.recua.testkit.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Builds a GGUF file in memory: metadata of every type, tensors, and on request every way to be
/// broken.
///
/// What it writes is well-formed unless a method says otherwise; the tensor data is zeros.
/// llama-server does not load the result as a model (there are no real weights), but it is a file
/// like any other to everything that reads headers. A builder for one thread.
///
/// ```java
/// TinyGguf.model("llama").text("general.name", "Tiny").u32("llama.context_length", 512)
///         .tensor("token_embd.weight", TinyGguf.F32, 32, 8).write(folder.resolve("tiny.gguf"));
/// ```
public final class TinyGguf {
    public static final int F32 = 0;
    public static final int F16 = 1;
    public static final int Q4_0 = 2;
    public static final int Q8_0 = 8;

    private static final Map<Integer, int[]> BLOCKS =
            Map.of(
                    F32,
                    new int[] {1, 4},
                    F16,
                    new int[] {1, 2},
                    Q4_0,
                    new int[] {32, 18},
                    Q8_0,
                    new int[] {32, 34});

    /// One metadata entry with its value already typed.
    private record Entry(String key, int type, Object value) {}

    /// An array value.
    private record Elements(int type, List<?> values) {}

    private record Tensor(String name, int type, List<Long> dims, long bytes, long offset) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<Tensor> tensors = new ArrayList<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private int version = 3;
    private long alignment = 32;
    private long end;
    private long entryCount = -1;
    private long tensorCount = -1;
    private byte[] trailing = {};
    private long cut;

    private TinyGguf() {}

    /// A file without anything in it.
    public static TinyGguf empty() {
        return new TinyGguf();
    }

    /// A file that says it is a model of this architecture; add tensors as you need.
    public static TinyGguf model(String architecture) {
        return empty().text("general.architecture", architecture).text("general.type", "model");
    }

    /// A whole small chat model to a header reader: llama, one tensor of `parameters` numbers, a
    /// chat template.
    ///
    /// @param parameters a multiple of 32
    public static TinyGguf chatModel(long parameters) {
        return model("llama")
                .u32("general.file_type", 7)
                .u32("llama.context_length", 2048)
                .u32("llama.embedding_length", 32)
                .u32("llama.block_count", 1)
                .text("tokenizer.chat_template", "{{ messages }}")
                .tensor("token_embd.weight", Q8_0, 32, parameters / 32);
    }

    public TinyGguf version(int version) {
        this.version = version;
        return this;
    }

    public TinyGguf bigEndian() {
        order = ByteOrder.BIG_ENDIAN;
        return this;
    }

    public TinyGguf u8(String key, int value) {
        return entry(key, 0, value);
    }

    public TinyGguf i8(String key, int value) {
        return entry(key, 1, value);
    }

    public TinyGguf u16(String key, int value) {
        return entry(key, 2, value);
    }

    public TinyGguf i16(String key, int value) {
        return entry(key, 3, value);
    }

    /// An unsigned number, up to 4294967295.
    public TinyGguf u32(String key, long value) {
        return entry(key, 4, value);
    }

    public TinyGguf i32(String key, int value) {
        return entry(key, 5, value);
    }

    public TinyGguf f32(String key, float value) {
        return entry(key, 6, value);
    }

    public TinyGguf flag(String key, boolean value) {
        return entry(key, 7, value);
    }

    public TinyGguf text(String key, String value) {
        return entry(key, 8, value);
    }

    /// An unsigned number, given as its bits.
    public TinyGguf u64(String key, long value) {
        return entry(key, 10, value);
    }

    public TinyGguf i64(String key, long value) {
        return entry(key, 11, value);
    }

    public TinyGguf f64(String key, double value) {
        return entry(key, 12, value);
    }

    public TinyGguf texts(String key, List<String> values) {
        return entry(key, 9, new Elements(8, List.copyOf(values)));
    }

    /// An array of any element type, by its number in the file.
    public TinyGguf array(String key, int elementType, List<?> values) {
        return entry(key, 9, new Elements(elementType, List.copyOf(values)));
    }

    /// Wrong on purpose: a value of a type that does not exist, followed by four zero bytes.
    public TinyGguf unknownType(String key, int type) {
        return entry(key, type, 0L);
    }

    /// Also moves the tensors that are added from now on.
    public TinyGguf alignment(int bytes) {
        alignment = bytes;
        return u32("general.alignment", bytes);
    }

    /// One tensor after the others. `type` is one of the constants of this class.
    public TinyGguf tensor(String name, int type, long... dims) {
        int[] block = BLOCKS.get(type);
        if (block == null) {
            throw new IllegalArgumentException(
                    "say how many bytes a tensor of type " + type + " has");
        }
        long elements = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        return tensorOf(name, type, elements / block[0] * block[1], dims);
    }

    /// One tensor of any type number and any size in bytes.
    public TinyGguf tensorOf(String name, int type, long bytes, long... dims) {
        return tensorAt(name, type, bytes, end, dims);
    }

    /// One tensor at any offset: wrong on purpose unless it is the next one.
    public TinyGguf tensorAt(String name, int type, long bytes, long offset, long... dims) {
        tensors.add(new Tensor(name, type, Arrays.stream(dims).boxed().toList(), bytes, offset));
        end = (offset + bytes + alignment - 1) / alignment * alignment;
        return this;
    }

    /// Wrong on purpose: the header announces other counts than there are; -1 tells the truth.
    public TinyGguf announce(long tensorCount, long entryCount) {
        this.tensorCount = tensorCount;
        this.entryCount = entryCount;
        return this;
    }

    /// Bytes after the last tensor.
    public TinyGguf trailing(byte... bytes) {
        trailing = bytes.clone();
        return this;
    }

    /// Leaves out the last bytes, as an interrupted download does.
    public TinyGguf withoutLast(long bytes) {
        cut = bytes;
        return this;
    }

    /// The file; the end of the last tensor is not padded.
    public byte[] bytes() {
        var out = new Output(order);
        out.raw("GGUF".getBytes(StandardCharsets.US_ASCII));
        out.i32(version);
        out.i64(tensorCount == -1 ? tensors.size() : tensorCount);
        out.i64(entryCount == -1 ? entries.size() : entryCount);
        for (Entry entry : entries) {
            out.text(entry.key());
            out.i32(entry.type());
            out.value(entry.type(), entry.value());
        }
        for (Tensor tensor : tensors) {
            out.text(tensor.name());
            out.i32(tensor.dims().size());
            for (long dim : tensor.dims()) {
                out.i64(dim);
            }
            out.i32(tensor.type());
            out.i64(tensor.offset());
        }
        out.pad(alignment);
        long start = out.size();
        for (Tensor tensor : tensors) {
            out.zerosUpTo(start + tensor.offset() + tensor.bytes());
        }
        out.raw(trailing);
        return Arrays.copyOf(out.bytes(), (int) Math.max(0, out.size() - cut));
    }

    /// Writes the file, making its folder; an existing one is replaced.
    ///
    /// @return `file`
    public Path write(Path file) {
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private TinyGguf entry(String key, int type, Object value) {
        entries.add(new Entry(key, type, value));
        return this;
    }

    /// Bytes in one byte order.
    private static final class Output {
        private final ByteOrder order;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Output(ByteOrder order) {
            this.order = order;
        }

        void raw(byte[] bytes) {
            out.writeBytes(bytes);
        }

        void i32(int value) {
            raw(ByteBuffer.allocate(4).order(order).putInt(value).array());
        }

        void i64(long value) {
            raw(ByteBuffer.allocate(8).order(order).putLong(value).array());
        }

        void text(String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            i64(bytes.length);
            raw(bytes);
        }

        void value(int type, Object value) {
            switch (value) {
                case String text -> text(text);
                case Boolean flag -> out.write(flag ? 1 : 0);
                case Elements elements -> {
                    i32(elements.type());
                    i64(elements.values().size());
                    elements.values().forEach(element -> value(elements.type(), element));
                }
                case Float number -> i32(Float.floatToIntBits(number));
                case Double number -> i64(Double.doubleToLongBits(number));
                case Number number -> whole(type, number.longValue());
                default -> throw new IllegalArgumentException("no GGUF value: " + value);
            }
        }

        private void whole(int type, long value) {
            switch (type) {
                case 0, 1, 7 -> out.write((int) value);
                case 2, 3 ->
                        raw(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
                case 10, 11, 12 -> i64(value);
                default -> i32((int) value);
            }
        }

        void pad(long alignment) {
            zerosUpTo((size() + alignment - 1) / alignment * alignment);
        }

        void zerosUpTo(long size) {
            raw(new byte[(int) Math.max(0, size - size())]);
        }

        long size() {
            return out.size();
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
