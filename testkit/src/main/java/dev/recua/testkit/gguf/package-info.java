/// Writes GGUF files of a few hundred bytes, right or deliberately wrong, for tests.
///
/// Imports the JDK only. Open first: [TinyGguf].
@NullMarked
package dev.recua.testkit.gguf;

import org.jspecify.annotations.NullMarked;
