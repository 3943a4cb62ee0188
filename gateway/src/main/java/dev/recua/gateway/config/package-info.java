/// Configuration: `config.yaml`, `RECUA_*` variables and command-line options become one
/// [GatewayConfig], or every problem at once.
///
/// The flow is [ConfigLoader] → `YamlTree` (text to nodes with positions) → `Layers` (which key was
/// set where) → `Binder` (typed records, rules between keys) → [ConfigResult]. [Keys] is the one
/// table of all keys: their kinds, defaults, and whether they have an effect yet. Nothing here
/// starts, stops or opens anything but the one file.
///
/// May import: the JDK, Jackson (streaming YAML), `dev.recua.gateway.home` (where the file lies),
/// `dev.recua.models.naming` (the nearest known name), and of `dev.recua.supervisor` the words of a
/// shell (`args`) and the variants of an engine (`engine`). Open [GatewayConfig] first, then
/// [Keys].
@NullMarked
package dev.recua.gateway.config;

import org.jspecify.annotations.NullMarked;
