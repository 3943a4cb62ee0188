package dev.recua.client.error;

import dev.recua.client.config.ProviderType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/// The texts of the bundle `guide` beside this class; how it is laid out stands at its head. A
/// bundle for another language would be found by Java's rules. Any thread.
final class GuideTexts {
    private static final String BUNDLE = "dev.recua.client.error.guide";

    private GuideTexts() {}

    /// A text that stands for itself.
    ///
    /// @throws java.util.MissingResourceException when there is none
    static String plain(String key) {
        return bundle().getString(key);
    }

    static Optional<String> find(String key) {
        ResourceBundle bundle = bundle();
        return bundle.containsKey(key) ? Optional.of(bundle.getString(key)) : Optional.empty();
    }

    /// The words for a next step.
    static String next(Next next, ProviderType provider) {
        return find("next." + next + "." + provider.wire()).orElseGet(() -> plain("next." + next));
    }

    /// A section of an entry: the provider's own where it has one.
    static List<String> section(ErrorType type, ProviderType provider, String section) {
        List<String> own = numbered(type + "." + provider.wire() + "." + section);
        return own.isEmpty() ? numbered(type + "." + section) : own;
    }

    private static List<String> numbered(String key) {
        List<String> texts = new ArrayList<>();
        for (int n = 1; ; n++) {
            Optional<String> text = find(key + "." + n);
            if (text.isEmpty()) return List.copyOf(texts);
            texts.add(text.get());
        }
    }

    private static ResourceBundle bundle() {
        return ResourceBundle.getBundle(
                BUNDLE,
                Locale.getDefault(),
                Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
    }
}
