package dev.recua.client.http;

import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Secret;
import dev.recua.client.error.Classifier;
import dev.recua.client.error.Happened;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// HTTP to one server: the one place of the SDK that sends.
///
/// HTTP/1.1, without `Upgrade: h2c`; no redirect is followed. Connecting may take 5 s, a place in
/// the [ConnectionPool] as long as that says, an answer what its [Patience] says. A connection that
/// the server closed while it was idle costs nothing: a request that it takes down at once (within
/// 2 s) travels again on a new one, and nobody hears of it. Besides that nothing is ever sent
/// twice. The key is sent as `Authorization:
/// Bearer …` and is never part of a message.
///
/// Two ways to ask. [#send] gives every answer as it comes and throws what the network throws;
/// [#accepted], [#ask] and [#text] give what a 2xx answer holds and throw [LlmException] for
/// everything else. An interrupt, a closed answer and [#close] end the HTTP request at once. Any
/// thread may use it; whoever made it closes it.
public final class Transport implements AutoCloseable {
    /// How long connecting may take, TLS included.
    public static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /// How much of an error answer is looked at.
    private static final int ERROR_BYTES = 1 << 20;

    /// How much of an answer that is not what it should be is kept to be quoted.
    private static final int QUOTED_BYTES = 4096;

    private final ProviderType provider;
    private final URI base;
    private final Optional<Secret> apiKey;
    private final ConnectionPool pool;
    private final boolean ownPool;
    private final Set<Runnable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Transport(
            ProviderType provider,
            URI base,
            Optional<Secret> apiKey,
            ConnectionPool pool,
            boolean ownPool) {
        this.provider = provider;
        this.base = base;
        this.apiKey = apiKey;
        this.pool = pool;
        this.ownPool = ownPool;
    }

    /// To the server at `base`, over a pool of its own with source 002's limits. Nothing is sent.
    ///
    /// @param base an `http` or `https` address without a slash at its end
    public static Transport of(ProviderType provider, URI base, Optional<Secret> apiKey) {
        return of(provider, base, apiKey, ConnectionPool.Limits.DEFAULT);
    }

    /// The same with other limits.
    public static Transport of(
            ProviderType provider,
            URI base,
            Optional<Secret> apiKey,
            ConnectionPool.Limits limits) {
        return of(provider, base, apiKey, limits, Tls.usual());
    }

    /// The same with other certificate authorities.
    public static Transport of(
            ProviderType provider,
            URI base,
            Optional<Secret> apiKey,
            ConnectionPool.Limits limits,
            Tls tls) {
        return new Transport(provider, base, apiKey, ConnectionPool.of(limits, tls), true);
    }

    /// Over somebody's pool, which is not closed with it.
    public static Transport over(
            ConnectionPool pool, ProviderType provider, URI base, Optional<Secret> apiKey) {
        return new Transport(provider, base, apiKey, pool, false);
    }

    /// Another way to the same server, for streams that last: they take no place from the requests
    /// of this one. Closed on its own.
    public Transport aside() {
        return new Transport(provider, base, apiKey, pool.unlimited(), true);
    }

    /// Whom it talks to.
    public URI base() {
        return base;
    }

    /// Who that is.
    public ProviderType provider() {
        return provider;
    }

    /// The connections it uses.
    public ConnectionPool pool() {
        return pool;
    }

    /// Sends, and gives the answer as soon as its headers are there, whatever its status. The
    /// caller closes it.
    ///
    /// @throws PoolTimeout           when no place became free in time
    /// @throws IOException           when the network or the wait fails
    /// @throws IllegalStateException after [#close]
    public RawAnswer send(HttpCall call) throws IOException, InterruptedException {
        if (closed) throw new IllegalStateException("the connection to " + base + " was closed");
        Place place = pool.take(base);
        try {
            return sent(place, call);
        } catch (IOException e) {
            if (!isLostWithItsConnection(place, e)) {
                place.end();
                throw e;
            }
        } catch (InterruptedException | RuntimeException e) {
            place.end();
            throw e;
        }
        return sentOnce(place.renewed(), call);
    }

    private RawAnswer sentOnce(Place place, HttpCall call)
            throws IOException, InterruptedException {
        try {
            return sent(place, call);
        } catch (IOException | InterruptedException | RuntimeException e) {
            place.end();
            throw e;
        }
    }

    /// Whether a kept connection took the request down with it before any answer.
    private boolean isLostWithItsConnection(Place place, IOException e) {
        boolean ours = closed || e instanceof HttpTimeoutException || e instanceof ConnectException;
        return place.mayHaveBeenDead() && !ours;
    }

    private RawAnswer sent(Place place, HttpCall call) throws IOException, InterruptedException {
        HttpRequest request = call.to(base, apiKey.map(key -> "Bearer " + key.reveal()));
        var deadline = new Deadline(call.patience());
        var exchange = new Exchange(open);
        var sending =
                new Sending(
                        place.client(),
                        request,
                        told -> new AnswerBody(place, told.headers(), deadline, exchange::over));
        exchange.begin(sending::abandon);
        sending.start();
        if (closed) exchange.end();
        try {
            HttpResponse<AnswerBody> answer = sending.awaited(deadline);
            return new RawAnswer(answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException | InterruptedException | RuntimeException e) {
            exchange.over();
            sending.abandon();
            throw e;
        }
    }

    /// Sends, and gives the answer if it is a 2xx. The caller closes it.
    ///
    /// @throws LlmException          otherwise
    /// @throws CancellationException when [#close] ended it
    public RawAnswer accepted(HttpCall call) throws InterruptedException {
        RawAnswer answer;
        try {
            answer = send(call);
        } catch (IOException e) {
            throw unanswered(call, e);
        }
        if (answer.status() / 100 == 2) return answer;
        throw Classifier.classify(
                provider,
                new Happened.Refused(
                        call.at(base), answer.status(), answer.headers(), errorBody(answer)));
    }

    /// Sends, and reads a whole 2xx answer as JSON.
    ///
    /// @throws LlmException when there is none
    public <T> T ask(HttpCall call, Class<T> type) throws InterruptedException {
        return ask(call, type, it -> true, "");
    }

    /// The same for a route whose answers can be told from others only by what is in them: an error
    /// with status 200 is JSON, too.
    ///
    /// @param answers   whether it is an answer of this route
    /// @param otherwise what it is otherwise, for the message
    public <T> T ask(HttpCall call, Class<T> type, Predicate<T> answers, String otherwise)
            throws InterruptedException {
        try (RawAnswer answer = accepted(call)) {
            byte[] bytes = whole(call, answer);
            try {
                @Nullable T value = WireJson.mapper().readValue(bytes, type);
                if (value != null && answers.test(value)) return value;
                if (value != null) throw notTheRoute(call, answer, bytes, otherwise);
            } catch (JacksonException e) {
                throw notTheRoute(
                        call,
                        answer,
                        bytes,
                        "it is not the JSON of its route (" + e.getOriginalMessage() + ")");
            }
            throw notTheRoute(call, answer, bytes, "it is null");
        }
    }

    /// Sends, and reads a whole 2xx answer as text.
    ///
    /// @throws LlmException when there is none
    public String text(HttpCall call) throws InterruptedException {
        try (RawAnswer answer = accepted(call)) {
            return new String(whole(call, answer), StandardCharsets.UTF_8);
        }
    }

    /// What an answer means that is not what its route gives.
    ///
    /// @param body its first bytes
    /// @param what is wrong with it, such as `it is null`
    public LlmException notTheRoute(HttpCall call, RawAnswer answer, byte[] body, String what) {
        byte[] quoted =
                body.length > QUOTED_BYTES ? java.util.Arrays.copyOf(body, QUOTED_BYTES) : body;
        return Classifier.classify(
                provider,
                new Happened.NotTheRoute(
                        call.at(base),
                        answer.status(),
                        answer.headers().firstValue("Content-Type").orElse("none"),
                        quoted,
                        what));
    }

    private byte[] whole(HttpCall call, RawAnswer answer) throws InterruptedException {
        try {
            return decoded(answer).readAllBytes();
        } catch (InterruptedIOException stop) {
            throw interrupted(stop);
        } catch (java.util.zip.ZipException lie) {
            throw notTheRoute(
                    call,
                    answer,
                    new byte[0],
                    "it is no gzip, although its Content-Encoding says so");
        } catch (IOException e) {
            if (closed) throw cancelled(e);
            throw Classifier.classify(provider, broken(call, e));
        }
    }

    private Happened broken(HttpCall call, IOException e) {
        URI target = call.at(base);
        if (e instanceof HttpTimeoutException)
            return new Happened.TooLate(target, Happened.Phase.ANSWER, limitOf(call), e);
        return Happened.CutShort.of(target, false, e);
    }

    /// The body of an answer as its sender meant it. We never ask for gzip, but a proxy may send
    /// it.
    ///
    /// @throws java.util.zip.ZipException when it says gzip and is none
    public static InputStream decoded(RawAnswer answer) throws IOException {
        boolean gzip =
                answer.headers()
                        .firstValue("Content-Encoding")
                        .map(it -> it.strip().toLowerCase(Locale.ROOT).equals("gzip"))
                        .orElse(false);
        return gzip ? new GZIPInputStream(answer.body()) : answer.body();
    }

    private static byte[] errorBody(RawAnswer answer) throws InterruptedException {
        try (answer) {
            return decoded(answer).readNBytes(ERROR_BYTES);
        } catch (InterruptedIOException stop) {
            throw interrupted(stop);
        } catch (IOException e) {
            return new byte[0]; // the status is known; the words that were to come with it are not
        }
    }

    private static InterruptedException interrupted(InterruptedIOException stop) {
        Thread.interrupted(); // told by the exception instead
        var interrupted = new InterruptedException("the request was interrupted");
        interrupted.initCause(stop);
        return interrupted;
    }

    private RuntimeException unanswered(HttpCall call, IOException e) {
        if (closed) return cancelled(e);
        URI target = call.at(base);
        if (e instanceof PoolTimeout late)
            return tooLate(target, Happened.Phase.PLACE_IN_POOL, late.waited(), e);
        if (e instanceof HttpConnectTimeoutException)
            return tooLate(target, Happened.Phase.CONNECTION, CONNECT_LIMIT, e);
        if (e instanceof HttpTimeoutException)
            return tooLate(target, Happened.Phase.ANSWER, limitOf(call), e);
        return Classifier.classify(provider, new Happened.NoAnswer(target, e));
    }

    private LlmException tooLate(URI target, Happened.Phase phase, Duration limit, IOException e) {
        return Classifier.classify(provider, new Happened.TooLate(target, phase, limit, e));
    }

    private static Duration limitOf(HttpCall call) {
        return switch (call.patience()) {
            case Patience.Total total -> total.limit();
            case Patience.Silence silence -> silence.limit();
            case Patience.Endless endless -> Duration.ZERO;
        };
    }

    private CancellationException cancelled(IOException cause) {
        var cancelled = new CancellationException("the client of " + base + " was closed");
        cancelled.initCause(cause);
        return cancelled;
    }

    /// Whether [#close] was called.
    public boolean isClosed() {
        return closed;
    }

    /// Ends every request of this transport at once; closes the pool if it is its own. Closing
    /// twice does no harm.
    @Override
    public void close() {
        closed = true;
        open.forEach(Runnable::run);
        if (ownPool) pool.close();
    }
}
