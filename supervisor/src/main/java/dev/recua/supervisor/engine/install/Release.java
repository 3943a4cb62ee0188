package dev.recua.supervisor.engine.install;

import dev.recua.supervisor.engine.Target;
import dev.recua.supervisor.engine.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// A release as GitHub's API describes it.
///
/// Names of llama.cpp's files: `llama-b<N>-bin-<os>[-<backend>]-<arch>.tar.gz|zip`. A release with
/// a version number
/// as its tag may carry nothing but `nightly-tag.txt`, which names the tag `b<N>` that has the
/// files
/// (seen in llama.cpp's release workflows).
///
/// @param tag    such as `b11669` or `0.7.0`
/// @param assets its files
record Release(String tag, List<Asset> assets) {
    /// The file that names the tag with the binaries.
    static final String POINTER = "nightly-tag.txt";

    /// What llama.cpp's file names call a machine. On Apple silicon one file serves both variants:
    /// the CPU is
    /// what remains when no layer goes to the GPU. There is none for CUDA: on Linux llama.cpp
    /// publishes none,
    /// on Windows it needs a second file.
    private static final Map<String, String> MACHINES =
            Map.of(
                    "aarch64-apple-darwin/metal", "macos-arm64",
                    "aarch64-apple-darwin/cpu", "macos-arm64",
                    "x86_64-apple-darwin/cpu", "macos-x64",
                    "x86_64-unknown-linux-gnu/cpu", "ubuntu-x64",
                    "x86_64-unknown-linux-gnu/vulkan", "ubuntu-vulkan-x64",
                    "aarch64-unknown-linux-gnu/cpu", "ubuntu-arm64",
                    "aarch64-unknown-linux-gnu/vulkan", "ubuntu-vulkan-arm64",
                    "x86_64-pc-windows-msvc/cpu", "win-cpu-x64",
                    "x86_64-pc-windows-msvc/vulkan", "win-vulkan-x64",
                    "aarch64-pc-windows-msvc/cpu", "win-cpu-arm64");

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern SHA256 = Pattern.compile("sha256:[0-9a-fA-F]{64}");

    /// A file of a release.
    ///
    /// @param size   in bytes
    /// @param sha256 in lower-case hexadecimal; empty for old files, for which GitHub tells none
    record Asset(String name, long size, Optional<String> sha256) {}

    Release {
        assets = List.copyOf(assets);
    }

    /// Reads one release; empty when it is none.
    static Optional<Release> parse(JsonNode node) {
        String tag = node.path("tag_name").asString("");
        if (!TAG.matcher(tag).matches()) return Optional.empty();
        List<Asset> assets = new ArrayList<>();
        for (JsonNode asset : node.path("assets")) {
            String name = asset.path("name").asString("");
            long size = asset.path("size").asLong(-1);
            if (name.isEmpty() || size < 0) continue;
            assets.add(new Asset(name, size, sha256(asset.path("digest").asString(""))));
        }
        return Optional.of(new Release(tag, assets));
    }

    /// True when `text` can be a tag.
    static boolean isTag(String text) {
        return TAG.matcher(text).matches();
    }

    /// True when llama.cpp publishes files for that machine at all.
    static boolean areMadeFor(Target target, Variant variant) {
        return MACHINES.containsKey(target.id() + "/" + variant.id());
    }

    Optional<Asset> pointer() {
        return assets.stream().filter(asset -> asset.name().equals(POINTER)).findFirst();
    }

    /// The file for that machine, when this release has one.
    ///
    /// @return empty also for a machine and variant that llama.cpp publishes nothing for
    Optional<Asset> binaryFor(Target target, Variant variant) {
        String key = MACHINES.get(target.id() + "/" + variant.id());
        if (key == null) return Optional.empty();
        var name = Pattern.compile("llama-.+-bin-" + Pattern.quote(key) + "\\.(tar\\.gz|zip)");
        return assets.stream().filter(asset -> name.matcher(asset.name()).matches()).findFirst();
    }

    private static Optional<String> sha256(String digest) {
        if (!SHA256.matcher(digest).matches()) return Optional.empty();
        return Optional.of(digest.substring("sha256:".length()).toLowerCase(Locale.ROOT));
    }
}
