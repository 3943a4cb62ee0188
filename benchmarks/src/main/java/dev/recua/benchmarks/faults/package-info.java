/// The table of faults, played to three Java clients: ours, OpenAI's and LangChain4j's. Writes
/// `docs/reference/client-faults.md`.
///
/// May import anything; knows `testkit`'s fault server. Open
/// [dev.recua.benchmarks.faults.ClientFaults] first.
@NullMarked
package dev.recua.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
