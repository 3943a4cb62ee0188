package dev.recua.gateway.config;

/// How much the gateway logs. Each level contains those before it.
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}
