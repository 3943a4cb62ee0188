package dev.recua.gateway.cli;

import picocli.CommandLine.Command;

/// `recua config`: holds the commands on the configuration file.
@Command(
        name = "config",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        description = "Look at the configuration.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n")
final class ConfigCommand {}
