package dev.recua.testkit;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// The slots of one [FakeEngine]: who works, and how far it is, as `/slots` of 0.7.0 tells it.
///
/// Safe from any thread. An answer that finds no free slot works on without one: the fake does not
/// queue.
final class FakeSlots {

    private static final int NONE = -1;

    private final AtomicInteger tasks = new AtomicInteger();
    private final Slot[] slots;
    private final String context;

    FakeSlots(int count, String context) {
        this.context = context;
        this.slots = new Slot[count];
        for (int i = 0; i < count; i++) slots[i] = new Slot();
    }

    /// What one slot does now, or did last.
    private static final class Slot {
        private int task = NONE;
        private boolean busy;
        private Work work = new Work(0, 0, false);
    }

    /// One answer on its way: first the prompt is read, then tokens are made.
    static final class Work {
        private final long began = System.nanoTime();
        private final long promptTokens;
        private final long promptMillis;
        private final boolean stuck;
        private final AtomicInteger decoded = new AtomicInteger();

        /// @param promptMillis how long the prompt takes; its tokens are read evenly meanwhile
        /// @param stuck        whether it stands still at half of the prompt for ever
        Work(long promptTokens, long promptMillis, boolean stuck) {
            this.promptTokens = promptTokens;
            this.promptMillis = promptMillis;
            this.stuck = stuck;
        }

        /// One token more.
        void token() {
            decoded.incrementAndGet();
        }

        private long processed() {
            long millis = (System.nanoTime() - began) / 1_000_000;
            long read =
                    millis >= promptMillis ? promptTokens : promptTokens * millis / promptMillis;
            return stuck ? Math.min(read, promptTokens / 2) : read;
        }
    }

    /// Puts `work` into a free slot.
    ///
    /// @return its number, for [#end]; -1 when none is free
    synchronized int begin(Work work) {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i].busy) continue;
            slots[i].busy = true;
            slots[i].work = work;
            slots[i].task = tasks.getAndIncrement();
            return i;
        }
        return NONE;
    }

    /// Frees a slot; -1 is no slot.
    synchronized void end(int slot) {
        if (slot != NONE) slots[slot].busy = false;
    }

    /// The JSON of `/slots`.
    ///
    /// @param frozen whether the first slot says that it works and nothing that is told ever moves
    synchronized String json(boolean frozen) {
        StringBuilder all = new StringBuilder("[");
        for (int i = 0; i < slots.length; i++) {
            all.append(i == 0 ? "" : ",").append(json(i, frozen));
        }
        return all.append(']').toString();
    }

    private String json(int number, boolean frozen) {
        Slot slot = slots[number];
        String head =
                "{\"id\":%d,\"n_ctx\":%s,\"speculative\":false,\"is_processing\":%b"
                        .formatted(number, context, slot.busy || (frozen && number == 0));
        if (frozen && (slot.busy || number == 0)) return head + progress(0, 16, 16, 1, true) + "}";
        if (slot.task == NONE) return head + "}";
        Work work = slot.work;
        return head
                + progress(
                        slot.task,
                        work.promptTokens,
                        slot.busy ? work.processed() : 0,
                        slot.busy ? work.decoded.get() : 0,
                        slot.busy)
                + "}";
    }

    private static String progress(
            int task, long promptTokens, long processed, int decoded, boolean more) {
        return String.format(
                Locale.ROOT,
                ",\"id_task\":%d,\"n_prompt_tokens\":%d,\"n_prompt_tokens_processed\":%d,"
                        + "\"n_prompt_tokens_cache\":0,\"params\":{},\"next_token\":[{\"has_next_token\":%b,"
                        + "\"has_new_line\":false,\"n_remain\":-1,\"n_decoded\":%d}]",
                task,
                promptTokens,
                processed,
                more,
                decoded);
    }
}
