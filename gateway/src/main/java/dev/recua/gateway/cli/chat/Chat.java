package dev.recua.gateway.cli.chat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A conversation: each answer is given with all that was said before.
///
/// What cannot be done (a question refused, an unknown name, a gateway that has gone) is said and
/// does not end it. For one thread.
public final class Chat {
    private static final String HOW_TO_LEAVE = "Ctrl-D or /exit leaves.";

    private final Screen screen;
    private final Partner partner;
    private final Conversation conversation;
    private String model;

    /// @param model  whom to talk with first; it is known
    /// @param system what it should be or keep in mind
    public Chat(Screen screen, Partner partner, String model, Optional<String> system) {
        this.screen = screen;
        this.partner = partner;
        this.conversation = new Conversation(system);
        this.model = model;
    }

    /// Goes on until the person leaves.
    public void talk() throws InterruptedException, IOException {
        screen.say(
                "Chat with %s. /help tells what you can type; /exit or Ctrl-D leaves."
                        .formatted(model));
        boolean goesOn = true;
        while (goesOn) {
            goesOn =
                    switch (screen.read()) {
                        case Screen.Typed.End _ -> {
                            screen.say("");
                            yield false;
                        }
                        case Screen.Typed.GivenUp(var typed) -> {
                            if (typed.isBlank()) screen.say(HOW_TO_LEAVE);
                            yield true;
                        }
                        case Screen.Typed.Text(var typed) -> take(Entry.of(typed));
                    };
        }
    }

    /// @return whether it goes on
    private boolean take(Entry entry) throws InterruptedException {
        switch (entry) {
            case Entry.Nothing _ -> {}
            case Entry.Question(var text) -> ask(text);
            case Entry.Unknown(var word, var nearest) -> screen.complain(unknown(word, nearest));
            case Entry.Order(var command, var argument) -> {
                return obey(command, argument);
            }
        }
        return true;
    }

    private boolean obey(ChatCommand command, String argument) throws InterruptedException {
        switch (command) {
            case MODEL -> {
                if (argument.isEmpty()) showModels();
                else switchTo(argument);
            }
            case SYSTEM -> {
                if (argument.isEmpty()) showSystem();
                else setSystem(argument);
            }
            case CLEAR -> {
                conversation.clear();
                screen.say("What was said is forgotten.");
            }
            case HELP -> help().forEach(screen::say);
            case EXIT -> {
                return false;
            }
        }
        return true;
    }

    private void ask(String question) throws InterruptedException {
        switch (partner.ask(model, conversation.asking(question))) {
            case Partner.Reply.Said(var answer) -> {
                if (answer.isBlank()) screen.complain(model + " gave an empty answer.");
                else conversation.keep(question, answer);
            }
            case Partner.Reply.Stopped(var answer) -> {
                screen.say("(stopped)");
                if (!answer.isBlank()) conversation.keep(question, answer);
            }
            case Partner.Reply.Refused(var why) -> screen.complain(why);
        }
    }

    private void showModels() throws InterruptedException {
        switch (partner.models()) {
            case Partner.Models.These(var models) ->
                    models.forEach(known -> screen.say(row(known)));
            case Partner.Models.NotNow(var why) -> screen.complain(why);
        }
    }

    private String row(Partner.Known known) {
        boolean it = known.id().equals(model) || known.aliases().contains(model);
        String mark = it ? "* " : "  ";
        String aliases =
                known.aliases().isEmpty() ? "" : " (" + String.join(", ", known.aliases()) + ")";
        return mark + known.id() + aliases;
    }

    private void switchTo(String name) throws InterruptedException {
        switch (partner.find(name)) {
            case Partner.Found.Here(var id) -> {
                model = id;
                screen.say("Now with " + id + "; what was said goes on. /clear begins anew.");
            }
            case Partner.Found.Not(var why) -> screen.complain(why);
        }
    }

    private void showSystem() {
        screen.say(
                conversation.system().orElse("There is no system message; /system TEXT sets one."));
    }

    private void setSystem(String text) {
        conversation.system(text);
        screen.say("The system message is set; it counts from the next question on.");
    }

    private static String unknown(String word, List<String> nearest) {
        String guess =
                nearest.isEmpty()
                        ? "/help lists them"
                        : "did you mean " + nearest.getFirst() + "? /help lists them";
        return "There is no command %s; %s. A question that begins with / goes between \"\"\" and \"\"\"."
                .formatted(word, guess);
    }

    private List<String> help() {
        List<String> lines = new ArrayList<>();
        for (ChatCommand command : ChatCommand.values()) lines.add(command.help());
        lines.add("");
        lines.add("Several lines: end a line with \\, or write between \"\"\" and \"\"\".");
        lines.add(
                screen.canStop()
                        ? "Ctrl-C stops an answer. Tab completes commands and models, the arrow keys bring back"
                                + " what you typed."
                        : "Ctrl-C ends an answer and the chat.");
        return lines;
    }
}
