package dev.recua.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.recua.client.admin.LogLine;
import dev.recua.gateway.events.LogFeed;
import dev.recua.gateway.events.LogFilter;
import org.slf4j.LoggerFactory;

/// Hands each line of our own log to those who read it live, in its time, level and text; the
/// places
/// of an exception are lines of their own. Costs nothing while nobody reads, and never waits.
final class LogTap extends UnsynchronizedAppenderBase<ILoggingEvent> implements AutoCloseable {
    /// What engines say comes to the feed by itself, with the engine as its source.
    private static final String ENGINES = "llama_server.";

    private final LogFeed feed;
    private final Logger root;

    private LogTap(LogFeed feed, Logger root) {
        this.feed = feed;
        this.root = root;
    }

    /// Listens to everything that is logged, at whatever level that is.
    static LogTap open(LogFeed feed) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var tap = new LogTap(feed, context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME));
        tap.setContext(context);
        tap.setName("live " + System.identityHashCode(feed));
        tap.start();
        tap.root.addAppender(tap);
        return tap;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!feed.isRead() || event.getLoggerName().startsWith(ENGINES)) return;
        String at = event.getInstant().toString();
        String level = level(event.getLevel());
        tell(at, level, event.getFormattedMessage());
        if (event.getThrowableProxy() == null) return;
        tell(at, level, ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
    }

    private void tell(String at, String level, String text) {
        text.lines().forEach(line -> feed.tell(new LogLine(at, level, LogFilter.GATEWAY, line)));
    }

    private static String level(Level level) {
        if (level.isGreaterOrEqual(Level.ERROR)) return "error";
        if (level.isGreaterOrEqual(Level.WARN)) return "warn";
        return level.isGreaterOrEqual(Level.INFO) ? "info" : "debug";
    }
}
