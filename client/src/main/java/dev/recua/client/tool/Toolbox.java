package dev.recua.client.tool;

import dev.recua.client.wire.ToolCall;
import dev.recua.client.wire.ToolDefinition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tools of a conversation. Whatever comes of a call becomes something that the model can read:
/// a tool that it made up, arguments that do not fit and a tool that throws are told to it, so that
/// it can do better. Immutable.
public final class Toolbox {
    private final Map<String, Tool> tools = new LinkedHashMap<>();

    /// These tools.
    ///
    /// @throws IllegalArgumentException when two have one name
    public Toolbox(Collection<Tool> tools) {
        for (Tool tool : tools) {
            if (this.tools.put(tool.name(), tool) != null) {
                throw new IllegalArgumentException("two tools are called " + tool.name());
            }
        }
    }

    /// What the model is told of them, in their order.
    public List<ToolDefinition> definitions() {
        return tools.values().stream().map(Tool::definition).toList();
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return tools.isEmpty();
    }

    /// Makes one call, here and now.
    ///
    /// @throws InterruptedException when the tool was interrupted; an [Error] passes too
    public ToolResult run(ToolCall call) throws InterruptedException {
        @Nullable Tool tool = tools.get(call.name());
        if (tool == null) return failed(call, unknown(call.name()), Optional.empty());
        try {
            return new ToolResult(call, tool.call(call.arguments()), Optional.empty(), true);
        } catch (InvalidJson e) {
            return failed(
                    call,
                    e.getMessage() + " Call it again with all of them right.",
                    Optional.empty());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return failed(call, words(call.name(), e), Optional.of(e));
        }
    }

    private static ToolResult failed(ToolCall call, String text, Optional<Exception> failure) {
        return new ToolResult(call, "Error: " + text, failure, false);
    }

    private String unknown(String name) {
        return tools.isEmpty()
                ? "there is no tool \"%s\"; there are none.".formatted(name)
                : "there is no tool \"%s\"; there are %s."
                        .formatted(name, String.join(", ", tools.keySet()));
    }

    private static String words(String name, Exception e) {
        String message = e.getMessage() == null ? "" : ": " + e.getMessage();
        return "%s failed with %s%s".formatted(name, e.getClass().getSimpleName(), message);
    }
}
