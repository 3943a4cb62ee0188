package dev.recua.gateway.fleet;

import dev.recua.supervisor.engine.EngineId;
import dev.recua.supervisor.engine.install.InstallResult;
import java.util.List;

/// Why an order about engines was not carried out. Nothing was changed.
public sealed interface EngineRefusal {
    /// No installed engine has this name.
    ///
    /// @param installed the names that there are
    record NoSuchEngine(String name, List<String> installed) implements EngineRefusal {
        public NoSuchEngine {
            installed = List.copyOf(installed);
        }
    }

    /// A short name that several engines answer to.
    record Ambiguous(String name, List<String> meant) implements EngineRefusal {
        public Ambiguous {
            meant = List.copyOf(meant);
        }
    }

    /// The engine in use, which is not one of ours.
    ///
    /// @param path of its binary
    record NotOurs(String name, String path) implements EngineRefusal {}

    /// It is there and does not work on this machine.
    record DoesNotRun(EngineId id, String why) implements EngineRefusal {}

    /// Children run from it.
    ///
    /// @param models theirs
    record InUse(EngineId id, List<String> models) implements EngineRefusal {
        public InUse {
            models = List.copyOf(models);
        }
    }

    /// Somebody installs an engine right now.
    record Installing(EngineId id) implements EngineRefusal {}

    /// Text that can be no version.
    record WrongVersion(String text) implements EngineRefusal {}

    /// Text that is no variant for this machine.
    ///
    /// @param variants those that are
    record WrongVariant(String text, String target, List<String> variants)
            implements EngineRefusal {
        public WrongVariant {
            variants = List.copyOf(variants);
        }
    }

    /// No source gave it.
    record NotInstalled(InstallResult.NotInstalled result) implements EngineRefusal {}

    /// The search gives no engine.
    ///
    /// @param message where it was looked for, and what to do
    record NoEngine(String message) implements EngineRefusal {}

    /// Files cannot be read or written.
    ///
    /// @param what in words, with the file
    record Failed(String what) implements EngineRefusal {}
}
