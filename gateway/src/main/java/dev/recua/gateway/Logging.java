package dev.recua.gateway;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import dev.recua.gateway.config.LogLevel;
import dev.recua.supervisor.service.LlamaService;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/// Where log lines go: warnings to the terminal by default; a gateway writes everything of the
/// chosen level to `logs/gateway.log`, and `serve` to the terminal too.
///
/// Set up in code: reading a logback.xml would double the time to the first line. Logback finds
/// this class through `META-INF/services`.
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String TERMINAL = "terminal";
    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %msg%n%ex{full}";
    private static final String FILE_PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} %msg%n%ex{full}";
    private static final FileSize LARGEST_FILE = new FileSize(10 * FileSize.MB_COEFFICIENT);
    private static final int OLD_FILES = 3;
    private static final int LINES_WAITING = 1024;
    private static final int FLUSH_MS = 200;

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        root(context).setLevel(Level.WARN);
        root(context).addAppender(terminal(context));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// Logs as a gateway does.
    ///
    /// @param folder for `gateway.log`, which is rotated at 10 MB and kept four times
    /// @param quiet  whether the terminal belongs to somebody else, and sees warnings only
    static void toFile(LogLevel level, Path folder, boolean quiet) {
        LoggerContext context = context();
        Logger root = root(context);
        root.setLevel(Level.WARN);
        Appender<ILoggingEvent> terminal = root.getAppender(TERMINAL);
        if (quiet) terminal.addFilter(warningsOnly());
        root.detachAppender(terminal);
        root.addAppender(beside(context, terminal));
        context.getLogger("dev.recua").setLevel(levelOf(level));
        if (levelOf(level).isGreaterOrEqual(Level.INFO))
            context.getLogger(LlamaService.STATES).setLevel(Level.OFF); // the fleet tells them
        root.addAppender(beside(context, file(context, folder.resolve("gateway.log"))));
    }

    /// Written by a thread of its own, and left out rather than waited for: a terminal that is
    /// paused, or a slow disk, must not hold up the event loop.
    private static AsyncAppender beside(LoggerContext context, Appender<ILoggingEvent> slow) {
        var beside = new AsyncAppender();
        beside.setContext(context);
        beside.setName("async " + slow.getName());
        beside.setQueueSize(LINES_WAITING);
        beside.setDiscardingThreshold(0);
        beside.setNeverBlock(true);
        beside.setMaxFlushTime(FLUSH_MS);
        beside.addAppender(slow);
        beside.start();
        return beside;
    }

    /// Writes what is still in buffers, and ends.
    static void stop() {
        context().stop();
    }

    private static ThresholdFilter warningsOnly() {
        var filter = new ThresholdFilter();
        filter.setLevel(Level.WARN.toString());
        filter.start();
        return filter;
    }

    private static Level levelOf(LogLevel level) {
        return Level.toLevel(level.name(), Level.INFO);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static Logger root(LoggerContext context) {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static ConsoleAppender<ILoggingEvent> terminal(LoggerContext context) {
        var terminal = new ConsoleAppender<ILoggingEvent>();
        terminal.setName(TERMINAL);
        terminal.setTarget("System.err");
        return started(context, terminal, PATTERN);
    }

    private static RollingFileAppender<ILoggingEvent> file(LoggerContext context, Path path) {
        var file = new RollingFileAppender<ILoggingEvent>();
        file.setName("file");
        file.setFile(path.toString());

        var rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(path + ".%i");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(OLD_FILES);
        rolling.start();

        var trigger = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        trigger.setContext(context);
        trigger.setMaxFileSize(LARGEST_FILE);
        trigger.start();

        file.setRollingPolicy(rolling);
        file.setTriggeringPolicy(trigger);
        return started(context, file, FILE_PATTERN);
    }

    private static <A extends OutputStreamAppender<ILoggingEvent>> A started(
            LoggerContext context, A appender, String pattern) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
