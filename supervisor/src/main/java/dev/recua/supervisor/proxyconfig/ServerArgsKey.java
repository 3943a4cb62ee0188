package dev.recua.supervisor.proxyconfig;

import dev.recua.supervisor.args.ShellWords;
import java.util.ArrayList;
import java.util.List;

/// `serverArgs`: one word each, as source 000 passes them.
///
/// An element that begins with `-` and holds a blank cannot be an option; people write them so, as
/// source 003 lets them (`"--ctx-size 2048"`), so it is split like a shell.
final class ServerArgsKey {
    private ServerArgsKey() {}

    static List<String> words(Value value) throws Wrong {
        List<String> words = new ArrayList<>();
        int number = 0;
        for (String element : value.texts()) {
            number++;
            if (!element.matches("(?s)-\\S*\\s.*")) {
                words.add(element);
                continue;
            }
            switch (ShellWords.split(element)) {
                case ShellWords.Words split -> words.addAll(split.words());
                case ShellWords.Unfinished open ->
                        throw new Wrong(
                                open.what()
                                        + " at character "
                                        + (open.position() + 1)
                                        + " of number "
                                        + number);
            }
        }
        return words;
    }
}
