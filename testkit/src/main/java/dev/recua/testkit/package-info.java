/// Test helpers that every room may use in test scope.
///
/// It knows the JDK and Jackson and none of our rooms. Open [FakeLlamaServer] first: an engine
/// that is a real process and does what a test asks. [FakeClock] stands still until it is moved;
/// [Golden] reads recorded truth; [RealEngine] finds the real llama-server for tests.
@NullMarked
package dev.recua.testkit;

import org.jspecify.annotations.NullMarked;
