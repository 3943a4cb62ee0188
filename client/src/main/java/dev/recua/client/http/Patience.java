package dev.recua.client.http;

import java.time.Duration;

/// How long an answer may take. The wait for a free connection and connecting have limits of their
/// own, see [ConnectionPool.Limits] and [Transport#CONNECT_LIMIT].
public sealed interface Patience {
    /// However long it takes: an interrupt or a close ends it.
    static Patience endless() {
        return new Endless();
    }

    /// For an answer in one piece: this long for all of it, headers and body.
    static Patience total(Duration limit) {
        return new Total(limit);
    }

    /// For an answer that comes bit by bit: this long for its headers, and then for the silence
    /// between two reads. An answer that still speaks is never cut.
    static Patience silence(Duration limit) {
        return new Silence(limit);
    }

    /// See [#total].
    record Total(Duration limit) implements Patience {
        public Total {
            positive(limit);
        }
    }

    /// See [#silence].
    record Silence(Duration limit) implements Patience {
        public Silence {
            positive(limit);
        }
    }

    /// See [#endless].
    record Endless() implements Patience {}

    private static void positive(Duration limit) {
        if (limit.isZero() || limit.isNegative())
            throw new IllegalArgumentException("a limit must be above 0, was " + limit);
    }
}
