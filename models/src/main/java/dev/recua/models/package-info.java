/// What is on disk: which models this machine has, what their files say, and what they are
/// called.
///
/// Three packages, each of use alone: `gguf` reads the header of one file and trusts nothing in
/// it, `naming` turns file names into short names and aliases (pure functions), `catalogue` scans
/// folders, keeps watching them and publishes an immutable list. May import the JDK and Jackson;
/// knows no engine and no gateway. Open first: [dev.recua.models.catalogue.ModelLibrary].
@NullMarked
package dev.recua.models;

import org.jspecify.annotations.NullMarked;
