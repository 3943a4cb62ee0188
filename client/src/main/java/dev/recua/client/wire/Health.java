package dev.recua.client.wire;

/// The answer of `GET /health`.
///
/// @param status `ok`; empty when the server did not say
@WireRecord
public record Health(String status) {
    public Health {
        status = Absent.or(status, "");
    }

    /// Whether the server says that it is well.
    public boolean saysOk() {
        return status.equals("ok");
    }
}
