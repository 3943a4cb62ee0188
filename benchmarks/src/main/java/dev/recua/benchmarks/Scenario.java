package dev.recua.benchmarks;

import java.util.List;

/// Something about the whole product that is measured.
interface Scenario {
    /// For the command line and as a heading.
    String name();

    /// What is measured and how, in a sentence or two, for the report.
    String how();

    /// Measures. Ends every process that it started.
    ///
    /// @throws Exception when it cannot measure: a benchmark that guesses is worth nothing
    List<Sample> measure(Workbench bench) throws Exception;
}
