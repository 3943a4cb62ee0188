package dev.recua.gateway.cli;

import picocli.CommandLine.Command;

/// `recua config`: holds the commands on the configuration files.
@Command(
        name = "config",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        description = "Look at the configuration, or bring one from another program.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n")
final class ConfigCommand {}
