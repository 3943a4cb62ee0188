package dev.recua.models.gguf;

import java.io.IOException;

/// A file that cannot be used as GGUF; the message says what is wrong, where and by how much.
///
/// I/O failures (no permission, a vanished disk) stay plain [IOException]s.
public final class GgufException extends IOException {
    private static final long serialVersionUID = 1L;

    /// What kind of wrong.
    public enum Reason {
        /// It does not begin with `GGUF`.
        NOT_GGUF,
        /// Valid, but written for big-endian machines.
        BIG_ENDIAN,
        /// A version of the format that llama.cpp does not load.
        VERSION,
        /// It ends too early: a download that is still running, or was cut.
        TRUNCATED,
        /// It contradicts itself or the format.
        MALFORMED,
        /// Larger in its description than any real model, so not worth the memory.
        TOO_LARGE
    }

    private final Reason reason;

    public GgufException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
