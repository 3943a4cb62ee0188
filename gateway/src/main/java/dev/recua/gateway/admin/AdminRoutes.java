package dev.recua.gateway.admin;

import dev.recua.gateway.body.BodyLimits;
import dev.recua.gateway.body.BodyReader;
import dev.recua.gateway.body.Spool;
import dev.recua.gateway.http.Dialect;
import dev.recua.gateway.http.Door;
import dev.recua.gateway.http.ErrorAnswer;
import dev.recua.gateway.http.OrderErrors;
import dev.recua.gateway.http.Query;
import dev.recua.gateway.http.Visitor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Answers the gateway's own API by its table of operations:
///
/// 1. path and method choose the operation; a path that is there for other methods only is refused
///    with their names;
/// 2. what would change something must say that it is JSON: a web page cannot send that to us
///    without asking first;
/// 3. the query's parameters are read;
/// 4. the body is read and checked against the operation's record;
/// 5. the operation answers.
///
/// Lives on the event loop; what blocks runs on worker threads.
public final class AdminRoutes implements Door {
    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_BODIES = 1024 * 1024;
    private static final String API = "/api/";

    private final List<Operation> operations;
    private final BodyReader bodies;

    /// @param operations all that can be asked
    /// @param spool      for bodies, should many come at once
    public AdminRoutes(List<Operation> operations, Spool spool) {
        this.operations = distinct(operations);
        this.bodies = new BodyReader(spool, new BodyLimits(MAX_BODY, MAX_BODY, MAX_BODIES));
    }

    @Override
    public boolean owns(String path) {
        return operations.stream().anyMatch(it -> it.path().match(path).isPresent());
    }

    @Override
    public boolean mayBeLinkedTo(String path) {
        return !path.startsWith(API) && at(path).stream().noneMatch(Operation::writes);
    }

    @Override
    public void answer(HttpServerRequest request, Visitor visitor, String path) {
        // 1
        HttpMethod asked = request.method();
        HttpMethod method = asked.equals(HttpMethod.HEAD) ? HttpMethod.GET : asked;
        Optional<Operation> found =
                at(path).stream().filter(it -> it.method().equals(method)).findFirst();
        if (found.isEmpty()) {
            refuse(
                    request,
                    visitor,
                    OrderErrors.methodNotAllowed(asked.name(), path, methodsOf(path)));
            return;
        }
        Operation operation = found.get();
        // 2
        if (operation.writes() && !operation.anyBodyType() && !saysJson(request)) {
            refuse(request, visitor, OrderErrors.notSaidToBeJson(asked.name(), path));
            return;
        }
        // 3
        var said = Query.of(request);
        var parameters = new HashMap<Parameter, Object>();
        for (Parameter parameter : operation.parameters()) {
            @Nullable String text = said.value(parameter.name()).orElse(null);
            try {
                parameters.put(parameter, parameter.read(text));
            } catch (IllegalArgumentException meansNothing) {
                refuse(
                        request,
                        visitor,
                        OrderErrors.badParameter(
                                parameter.name(), String.valueOf(text), parameter.expected()));
                return;
            }
        }
        // 4, 5
        var arrival = new Arrival(request, visitor, operation, parameters, path);
        if (operation.writes()) arrival.read(bodies);
        else arrival.ask(Optional.empty());
    }

    private List<Operation> at(String path) {
        return operations.stream().filter(it -> it.path().match(path).isPresent()).toList();
    }

    private List<String> methodsOf(String path) {
        var names = new TreeSet<String>();
        for (Operation operation : at(path)) {
            names.add(operation.method().name());
            if (!operation.writes()) names.add(HttpMethod.HEAD.name());
        }
        return List.copyOf(names);
    }

    private static boolean saysJson(HttpServerRequest request) {
        String type = Objects.requireNonNullElse(request.getHeader("Content-Type"), "");
        String essence = type.split(";", 2)[0].strip();
        return essence.equalsIgnoreCase("application/json");
    }

    private static List<Operation> distinct(List<Operation> operations) {
        var names = new HashSet<String>();
        var places = new HashSet<String>();
        for (Operation it : operations) {
            boolean freshName = names.add(it.name());
            boolean freshPlace = places.add(it.method() + " " + it.path().text());
            if (!freshName || !freshPlace)
                throw new IllegalArgumentException("two operations are " + it.name());
        }
        return List.copyOf(operations);
    }

    private static void refuse(HttpServerRequest request, Visitor visitor, ErrorAnswer why) {
        visitor.refuse(request, Dialect.OPENAI, why);
    }
}
