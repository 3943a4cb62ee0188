package dev.recua.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `recua`: the root of all commands. It does nothing by itself.
@Command(
        name = "recua",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        description = {
            "Local LLMs behind one OpenAI-compatible address.",
            "Runs llama.cpp engines, keeps them alive and swaps them when another model is asked for."
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading =
                "%nOptions (--home, --url, --json and --help work with every command):%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua serve                             start the gateway",
            "  recua run recua-tiny \"Hello!\"           ask a model, with or without a gateway",
            "  echo \"Hello!\" | recua run recua-tiny    the same from a pipe",
            "  recua run recua-tiny                    a chat",
            "  recua ls                                the models that can be asked",
            "  recua ps                                the models that are loaded, and what they do",
            "  recua logs qwen3:8b --follow            what a model's engine writes",
            "  recua stop --all                        unload every model",
            "  recua ls --help                         more on one command",
            "",
            "OpenAI clients use the base URL http://127.0.0.1:8091/v1; any API key will do unless one is set."
        },
        exitCodeListHeading = "%nExit codes:%n")
final class Recua {
    @SuppressWarnings("unused") // picocli reads it
    @Mixin
    private final GlobalOptions global;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            order = 104,
            description = "Print the version of this program.")
    @SuppressWarnings("unused") // picocli acts on the annotation and needs somewhere to write
    private boolean version;

    Recua(GlobalOptions global) {
        this.global = global;
    }
}
