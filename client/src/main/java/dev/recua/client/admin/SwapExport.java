package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/// The answer of `POST /api/swap/config/regenerate`.
///
/// @param success whether the file was written; what fails is an error answer
/// @param models  how many models are in it
@JsonIgnoreProperties(ignoreUnknown = true)
public record SwapExport(boolean success, int models) {
    public SwapExport {
        if (models < 0) throw new IllegalArgumentException("models is negative: " + models);
    }
}
