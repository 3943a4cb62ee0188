package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/// What the event `modelRemoved` tells: a model that is no longer there.
///
/// @param id of the model
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelRemoved(String id) {}
