package dev.recua.client.config;

import tools.jackson.databind.JsonNode;

/// A value that its key takes, and where it was set.
record Setting(JsonNode value, Place at) {}
