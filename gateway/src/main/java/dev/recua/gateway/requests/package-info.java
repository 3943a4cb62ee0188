/// What is known of each request to a model, while it lives and after it: the book of live requests
/// and of the last 1,000, and the access log.
///
/// The door opens a [dev.recua.gateway.requests.LiveRequest] for each request and tells it what
/// happens; when it is over, every [dev.recua.gateway.requests.RequestWatch] hears of it once. The
/// event loop is the only writer; anyone may look.
///
/// May import `scheduling`, the records of `dev.recua.client`, `dev.recua.models` and SLF4J; knows
/// neither the network nor processes, and takes its clock from outside. Read
/// [dev.recua.gateway.requests.RequestBook] first.
@NullMarked
package dev.recua.gateway.requests;

import org.jspecify.annotations.NullMarked;
