package dev.recua.models.catalogue;

import java.nio.file.Path;

/// A place to look for models.
///
/// @param path absolute
/// @param source a missing folder of [Source#USER] is ours and is made; one of [Source#CONFIG] or
///     [Source#BUNDLED] is noted, any other passed over, until it is there
public record Folder(Path path, Source source, Layout layout) {

    /// How files lie in it.
    public enum Layout {
        /// Anywhere, up to ten levels deep.
        PLAIN,
        /// As in the Hugging Face cache:
        /// `models--<org>--<repo>/{refs/main,blobs,snapshots/<commit>/…}`.
        HUB
    }

    public Folder {
        path = path.toAbsolutePath().normalize();
    }

    public static Folder plain(Path path, Source source) {
        return new Folder(path, source, Layout.PLAIN);
    }

    public static Folder hub(Path path) {
        return new Folder(path, Source.HUB, Layout.HUB);
    }
}
