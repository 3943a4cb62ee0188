package dev.recua.client.error;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.LlmException.AuthenticationFailed;
import dev.recua.client.error.LlmException.ConnectionFailed;
import dev.recua.client.error.LlmException.ContextOverflow;
import dev.recua.client.error.LlmException.Failure;
import dev.recua.client.error.LlmException.InvalidRequest;
import dev.recua.client.error.LlmException.ModelLoading;
import dev.recua.client.error.LlmException.ModelNotFound;
import dev.recua.client.error.LlmException.ServerFailed;
import dev.recua.client.error.LlmException.ServerOverloaded;
import dev.recua.client.error.LlmException.StreamBroken;
import dev.recua.client.error.LlmException.TimedOut;
import dev.recua.client.error.ServerWords.Form;
import dev.recua.client.wire.ApiError;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Turns what a request met into an [LlmException]: the kind by what the body says before what the
/// status says, the message with the server's words and one next step. Pure, any thread.
public final class Classifier {
    private final Place place;
    private final Instant now;

    private Classifier(Place place, Instant now) {
        this.place = place;
        this.now = now;
    }

    /// What this was, for a request to this provider. Never throws.
    public static LlmException classify(ProviderType provider, Happened happened) {
        return classify(provider, happened, Instant.now());
    }

    /// The same with a clock of the caller's, by which a `Retry-After` that is a date is read when
    /// the server sent no `Date` of its own.
    public static LlmException classify(ProviderType provider, Happened happened, Instant now) {
        return new Classifier(new Place(provider, happened.target()), now).of(happened);
    }

    private LlmException of(Happened happened) {
        return switch (happened) {
            case Happened.Refused it -> refused(it);
            case Happened.NoAnswer it -> noAnswer(it);
            case Happened.TooLate it -> tooLate(it);
            case Happened.ErrorEvent it -> event(it);
            case Happened.CutShort it -> cutShort(it);
            case Happened.NotTheRoute it -> notTheRoute(it);
        };
    }

    private LlmException refused(Happened.Refused it) {
        ServerWords words = ServerWords.of(it.body());
        Judgement judgement = Judgement.of(it.status(), words);
        Optional<Duration> wait = RetryAfter.of(it.headers(), now);
        String said = said(words);
        var failure =
                new Failure(
                        place.provider(),
                        place.target(),
                        said,
                        OptionalInt.of(it.status()),
                        words.error(),
                        wait,
                        shouldRetry(it.headers()).or(judgement::again),
                        Optional.empty());
        String next =
                next(judgement, words, wait)
                        .replace("{location}", it.headers().firstValue("Location").orElse("?"));
        return thrown(judgement.type(), Sentences.refused(place, it.status(), said, next), failure);
    }

    private LlmException event(Happened.ErrorEvent it) {
        ServerWords words = ServerWords.of(it.event());
        Judgement judgement = Judgement.ofEvent(words);
        // What the server says of its own failure is no news after a token: the answer is broken.
        boolean cut = it.anyToken() && judgement.type() == ErrorType.SERVER_ERROR;
        ErrorType type = cut ? ErrorType.STREAMING_ERROR : judgement.type();
        String said = said(words);
        String next = next(judgement, words, Optional.empty());
        return thrown(
                type, Sentences.brokenOff(place, said, next), inTheBody(words, said, judgement));
    }

    private LlmException notTheRoute(Happened.NotTheRoute it) {
        ServerWords words = ServerWords.of(it.body());
        if (words.form() == Form.ERROR && words.named()) return errorInAnAnswer(words, it.status());
        boolean page = words.form() == Form.HTML;
        String what = page ? words.quote() : Quote.of(it.what());
        String next = fill(page ? Next.PROXY_PAGE : Next.NOT_THE_ROUTE);
        Failure failure =
                new Failure(
                        place.provider(),
                        place.target(),
                        what,
                        OptionalInt.of(it.status()),
                        Optional.empty(),
                        Optional.empty(),
                        page ? Optional.of(false) : Optional.empty(),
                        Optional.empty());
        String message =
                Sentences.notTheRoute(
                        place, it.status(), Quote.of(it.contentType(), 80), what, next);
        return thrown(ErrorType.SERVER_ERROR, message, failure);
    }

    /// OpenRouter answers 200 before it knows whether its provider will.
    private LlmException errorInAnAnswer(ServerWords words, int status) {
        Judgement judgement = Judgement.ofEvent(words);
        String said = said(words);
        String next = next(judgement, words, Optional.empty());
        return thrown(
                judgement.type(),
                Sentences.refused(place, status, said, next),
                inTheBody(words, said, judgement));
    }

    private Failure inTheBody(ServerWords words, String said, Judgement judgement) {
        return new Failure(
                place.provider(),
                place.target(),
                said,
                OptionalInt.of(200),
                words.error(),
                Optional.empty(),
                judgement.again(),
                Optional.empty());
    }

    private LlmException noAnswer(Happened.NoAnswer it) {
        Breakage breakage = Breakage.of(it.cause());
        String reason = Breakage.words(it.cause());
        Failure failure = failure(reason, it.cause());
        return switch (breakage) {
            case REFUSED, UNREACHABLE -> absent(failure, Next.START);
            case UNKNOWN_HOST -> absent(failure, Next.ADDRESS);
            case TOO_LATE ->
                    new TimedOut(
                            Sentences.silent(place, reason, fill(Next.TIMEOUT)),
                            failure,
                            Happened.Phase.ANSWER);
            case UNTRUSTED -> notFit(failure, Next.CERTIFICATE);
            case NOT_TLS -> notFit(failure, Next.NOT_TLS);
            case NOT_HTTP -> notFit(failure, Next.NOT_HTTP);
            case HEADERS_TOO_LARGE ->
                    new ServerFailed(
                            Sentences.broken(place, reason, fill(Next.HEADERS)),
                            failure.shouldRetry(Optional.of(false)));
            case CLOSED ->
                    new ConnectionFailed(Sentences.broken(place, reason, fill(Next.LOG)), failure);
        };
    }

    /// RECUA has one sentence for every reason why no gateway answers.
    private LlmException absent(Failure failure, Next next) {
        Next told = place.provider() == ProviderType.RECUA ? Next.START : next;
        return new ConnectionFailed(Sentences.absent(place, failure.reason(), fill(told)), failure);
    }

    private LlmException notFit(Failure failure, Next next) {
        return new ConnectionFailed(
                Sentences.broken(place, failure.reason(), fill(next)),
                failure.shouldRetry(Optional.of(false)));
    }

    private LlmException tooLate(Happened.TooLate it) {
        Next next =
                switch (it.waitedFor()) {
                    case CONNECTION -> Next.CONNECT_TIMEOUT;
                    case PLACE_IN_POOL -> Next.POOL;
                    case ANSWER -> Next.TIMEOUT;
                    case NEXT_EVENT -> Next.STREAM_TIMEOUT;
                };
        String reason = Sentences.late(it.waitedFor(), it.limit());
        return new TimedOut(
                Sentences.silent(place, reason, fill(next)),
                failure(reason, it.cause()),
                it.waitedFor());
    }

    private LlmException cutShort(Happened.CutShort it) {
        String reason = Quote.of(it.what());
        boolean silent = it.cause() != null && Breakage.of(it.cause()) == Breakage.TOO_LATE;
        String next = fill(silent ? Next.STREAM_TIMEOUT : Next.AGAIN);
        return new StreamBroken(
                Sentences.cutShort(place, reason, next), failure(reason, it.cause()));
    }

    private Failure failure(String reason, @Nullable IOException cause) {
        Failure failure = Failure.of(place.provider(), place.target(), reason);
        return cause == null ? failure : failure.because(cause);
    }

    private static String said(ServerWords words) {
        return words.quote().isEmpty() ? "without a word" : words.quote();
    }

    private static Optional<Boolean> shouldRetry(HttpHeaders headers) {
        Optional<String> word = headers.firstValue("x-should-retry");
        return word.filter(it -> it.equals("true") || it.equals("false")).map(Boolean::valueOf);
    }

    /// The server's own advice where it gives one, else ours; and how long it wants to be left
    /// alone.
    private String next(Judgement judgement, ServerWords words, Optional<Duration> wait) {
        Optional<String> hint =
                words.error().map(ApiError::hint).filter(it -> !it.isBlank()).map(Quote::of);
        Optional<String> later =
                wait.map(it -> fill(Next.RETRY_AFTER).replace("{wait}", Sentences.duration(it)));
        if (hint.isPresent()) return hint.get() + later.map(it -> " " + it).orElse("");
        return later.orElseGet(() -> fill(judgement.next()));
    }

    private String fill(Next next) {
        return place.fill(GuideTexts.next(next, place.provider()));
    }

    private static ContextOverflow overflow(String message, Failure failure) {
        TokenCounts counts =
                failure.error().map(TokenCounts::of).orElse(new TokenCounts(null, null));
        return new ContextOverflow(message, failure, counts.prompt(), counts.context());
    }

    private LlmException thrown(ErrorType type, String message, Failure failure) {
        return switch (type) {
            case CONNECTION_ERROR -> new ConnectionFailed(message, failure);
            case AUTHENTICATION_ERROR -> new AuthenticationFailed(message, failure);
            case MODEL_NOT_FOUND -> new ModelNotFound(message, failure);
            case CONTEXT_OVERFLOW -> overflow(message, failure);
            case SERVER_OVERLOADED -> new ServerOverloaded(message, failure);
            case INVALID_REQUEST -> new InvalidRequest(message, failure);
            case TIMEOUT_ERROR -> new TimedOut(message, failure, Happened.Phase.ANSWER);
            case STREAMING_ERROR -> new StreamBroken(message, failure);
            case MODEL_LOADING -> new ModelLoading(message, failure);
            case SERVER_ERROR -> new ServerFailed(message, failure);
        };
    }
}
