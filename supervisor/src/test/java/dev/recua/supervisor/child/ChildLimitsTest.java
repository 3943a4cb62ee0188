package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A program whose first word to this room was a configuration loaded [ChildLimits.Poll] before
/// [ChildLimits], and got default limits without a poll: its servers never became ready.
class ChildLimitsTest {
    private static final String OUTER = ChildLimits.class.getName();
    private static final String INNER = ChildLimits.Poll.class.getName();

    @Test
    void theDefaultsAreWholeWhicheverTypeIsLoadedFirst() throws Exception {
        for (List<String> order : List.of(List.of(OUTER, INNER), List.of(INNER, OUTER))) {
            try (URLClassLoader afresh = afresh()) {
                for (String type : order) Class.forName(type, true, afresh);

                Class<?> outer = Class.forName(OUTER, true, afresh);
                Object poll = outer.getMethod("poll").invoke(outer.getField("DEFAULT").get(null));

                assertThat(poll).as("loaded in this order: %s", order).isNotNull();
            }
        }
    }

    /// Sees this room and the JDK, and has loaded nothing yet.
    private static URLClassLoader afresh() {
        URL room = ChildLimits.class.getProtectionDomain().getCodeSource().getLocation();
        return new URLClassLoader(new URL[] {room}, ClassLoader.getPlatformClassLoader());
    }
}
