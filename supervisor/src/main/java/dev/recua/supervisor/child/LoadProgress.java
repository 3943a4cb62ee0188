package dev.recua.supervisor.child;

/// How far an engine says that it has come with loading. Only what it told: with memory-mapped
/// files it jumps, and an engine with several files begins each of them at 0.
///
/// @param stage what it loads, in the engine's word: `text_model`, `mmproj_model`, `spec_model`
/// @param value the part of this stage that is done, 0 to 1
public record LoadProgress(String stage, double value) {
    public LoadProgress {
        if (stage.isBlank()) throw new IllegalArgumentException("stage is blank");
        if (!(value >= 0 && value <= 1))
            throw new IllegalArgumentException("value must be 0 to 1, was " + value);
    }
}
