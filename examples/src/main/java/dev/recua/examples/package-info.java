/// Examples: one idea in one file, each with a `main` and no framework around it.
///
/// `examples/run.sh NAME` runs one from its source; the first line of each file says with which
/// arguments. An example may import any library of ours (`client`, `models`, `supervisor`) and
/// knows no other example, so that it can be copied out of here alone. Open
/// [dev.recua.examples.AskAModel] first. Every build runs all of them and looks at what they print.
@NullMarked
package dev.recua.examples;

import org.jspecify.annotations.NullMarked;
