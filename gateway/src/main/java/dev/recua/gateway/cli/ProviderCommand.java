package dev.recua.gateway.cli;

import picocli.CommandLine.Command;

/// `recua provider`: holds the commands on providers.
@Command(
        name = "provider",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        description = {
            "Look at and choose the provider that programs with Recua's Java client ask.",
            "Recua itself, llama.cpp's llama-server, Ollama, OpenRouter, or any OpenAI-compatible server."
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua provider ls               who is configured, and who is asked first",
            "  recua provider use llama-cpp    ask a llama-server first from now on"
        })
final class ProviderCommand {}
