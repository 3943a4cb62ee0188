/// The gateway's own API, `/api/…` and llama-swap's paths: what it knows, what runs, and the orders
/// of its owner.
///
/// One table of [dev.recua.gateway.admin.Operation]s, put together by
/// [dev.recua.gateway.admin.AdminApi] from one list for each topic (`…Operations`).
/// [dev.recua.gateway.admin.AdminRoutes] dispatches requests by it, `Arrival` reads their bodies,
/// and `OpenApi` writes the document from it and from the records of `dev.recua.client.admin`,
/// whose shapes `Shape` reads. Requests arrive from [dev.recua.gateway.http.Routes], judged
/// already;
/// refusals are worded in `http` too, mostly in `OrderErrors` and `EngineErrors`. Runs on the event
/// loop; what blocks (files, processes, engines) on worker threads.
///
/// May import `http`, `body`, `routing`, `scheduling`, `fleet`, `requests`, `home`, the records of
/// `dev.recua.client`, `dev.recua.models`, Jackson and Vert.x core. Read `AdminApi` first.
@NullMarked
package dev.recua.gateway.admin;

import org.jspecify.annotations.NullMarked;
