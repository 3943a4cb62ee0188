/// The gateway's own API, `/api/…`: what it knows, what runs, and the orders of its owner.
///
/// Requests arrive from [dev.recua.gateway.http.Routes], judged already; refusals are worded there
/// too, in `ApiErrors`. Answers are the records of `dev.recua.client.admin`.
///
/// May import `http`, `routing`, `scheduling`, `fleet`, the records of `dev.recua.client`,
/// `dev.recua.models` and Vert.x core. Read [dev.recua.gateway.admin.AdminRoutes] first.
@NullMarked
package dev.recua.gateway.admin;

import org.jspecify.annotations.NullMarked;
