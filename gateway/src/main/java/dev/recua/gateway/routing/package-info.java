/// From the name in a request to what it means.
///
/// [dev.recua.gateway.routing.Resolver] is pure: the catalogue and the name give a
/// [dev.recua.gateway.routing.Resolution]. May import `dev.recua.models` only. Open
/// `Resolver` first.
@NullMarked
package dev.recua.gateway.routing;

import org.jspecify.annotations.NullMarked;
