package dev.recua.gateway.admin;

import dev.recua.client.admin.RequestInfo;
import dev.recua.client.admin.RequestInfos;
import dev.recua.gateway.http.OrderErrors;
import dev.recua.gateway.requests.RequestBook;
import dev.recua.gateway.scheduling.Schedule;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/// What there is of requests to models, and the order to end one.
public final class RequestOperations {
    private static final String ID = "id";

    private final RequestBook book;
    private final Supplier<Schedule> schedule;

    private RequestOperations(RequestBook book, Supplier<Schedule> schedule) {
        this.book = book;
        this.schedule = schedule;
    }

    /// The operations, for the table of the API.
    ///
    /// @param schedule as it is now, for who waits at which place
    public static List<Operation> of(RequestBook book, Supplier<Schedule> schedule) {
        return new RequestOperations(book, schedule).all();
    }

    private List<Operation> all() {
        return List.of(
                Operation.get(
                                "/api/requests",
                                "requests",
                                "The requests to models that are under way, and the last 1,000 that are over")
                        .answers(200, RequestInfos.class)
                        .by(call -> call.aside(() -> Reply.json(200, book.all(schedule.get())))),
                Operation.post(
                                "/api/requests/{id}/cancel",
                                "cancelRequest",
                                "Ends a request that is under way, wherever it is; the request as it is then")
                        .answers(200, RequestInfo.class)
                        .by(this::cancel));
    }

    private Future<Reply> cancel(Call call) {
        String id = call.name(ID);
        Reply reply =
                book.cancel(id)
                        .<Reply>map(ended -> Reply.json(200, ended))
                        .orElseGet(() -> new Reply.Refused(OrderErrors.noLiveRequest(id)));
        return Future.succeededFuture(reply);
    }
}
