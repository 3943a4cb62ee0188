package dev.recua.supervisor.server;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/// The texts of [ServerException]s: what happened (`messages`) and what to do next (`next`), each
/// in
/// English and Spanish. Keys are codes. Any thread.
final class ErrorTexts {
    static final Locale ENGLISH = Locale.US;
    static final Locale SPANISH = Locale.of("es");
    static final String MESSAGES = "dev.recua.supervisor.server.messages";
    static final String NEXT = "dev.recua.supervisor.server.next";

    private ErrorTexts() {}

    static String message(String code, List<String> args, Locale locale) {
        return text(MESSAGES, code, args, locale);
    }

    static String next(String code, List<String> args, Locale locale) {
        return text(NEXT, code, args, locale);
    }

    private static String text(String bundle, String code, List<String> args, Locale locale) {
        Locale known = known(locale);
        String pattern = ResourceBundle.getBundle(bundle, known).getString(code);
        return new MessageFormat(pattern, known).format(args.toArray());
    }

    /// Asked for by its exact name: for any other, Java would look for the language of the machine
    /// before it falls back to English.
    static Locale known(Locale locale) {
        return locale.getLanguage().equals(SPANISH.getLanguage()) ? SPANISH : ENGLISH;
    }
}
