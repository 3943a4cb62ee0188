/// Which models this machine has: folders are scanned and watched, and each change gives a new
/// immutable list.
///
/// Flow: [FolderWalk] lists files, [FileInspector] reads their headers (and remembers them),
/// [ModelScanner] makes models of files, [CatalogueBuilder] names them and adds what the
/// configuration says (pure), [ModelLibrary] does all this again when a folder changes. May
/// import `gguf` and `naming`. Open first: [ModelLibrary], then [Model].
@NullMarked
package dev.recua.models.catalogue;

import org.jspecify.annotations.NullMarked;
