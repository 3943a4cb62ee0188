package dev.recua.gateway.events;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.recua.client.admin.RequestInfo;

/// A request at one step of its life. Its id may be that of another one, too, since callers choose
/// it; its number is its own, and is not told.
///
/// @param over whether it has ended
record RequestChange(long number, boolean over, @JsonValue RequestInfo info) {}
