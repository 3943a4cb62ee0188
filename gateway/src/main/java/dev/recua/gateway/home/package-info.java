/// The folders of one installation, and who uses them: where everything lies ([Folders]), the lock
/// that lets only one gateway in ([HomeLock]), and the note by which others find it
/// ([GatewayFile]).
///
/// May import: the JDK and Jackson. Open [Folders] first.
@NullMarked
package dev.recua.gateway.home;

import org.jspecify.annotations.NullMarked;
