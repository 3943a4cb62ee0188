package dev.recua.models.catalogue;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says when something changes in a set of folders, as far as the system can tell.
///
/// [#cover] and [#close] belong to one thread; changes are reported on a thread of its own.
final class FolderWatch implements AutoCloseable {
    /// What [#cover] could do.
    ///
    /// @param uncovered folders that cannot be watched
    /// @param grew      some were not watched before: what happened in them until now was not
    ///     seen
    record Coverage(Set<Path> uncovered, boolean grew) {}

    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE
    };

    /// Unfinished downloads: they become interesting when they get their real name.
    private static final Set<String> UNFINISHED =
            Set.of(".part", ".downloadinprogress", ".incomplete", ".tmp", ".lock");

    private final @Nullable WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();

    /// @param service null where the system has none
    private FolderWatch(@Nullable WatchService service) {
        this.service = service;
    }

    /// Starts to watch nothing; where that is impossible, [#cover] covers nothing.
    static FolderWatch open(Runnable onChange) {
        try {
            WatchService service = FileSystems.getDefault().newWatchService();
            Thread.ofVirtual().name("recua-models-watch").start(() -> report(service, onChange));
            return new FolderWatch(service);
        } catch (IOException | UnsupportedOperationException e) {
            return new FolderWatch(null);
        }
    }

    /// A watch that covers nothing, so that everything is looked at from time to time.
    static FolderWatch blind() {
        return new FolderWatch(null);
    }

    /// Watches exactly these folders from now on.
    ///
    Coverage cover(Set<Path> folders) {
        if (service == null) {
            return new Coverage(folders, false);
        }
        keys.entrySet()
                .removeIf(
                        entry -> {
                            boolean gone = !folders.contains(entry.getKey());
                            if (gone) {
                                entry.getValue().cancel();
                            }
                            return gone;
                        });
        var uncovered = new HashSet<Path>();
        boolean grew = false;
        for (Path folder : folders) {
            try {
                // Again also for those that we know: a folder that was deleted and made anew has a
                // new key.
                WatchKey key = folder.register(service, KINDS);
                grew |= !key.equals(keys.put(folder, key));
            } catch (NoSuchFileException | NotDirectoryException e) {
                keys.remove(folder);
            } catch (IOException | ClosedWatchServiceException e) {
                uncovered.add(folder);
            }
        }
        return new Coverage(uncovered, grew);
    }

    @Override
    public void close() throws IOException {
        if (service != null) {
            service.close();
        }
    }

    private static void report(WatchService service, Runnable onChange) {
        try {
            while (true) {
                WatchKey key = service.take();
                boolean matters = false;
                for (WatchEvent<?> event : key.pollEvents()) {
                    matters |= matters(event);
                }
                key.reset();
                if (matters) {
                    onChange.run();
                }
            }
        } catch (ClosedWatchServiceException e) {
            // Closed by its owner: nothing more to report.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean matters(WatchEvent<?> event) {
        if (!(event.context() instanceof Path path)) {
            return true;
        }
        String name = path.toString().toLowerCase(Locale.ROOT);
        return UNFINISHED.stream().noneMatch(name::endsWith);
    }
}
