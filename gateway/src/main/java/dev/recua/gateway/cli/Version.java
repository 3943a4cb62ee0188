package dev.recua.gateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Which version of Recua this is: what the jar's manifest says (`Implementation-Version`), else
/// the `pom.properties` that Maven puts into the jar, else `dev` when it runs from class files.
///
/// @param text such as `0.1.0`
public record Version(String text) {
    private static final String MAVEN = "/META-INF/maven/dev.recua/recua-gateway/pom.properties";

    /// The version of the code that is running.
    public static Version ofThisProgram() {
        @Nullable String manifest = Version.class.getPackage().getImplementationVersion();
        return new Version(manifest != null ? manifest : ofMaven());
    }

    private static String ofMaven() {
        try (@Nullable InputStream in = Version.class.getResourceAsStream(MAVEN)) {
            if (in == null) {
                return "dev";
            }
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "dev");
        } catch (IOException e) {
            return "dev";
        }
    }
}
