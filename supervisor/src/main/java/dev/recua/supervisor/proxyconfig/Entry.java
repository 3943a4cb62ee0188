package dev.recua.supervisor.proxyconfig;

import tools.jackson.databind.JsonNode;

/// One key of the file.
///
/// @param line   where it stands, from 1
/// @param column likewise
record Entry(String key, JsonNode value, int line, int column) {}
