package dev.recua.gateway.events.socketio;

import java.util.List;
import java.util.OptionalLong;

/// One client's place in the protocol, and what each of its frames leads to. Pure.
///
/// | the client | before it has entered | after |
/// |---|---|---|
/// | `40` enters | it is let in | nothing |
/// | `40/other,` enters another namespace | that is refused | that is refused |
/// | `41` leaves | closed | closed |
/// | `42["requestLlamaStatus"]` | closed | it is told the status, and answered if it asked for that
/// |
/// | `42[…]` anything else | closed | nothing |
/// | `2…` pings | it gets `3…` | it gets `3…` |
/// | `3` pongs | it is alive | it is alive |
/// | a frame that is none | closed | closed |
///
/// @param entered whether the client has entered the main namespace
record Session(boolean entered) {
    /// What a client sends to hear the status.
    static final String STATUS_WANTED = "requestLlamaStatus";

    /// A client that has just connected.
    static final Session NEW = new Session(false);

    /// What must be done.
    sealed interface Act {
        /// Send this frame.
        record Send(String frame) implements Act {}

        /// Let it in: confirm, greet, and tell it everything from now on.
        record LetIn() implements Act {}

        /// Tell it the status.
        ///
        /// @param id under which it wants an answer as well
        record TellStatus(OptionalLong id) implements Act {}

        /// It is alive.
        record Alive() implements Act {}

        /// Close its connection.
        ///
        /// @param code of WebSocket (RFC 6455 §7.4.1)
        record Close(int code, String why) implements Act {}
    }

    /// Where it is after a frame.
    record Turn(Session session, List<Act> acts) {
        Turn {
            acts = List.copyOf(acts);
        }
    }

    /// A text frame has come.
    Turn received(String frame) {
        return switch (Packet.parse(frame)) {
            case Packet.Ping(var text) -> stay(new Act.Send("3" + text));
            case Packet.Pong _ -> stay(new Act.Alive());
            case Packet.Close _ -> stay(new Act.Close(1000, "as you wish"));
            case Packet.Nothing _ -> stay();
            case Packet.Broken(var why) -> stay(new Act.Close(1007, why));
            case Packet.Connect(var namespace) -> enter(namespace);
            case Packet.Disconnect(var namespace) ->
                    namespace.equals(Packet.MAIN)
                            ? stay(new Act.Close(1000, "as you wish"))
                            : stay();
            case Packet.Event(var namespace, var id, var name) -> said(namespace, id, name);
        };
    }

    private Turn enter(String namespace) {
        if (!namespace.equals(Packet.MAIN)) {
            return stay(new Act.Send(Frame.refused(namespace, "Invalid namespace")));
        }
        return entered ? stay() : new Turn(new Session(true), List.of(new Act.LetIn()));
    }

    private Turn said(String namespace, OptionalLong id, String name) {
        if (!entered || !namespace.equals(Packet.MAIN)) {
            return stay(new Act.Close(1008, "you have not entered " + namespace));
        }
        return name.equals(STATUS_WANTED) ? stay(new Act.TellStatus(id)) : stay();
    }

    private Turn stay(Act... acts) {
        return new Turn(this, List.of(acts));
    }
}
