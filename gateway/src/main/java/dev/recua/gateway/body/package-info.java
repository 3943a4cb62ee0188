/// A request body, read once and sent as often as needed.
///
/// Reads what a caller uploads: small bodies stay in memory under one shared budget, large ones go
/// to a private temporary file, and on the way a byte scanner finds `model` and `stream` without
/// building a tree, in JSON ([dev.recua.gateway.body.JsonScanner]) or in a multipart form
/// ([dev.recua.gateway.body.FormScanner]). What it gives ([RequestBody]) can be sent to an engine
/// again when the first engine dies. Everything here runs on the event loop; only file operations
/// run elsewhere.
///
/// May use the JDK and Vert.x core, nothing else of ours. Open [BodyReader] first.
@NullMarked
package dev.recua.gateway.body;

import org.jspecify.annotations.NullMarked;
