package dev.recua.gateway.http;

import java.util.List;

/// What is wrong with an order to the gateway itself, on the paths of its own API.
public final class OrderErrors {
    private static final String SEE_OPENAPI = "GET /openapi.json describes the body.";

    private OrderErrors() {}

    /// A path that is there, for other methods.
    ///
    /// @param allowed the methods that there are
    public static ErrorAnswer methodNotAllowed(String method, String path, List<String> allowed) {
        String methods = String.join(", ", allowed);
        return ErrorCode.METHOD_NOT_ALLOWED
                .says(path + " cannot be asked with " + method + ".", "There is: " + methods + ".")
                .header("Allow", methods);
    }

    /// A request that would change something and does not say that it is JSON.
    public static ErrorAnswer notSaidToBeJson(String method, String path) {
        return ErrorCode.INVALID_REQUEST.says(
                method + " " + path + " came without the Content-Type application/json.",
                "Add the header 'Content-Type: application/json'; the body may be empty.");
    }

    /// One more who wants to listen than there are places.
    ///
    /// @param seats how many places there are
    public static ErrorAnswer allSeatsTaken(int seats) {
        return ErrorCode.QUEUE_FULL
                .says(
                        seats + " clients listen to events and log lines already.",
                        "Close streams that nobody reads; GET /api/status and GET /api/logs answer at once.")
                .after(5);
    }

    /// A parameter of the query that means nothing.
    public static ErrorAnswer badParameter(String name, String text, String expected) {
        return ErrorCode.INVALID_REQUEST
                .says(
                        "The parameter " + name + " is '" + text + "'.",
                        "It must be " + expected + ".")
                .blaming(name);
    }

    /// A field of a body that does not fit.
    ///
    /// @param what a sentence that goes on after its name, without the full stop
    public static ErrorAnswer badField(String name, String what) {
        return ErrorCode.INVALID_REQUEST
                .says("The field " + name + " " + what + ".", SEE_OPENAPI)
                .blaming(name);
    }

    /// A body whose values do not fit.
    public static ErrorAnswer badBody(String why) {
        return ErrorCode.INVALID_REQUEST.says(
                "The request body cannot be used: " + why + ".", SEE_OPENAPI);
    }

    /// A body that is no JSON.
    ///
    /// @param fields that it may have
    public static ErrorAnswer malformedJson(long offset, String why, String fields) {
        return ErrorCode.INVALID_JSON.says(
                "The request body is not valid JSON: " + why + " at byte " + offset + ".",
                anObjectWith(fields));
    }

    private static String anObjectWith(String fields) {
        return "Send a JSON object with the fields: " + fields + ".";
    }

    /// A body that is JSON, but no object.
    ///
    /// @param fields that it may have
    public static ErrorAnswer noObject(String fields) {
        return ErrorCode.INVALID_REQUEST.says(
                "The request body is JSON, but not an object.", anObjectWith(fields));
    }

    /// An order that is larger than any order is.
    public static ErrorAnswer tooLarge(long limit) {
        return ErrorCode.REQUEST_TOO_LARGE.says(
                "The request body is larger than the " + limit + " bytes that this route reads.",
                "See docs/reference/admin-api.md for what it takes.");
    }

    /// No request under way has this id.
    public static ErrorAnswer noLiveRequest(String id) {
        return ErrorCode.NOT_FOUND.says(
                "No request with the id '" + id + "' is under way.",
                "GET /api/requests lists those that are, and the last that are over.");
    }
}
