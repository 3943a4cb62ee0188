package dev.recua.supervisor.server;

import dev.recua.supervisor.child.Orphans;
import dev.recua.supervisor.child.ProcessNote;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/// Work folders whose program was killed before it could delete them.
///
/// Each folder names the process that made it ([ProcessNote]). It is deleted when it belongs
/// to our user, its process is gone, and no server lives that is noted in it; in any doubt it
/// stays.
///
/// @param tmp    where the folders are
/// @param prefix by which they are known
record LeftFolders(Path tmp, String prefix) {
    private static final System.Logger LOG = System.getLogger(LeftFolders.class.getName());
    private static final String OWNER = "owner";

    /// Notes that this process made it.
    void own(WorkFolder made) throws IOException {
        Files.writeString(made.root().resolve(OWNER), ProcessNote.of(ProcessHandle.current()));
    }

    /// Deletes what is left.
    ///
    /// @param us who may have made it
    void sweep(UserPrincipal us) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(tmp, prefix + "*")) {
            for (Path folder : folders) if (isLeft(folder, us)) new WorkFolder(folder).delete();
        } catch (IOException | DirectoryIteratorException unreadable) {
            LOG.log(Level.DEBUG, "left work folders are not looked for in " + tmp, unreadable);
        }
    }

    private static boolean isLeft(Path folder, UserPrincipal us) {
        try {
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(us)
                    && ProcessNote.isGone(Files.readString(folder.resolve(OWNER)).strip())
                    && Orphans.living(new WorkFolder(folder).run()).isEmpty();
        } catch (IOException notOurs) {
            return false;
        }
    }
}
