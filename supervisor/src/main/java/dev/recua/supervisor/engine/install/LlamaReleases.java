package dev.recua.supervisor.engine.install;

import dev.recua.supervisor.engine.EngineId;
import dev.recua.supervisor.engine.Variant;
import dev.recua.supervisor.engine.install.HttpFetch.Text;
import dev.recua.supervisor.engine.install.HttpFetch.TooLarge;
import dev.recua.supervisor.engine.install.HttpFetch.Unreachable;
import dev.recua.supervisor.engine.install.InstallProgress.Phase;
import dev.recua.supervisor.engine.install.Release.Asset;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// llama.cpp's own release files.
///
/// Which release: the tag that was asked for, else the latest. When that one has no file for this
/// machine, the tag that
/// its `nightly-tag.txt` names; else the newest recent release that has one. A file must have the
/// size and the SHA-256
/// that the API tells (files so old that the API tells no SHA-256 are checked by size only, with a
/// warning).
///
/// Safe for use by several threads.
public final class LlamaReleases implements EngineSource {
    private static final Logger LOG = System.getLogger(LlamaReleases.class.getName());
    private static final long MAX_JSON = 8 << 20;
    private static final long MAX_POINTER = 4096;
    private static final long MAX_FILE = 4L << 30;
    private static final int ATTEMPTS = 3;
    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /// The API's answers are short; a proxy that swallows them must not cost more than this.
    private static final Duration API_SILENCE = Duration.ofSeconds(10);

    /// Room that a file and what is in it need, measured in the file's size.
    private static final int ROOM_FACTOR = 5;

    private final ReleaseSite site;
    private final Duration silence;
    private final Duration between;
    private final JsonMapper json = JsonMapper.builder().build();

    public LlamaReleases(ReleaseSite site) {
        this(site, SILENCE, BETWEEN);
    }

    LlamaReleases(ReleaseSite site, Duration silence, Duration between) {
        this.site = site;
        this.silence = silence;
        this.between = between;
    }

    @Override
    public String name() {
        return "llama.cpp's releases at " + site.files().getHost();
    }

    @Override
    public Offer offer(InstallRequest request, Consumer<InstallProgress> progress)
            throws InterruptedException {
        Optional<Variant> variant = request.wantedVariant();
        if (variant.isEmpty() || !Release.areMadeFor(request.target(), variant.get())) {
            return new Offer.None(
                    "llama.cpp publishes no file for "
                            + request.target().id()
                            + variant.map(v -> ", " + v.id()).orElse(""));
        }
        progress.accept(InstallProgress.of(Phase.RESOLVING, site.toString()));
        try {
            return offer(request, variant.get());
        } catch (JacksonException e) {
            return new Offer.None(
                    "the list of releases at " + site.api().getHost() + " is no JSON that we know");
        } catch (IOException e) {
            return new Offer.None(String.valueOf(e.getMessage()));
        }
    }

    private Offer offer(InstallRequest request, Variant variant)
            throws IOException, InterruptedException {
        Optional<Release> first =
                request.version().isPresent()
                        ? named(request.version().get())
                        : release(site.latest());
        Optional<Release> release = first;
        if (first.isPresent() && first.get().binaryFor(request.target(), variant).isEmpty()) {
            release = pointed(first.get());
        }
        if (request.version().isEmpty()
                && release.flatMap(r -> r.binaryFor(request.target(), variant)).isEmpty()) {
            release = recent(request, variant);
        }
        Optional<Asset> asset = release.flatMap(r -> r.binaryFor(request.target(), variant));
        if (first.isEmpty() && request.version().isPresent()) return noSuch(request, variant);
        if (release.isEmpty() || asset.isEmpty()) return none(request, variant, first);
        if (asset.get().size() > MAX_FILE) {
            return new Offer.None(
                    asset.get().name()
                            + " has "
                            + asset.get().size()
                            + " bytes, more than an engine can have");
        }
        // A release with a version number gives its name to what its pointer leads to.
        String version =
                plain(first.filter(f -> f.pointer().isPresent()).orElse(release.get()).tag());
        Release from = release.get();
        return new Offer.Ready(
                Optional.of(version), (folder, told) -> bring(from, asset.get(), folder, told));
    }

    private static Offer none(InstallRequest request, Variant variant, Optional<Release> first) {
        if (first.isEmpty())
            return new Offer.None("there is no release of " + request.versionWords());
        return new Offer.None(
                "release "
                        + first.get().tag()
                        + " has no file for "
                        + request.target().id()
                        + ", "
                        + variant.id());
    }

    private Offer noSuch(InstallRequest request, Variant variant) throws InterruptedException {
        String reason = "there is no release of " + request.versionWords();
        try {
            var tags = recentlyPublished(request, variant).stream().map(r -> plain(r.tag()));
            return new Offer.NoSuchVersion(reason, tags.toList());
        } catch (IOException | JacksonException e) {
            LOG.log(Level.DEBUG, "recent releases not known", e);
            return new Offer.NoSuchVersion(reason, List.of());
        }
    }

    private static String plain(String tag) {
        String version = tag.matches("v\\d.*") ? tag.substring(1) : tag;
        return EngineId.isSegment(version) ? version : "unnamed";
    }

    private Optional<Release> named(String version) throws IOException, InterruptedException {
        String plain = version.matches("v\\d.*") ? version.substring(1) : version;
        List<String> tags =
                plain.matches("\\d+")
                        ? List.of("b" + plain)
                        : plain.matches("\\d.*") ? List.of(plain, "v" + plain) : List.of(plain);
        for (String tag : tags) {
            if (!Release.isTag(tag)) continue;
            Optional<Release> release = release(site.tagged(tag));
            if (release.isPresent()) return release;
        }
        return Optional.empty();
    }

    private Optional<Release> pointed(Release release) throws IOException, InterruptedException {
        Optional<Asset> pointer = release.pointer();
        if (pointer.isEmpty()) return Optional.of(release);
        URI uri = site.file(release.tag(), pointer.get().name());
        Text text = files().text(uri, Map.of(), MAX_POINTER);
        String tag = text.body().strip();
        if (!text.answer().isOk() || !Release.isTag(tag)) {
            throw new IOException(uri + " names no release (HTTP " + text.answer().status() + ")");
        }
        return release(site.tagged(tag));
    }

    private Optional<Release> recent(InstallRequest request, Variant variant)
            throws IOException, InterruptedException {
        return recentlyPublished(request, variant).stream().findFirst();
    }

    /// The recent releases that have a file for this machine, the newest first.
    private List<Release> recentlyPublished(InstallRequest request, Variant variant)
            throws IOException, InterruptedException {
        return ask(site.recent()).stream()
                .flatMap(JsonNode::valueStream)
                .flatMap(node -> Release.parse(node).stream())
                .filter(release -> release.binaryFor(request.target(), variant).isPresent())
                .toList();
    }

    private Optional<Release> release(URI uri) throws IOException, InterruptedException {
        return ask(uri).flatMap(Release::parse);
    }

    /// @return empty when the API knows no such thing
    private Optional<JsonNode> ask(URI uri) throws IOException, InterruptedException {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/vnd.github+json");
        site.token().ifPresent(token -> headers.put("Authorization", "Bearer " + token));
        // A redirect must not carry the token to another host.
        var redirect =
                site.token().isPresent() ? HttpClient.Redirect.NEVER : HttpClient.Redirect.NORMAL;
        Text text =
                new HttpFetch(redirect, shorter(silence, API_SILENCE)).text(uri, headers, MAX_JSON);
        int status = text.answer().status();
        if (text.answer().isOk()) return Optional.of(json.readTree(text.body()));
        if (status == 404) return Optional.empty();
        String hint =
                status == 403 || status == 429
                        ? " (its limit of requests; set GH_PAT to a token, or try again in an hour)"
                        : status == 401 ? " (the token in GH_PAT is not accepted)" : "";
        throw new IOException(uri + " answered " + status + hint);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private HttpFetch files() {
        return new HttpFetch(HttpClient.Redirect.NORMAL, silence);
    }

    private Unpacked bring(
            Release release, Asset asset, Path folder, Consumer<InstallProgress> progress)
            throws IOException, InterruptedException {
        requireRoom(folder, asset);
        URI uri = site.file(release.tag(), asset.name());
        Path archive = folder.resolve(asset.name());
        download(uri, asset, archive, progress);
        progress.accept(InstallProgress.of(Phase.VERIFYING, asset.name()));
        verify(asset, archive);
        progress.accept(InstallProgress.of(Phase.UNPACKING, asset.name()));
        Archive.unpack(archive, folder.resolve("root"));
        Files.delete(archive);
        Path binary = server(folder.resolve("root"), asset);
        return new Unpacked(binary, binary, uri.toString());
    }

    private static void requireRoom(Path folder, Asset asset) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        long needed = asset.size() * ROOM_FACTOR;
        if (free < needed) {
            throw new IOException(
                    asset.name()
                            + " needs about "
                            + (needed >> 20)
                            + " MiB; "
                            + (free >> 20)
                            + " MiB are free at "
                            + folder);
        }
    }

    private void download(URI uri, Asset asset, Path archive, Consumer<InstallProgress> progress)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                downloadOnce(uri, asset, archive, progress);
                return;
            } catch (Unreachable | TooLarge e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new IOException(e.getMessage() + " (tried " + ATTEMPTS + " times)", e);
                }
                LOG.log(
                        Level.DEBUG,
                        "download tried again file=" + asset.name() + " cause=" + e.getMessage());
                Thread.sleep(between);
            }
        }
    }

    private void downloadOnce(
            URI uri, Asset asset, Path archive, Consumer<InstallProgress> progress)
            throws IOException, InterruptedException {
        var throttled = new Throttled(progress, asset);
        try (OutputStream out = Files.newOutputStream(archive)) {
            HttpFetch.Answer answer =
                    files().get(uri, Map.of(), out, asset.size(), throttled::bytes);
            if (!answer.isOk()) throw new IOException(uri + " answered " + answer.status());
            if (answer.bytes() != asset.size()) {
                throw new IOException(
                        asset.name()
                                + " broke off at "
                                + answer.bytes()
                                + " of "
                                + asset.size()
                                + " bytes");
            }
        }
    }

    private static void verify(Asset asset, Path archive) throws IOException {
        if (asset.sha256().isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "release file has no published checksum, only its size was checked file="
                            + asset.name());
            return;
        }
        String actual = Sha256.of(archive);
        if (!actual.equals(asset.sha256().get())) {
            throw new IOException(
                    asset.name()
                            + " was refused: its SHA-256 is "
                            + actual
                            + ", published is "
                            + asset.sha256().get());
        }
    }

    private static Path server(Path root, Asset asset) throws IOException {
        try (Stream<Path> files = Files.walk(root, 4)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> f.getFileName().toString().matches("llama-server(\\.exe)?"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(asset.name() + " holds no llama-server"));
        }
    }

    /// Passes on ten reports a second, and the last one.
    private static final class Throttled {
        private static final long EVERY = Duration.ofMillis(100).toNanos();

        private final Consumer<InstallProgress> progress;
        private final Asset asset;
        private long last = System.nanoTime() - EVERY;

        Throttled(Consumer<InstallProgress> progress, Asset asset) {
            this.progress = progress;
            this.asset = asset;
        }

        void bytes(long bytes) {
            long now = System.nanoTime();
            if (now - last < EVERY && bytes < asset.size()) return;
            last = now;
            progress.accept(
                    new InstallProgress(Phase.DOWNLOADING, asset.name(), bytes, asset.size()));
        }
    }
}
