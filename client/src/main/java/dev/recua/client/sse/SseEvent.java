package dev.recua.client.sse;

/// One event of a stream.
///
/// @param name what kind of event: the last `event:` field before it, `message` when there was none
/// @param data its `data:` lines, joined by `\n`
/// @param lastEventId the last `id:` seen in the stream so far, empty when there was none
public record SseEvent(String name, String data, String lastEventId) {}
