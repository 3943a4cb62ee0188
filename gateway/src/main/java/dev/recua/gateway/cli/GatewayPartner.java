package dev.recua.gateway.cli;

import dev.recua.client.RecuaClient;
import dev.recua.client.admin.ModelInfo;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.gateway.cli.chat.Partner;
import dev.recua.gateway.cli.chat.Screen;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The models of a gateway, for a chat.
final class GatewayPartner implements Partner {
    private final RecuaClient client;
    private final Answering answering;
    private final Screen screen;
    private final BiFunction<String, List<ChatMessage>, ChatRequest> request;
    private final BooleanSupplier over;

    /// @param request makes a request from a model and the messages
    /// @param over    whether the program is ending
    GatewayPartner(
            RecuaClient client,
            Answering answering,
            Screen screen,
            BiFunction<String, List<ChatMessage>, ChatRequest> request,
            BooleanSupplier over) {
        this.client = client;
        this.answering = answering;
        this.screen = screen;
        this.request = request;
        this.over = over;
    }

    @Override
    public Models models() throws InterruptedException {
        try {
            return new Models.These(
                    usable(client).map(it -> new Known(it.id(), it.aliases())).toList());
        } catch (LlmException e) {
            return new Models.NotNow(Failures.message(e));
        }
    }

    /// Every name that a model of this gateway has; none when they cannot be had.
    static List<String> names(RecuaClient client) {
        try {
            return usable(client)
                    .flatMap(it -> Stream.concat(Stream.of(it.id()), it.aliases().stream()))
                    .toList();
        } catch (LlmException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static Stream<ModelInfo> usable(RecuaClient client) throws InterruptedException {
        return client.admin().models().stream().filter(it -> it.problem() == null);
    }

    @Override
    public Found find(String name) throws InterruptedException {
        try {
            ModelInfo model = client.admin().model(name);
            @Nullable String problem = model.problem();
            return problem == null
                    ? new Found.Here(model.id())
                    : new Found.Not("%s cannot be used: %s".formatted(model.id(), problem));
        } catch (LlmException e) {
            return new Found.Not(why(e));
        }
    }

    /// In a chat, the models are listed otherwise than on the command line.
    private static String why(LlmException failure) {
        return Failures.says(failure, "model_not_found")
                ? Failures.noSuchModel(failure, "/model lists the models.")
                : Failures.message(failure);
    }

    /// The person may stop it, the program may end, the gateway may refuse.
    @Override
    public Reply ask(String model, List<ChatMessage> messages) throws InterruptedException {
        var stop = new StopKey();
        var heard = new StringBuilder();
        @Nullable Exception failure = null;
        try (var _ = screen.onStop(stop::press)) {
            answering.printed(request.apply(model, messages), heard);
        } catch (LlmException | InterruptedException | CancellationException e) {
            failure = e;
        }
        boolean stopped = stop.over();
        if (over.getAsBoolean()) {
            throw new CancellationException("interrupted");
        }
        return switch (failure) {
            case null -> new Reply.Said(heard.toString());
            case Exception _ when stopped -> new Reply.Stopped(heard.toString());
            case LlmException e -> new Reply.Refused(why(e));
            case CancellationException e -> throw e;
            default -> throw new InterruptedException("the chat was ended");
        };
    }
}
