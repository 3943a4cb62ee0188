/// From file names to the short names that people type, and from names to the OpenAI aliases.
///
/// Pure functions over text, no file is opened. May import the JDK and `gguf` (for
/// [dev.recua.models.gguf.QuantLabel]). Open first: [FileName] (one file), then [ModelNamer]
/// (many files, collisions), then [AliasElection].
@NullMarked
package dev.recua.models.naming;

import org.jspecify.annotations.NullMarked;
