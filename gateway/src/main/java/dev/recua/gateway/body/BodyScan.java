package dev.recua.gateway.body;

/// What passing over a body's bytes has told.
public sealed interface BodyScan permits JsonScan, FormScan {}
