package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/// The answer of `POST /api/swap/start`, `/stop` and `/restart`.
///
/// @param success whether it was done, or, with `?wait=false`, begun; what fails is an error answer
/// @param status  what holds now
@JsonIgnoreProperties(ignoreUnknown = true)
public record SwapResult(boolean success, SwapStatus status) {}
