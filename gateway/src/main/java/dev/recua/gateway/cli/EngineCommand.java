package dev.recua.gateway.cli;

import picocli.CommandLine.Command;

/// `recua engine`: holds the commands on engines.
@Command(
        name = "engine",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        description = {
            "Look at, install, choose and remove engines (builds of llama.cpp's llama-server).",
            "The gateway of this home carries it out; where none runs, this command does it itself."
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  recua engine ls                 what is installed, and what models start with",
            "  recua engine install            the newest",
            "  recua engine use 0.7.0          let models start with it from now on"
        })
final class EngineCommand {}
