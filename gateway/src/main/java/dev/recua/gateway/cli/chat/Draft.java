package dev.recua.gateway.cli.chat;

/// What a person has typed so far, perhaps over several lines: whether more is to come, and what it
/// says. Pure.
///
/// Two ways lead to several lines: a line that ends in `\` goes on in the next one, and a text that
/// begins with `"""` goes on until a line ends with `"""`. Newlines that came with a paste are
/// simply part of the text.
final class Draft {
    private static final String QUOTES = "\"\"\"";

    private Draft() {}

    /// Whether the next line belongs to it.
    ///
    /// @param typed without a newline at its end
    static boolean isOpen(String typed) {
        return isBlock(typed) ? !isClosed(typed) : typed.endsWith("\\");
    }

    /// Whether it stands in `"""`, and so is a question whatever it begins with.
    static boolean isBlock(String typed) {
        return typed.stripLeading().startsWith(QUOTES);
    }

    /// What it says, without the marks.
    static String text(String typed) {
        if (!isBlock(typed)) {
            String whole = typed.endsWith("\\") ? typed.substring(0, typed.length() - 1) : typed;
            return whole.replace("\\\n", "\n").strip();
        }
        String inside = typed.strip().substring(QUOTES.length());
        return (isClosed(typed) ? inside.substring(0, inside.length() - QUOTES.length()) : inside)
                .strip();
    }

    private static boolean isClosed(String typed) {
        return typed.strip().substring(QUOTES.length()).endsWith(QUOTES);
    }
}
