package dev.recua.testkit;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/// The knobs of one fake engine: a value for its alias, else a value for every alias (`*`), else
/// the default.
///
/// Knobs live in `knobs.properties` of the fake's folder as `alias/knob=value` and are read again
/// at every start and every request, so a test can change what a running fake does. Names and
/// meanings: [FakeLlamaServer].
record FakeKnobs(Properties all, String alias) {

    static final String FILE = "knobs.properties";

    static FakeKnobs read(Path home, String alias) {
        Properties all = new Properties();
        try (Reader in = Files.newBufferedReader(home.resolve(FILE))) {
            all.load(in);
        } catch (NoSuchFileException none) {
            return new FakeKnobs(all, alias);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + home.resolve(FILE), e);
        }
        return new FakeKnobs(all, alias);
    }

    Optional<String> text(String knob) {
        String own = all.getProperty(alias + "/" + knob);
        return Optional.ofNullable(own != null ? own : all.getProperty("*/" + knob));
    }

    String text(String knob, String otherwise) {
        return text(knob).orElse(otherwise);
    }

    long number(String knob, long otherwise) {
        return text(knob).map(Long::parseLong).orElse(otherwise);
    }

    boolean flag(String knob) {
        return flag(knob, false);
    }

    boolean flag(String knob, boolean otherwise) {
        return text(knob).map(Boolean::parseBoolean).orElse(otherwise);
    }
}
