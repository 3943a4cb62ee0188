package dev.recua.gateway.cli.chat;

import dev.recua.client.wire.ChatMessage;
import java.util.List;

/// The models that one can talk with.
public interface Partner {
    /// A model.
    ///
    /// @param aliases other names it answers to
    record Known(String id, List<String> aliases) {
        public Known {
            aliases = List.copyOf(aliases);
        }
    }

    /// Those that can be asked.
    Models models() throws InterruptedException;

    /// The answer to [#models].
    sealed interface Models {
        /// They are known.
        record These(List<Known> models) implements Models {
            public These {
                models = List.copyOf(models);
            }
        }

        /// They cannot be had now.
        ///
        /// @param why for the person
        record NotNow(String why) implements Models {}
    }

    /// What a name means.
    Found find(String name) throws InterruptedException;

    /// The answer to [#find].
    sealed interface Found {
        /// A model has that name.
        record Here(String id) implements Found {}

        /// None has, or it cannot be asked.
        ///
        /// @param why for the person, with the nearest names
        record Not(String why) implements Found {}
    }

    /// Asks, and shows the answer as it comes.
    ///
    /// @throws InterruptedException when the chat is over
    Reply ask(String model, List<ChatMessage> messages) throws InterruptedException;

    /// What became of a question.
    sealed interface Reply {
        /// It was answered to the end.
        record Said(String text) implements Reply {}

        /// The person stopped the answer.
        ///
        /// @param text what came before that
        record Stopped(String text) implements Reply {}

        /// There is no answer, or not the whole of it.
        ///
        /// @param why for the person
        record Refused(String why) implements Reply {}
    }
}
