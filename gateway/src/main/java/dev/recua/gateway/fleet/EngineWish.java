package dev.recua.gateway.fleet;

import dev.recua.client.admin.EngineInstall;
import dev.recua.supervisor.engine.EngineId;
import dev.recua.supervisor.engine.Target;
import dev.recua.supervisor.engine.Variant;
import dev.recua.supervisor.engine.install.InstallRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What somebody wants installed, understood or not. Pure.
sealed interface EngineWish {
    /// It is clear what is meant; not whether there is such an engine.
    record Clear(InstallRequest request) implements EngineWish {}

    /// It cannot be meant so.
    record Wrong(EngineRefusal why) implements EngineWish {}

    /// Reads a wish. Nothing said, `newest` and `auto` are the same as null.
    ///
    /// @param newest what is installed when nothing is said
    static EngineWish of(EngineInstall wish, InstallRequest newest) {
        Optional<String> version = said(wish.version(), "newest");
        if (version.isPresent() && !EngineId.isSegment(version.get())) {
            return new Wrong(new EngineRefusal.WrongVersion(version.get()));
        }
        Optional<String> word = said(wish.variant(), EngineRoom.AUTO);
        Optional<Variant> variant = word.flatMap(Variant::find);
        Target target = newest.target();
        boolean offered = variant.filter(target.variants()::contains).isPresent();
        if (word.isPresent() && target.isSupported() && !offered) {
            var variants = target.variants().stream().map(Variant::id).toList();
            return new Wrong(new EngineRefusal.WrongVariant(word.get(), target.id(), variants));
        }
        return new Clear(
                new InstallRequest(
                        version.map(EngineWish::withoutV), target, variant, newest.offline()));
    }

    private static String withoutV(String version) {
        return version.matches("v\\d.*") ? version.substring(1) : version;
    }

    private static Optional<String> said(@Nullable String text, String nothing) {
        return Optional.ofNullable(text)
                .map(String::strip)
                .filter(words -> !words.isEmpty() && !words.equalsIgnoreCase(nothing));
    }
}
