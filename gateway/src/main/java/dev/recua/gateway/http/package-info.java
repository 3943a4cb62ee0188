/// The door: routes, who may come in, and the one place where an outcome becomes a status and an
/// error body.
///
/// A request passes [dev.recua.gateway.http.OriginGuard] and [dev.recua.gateway.http.KeyCheck],
/// then [dev.recua.gateway.http.Routes] hands it to a door of the gateway's own or to a model:
/// [dev.recua.gateway.http.ModelTable] lists the routes that engines answer,
/// `UpstreamRoutes` passes everything else that an engine has. A model route becomes a
/// [dev.recua.gateway.http.ModelRequest], which walks it through `body`, `routing`, `scheduling`
/// and `proxy`. Refusals of all of them are worded in [dev.recua.gateway.http.ApiErrors] and its
/// neighbours, each with one [dev.recua.gateway.http.ErrorCode], and shaped by
/// [dev.recua.gateway.http.Dialect].
///
/// May import `body`, `routing`, `scheduling`, `fleet`, `proxy`, `requests`, `config`, the JSON
/// records of `dev.recua.client`, `dev.recua.models`, of `dev.recua.supervisor` why an installation
/// failed, and Vert.x core. `admin` imports it, never the other way. Read `Routes` first.
@NullMarked
package dev.recua.gateway.http;

import org.jspecify.annotations.NullMarked;
