package dev.recua.supervisor.server;

import dev.recua.supervisor.child.Orphans;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;

/// Work folders whose program was killed before it could delete them.
///
/// Each folder names the process that made it, by pid and start time. It is deleted when it belongs
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
        ProcessHandle us = ProcessHandle.current();
        Files.writeString(made.root().resolve(OWNER), us.pid() + " " + startOf(us));
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
                    && isGone(Files.readString(folder.resolve(OWNER)).strip())
                    && Orphans.living(new WorkFolder(folder).run()).isEmpty();
        } catch (IOException | NumberFormatException notOurs) {
            return false;
        }
    }

    /// @param noted pid and start time
    private static boolean isGone(String noted) {
        int blank = noted.indexOf(' ');
        if (blank < 0) return false;
        long pid = Long.parseLong(noted.substring(0, blank));
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(alive -> startOf(alive).equals(noted.substring(blank + 1)))
                .isEmpty();
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
