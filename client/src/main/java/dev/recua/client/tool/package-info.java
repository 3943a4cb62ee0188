/// Functions that a model may call, with Java records as arguments, and answers that are records: a
/// JSON schema from a record, JSON checked against it with every problem told at once, and the
/// record.
///
/// May import the JDK, Jackson, [dev.recua.client.wire] and the root package. Open
/// [dev.recua.client.tool.Tool] first.
@NullMarked
package dev.recua.client.tool;

import org.jspecify.annotations.NullMarked;
