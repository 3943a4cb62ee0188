package dev.recua.gateway.admin;

import io.vertx.core.Future;

/// What answers one operation. Called on the event loop; what blocks goes through [Call#aside]. A
/// failed future is a bug of ours.
@FunctionalInterface
interface Action {
    Future<Reply> answer(Call call);
}
