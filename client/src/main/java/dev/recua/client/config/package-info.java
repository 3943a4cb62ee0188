/// What a program or a person sets: which provider, where, with which key, how patient, how it
/// samples; from `agents.config.json`, our own file, the environment or code, checked as a whole.
///
/// May import the JDK and Jackson. Open [dev.recua.client.config.ProviderConfig] first.
@NullMarked
package dev.recua.client.config;

import org.jspecify.annotations.NullMarked;
