/// Records of the gateway's own API (`/api/…`), as they go over the wire.
///
/// May import Jackson and the JDK. Open [dev.recua.client.admin.ModelInfo] first.
@NullMarked
package dev.recua.client.admin;

import org.jspecify.annotations.NullMarked;
