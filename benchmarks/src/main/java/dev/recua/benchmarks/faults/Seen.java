package dev.recua.benchmarks.faults;

import java.time.Duration;

/// What one client made of one fault.
///
/// @param what   the class that was thrown, or what was answered
/// @param words  the message, in one line; empty when there is none
/// @param thrown whether it threw at all
/// @param took   until it threw or answered
record Seen(String what, String words, boolean thrown, Duration took) {}
