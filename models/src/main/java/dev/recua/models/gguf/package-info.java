/// The header of a GGUF file: read with bounds, checked as llama.cpp checks it, and told as
/// facts.
///
/// A file comes from the internet, so no count, length or offset in it is believed before it is
/// held against the size of the file. May import the JDK only. Open first: [GgufReader].
@NullMarked
package dev.recua.models.gguf;

import org.jspecify.annotations.NullMarked;
