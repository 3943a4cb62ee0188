/// What a program or a person sets: which provider, where, with which key, how patient, how it
/// samples; from `agents.config.json`, our own `client.json`, the environment or code, checked as a
/// whole.
///
/// The flow is [dev.recua.client.config.ClientConfigLoader] → `JsonText` (text to a tree with
/// places) → `FileLayer` and `EnvironmentLayer` (which key was set where, checked against the one
/// table `Keys`) → `Binder` (records, keys by way of `Keyring`) →
/// [dev.recua.client.config.LoadedConfig]. The schemas in the resources of this package are that
/// table once more; a test holds them together.
///
/// May import the JDK, Jackson and [dev.recua.client.wire]. Open
/// [dev.recua.client.config.ClientConfig] first, then
/// [dev.recua.client.config.ProviderConfig].
@NullMarked
package dev.recua.client.config;

import org.jspecify.annotations.NullMarked;
