package dev.recua.gateway;

import org.jspecify.annotations.Nullable;

/// The program: says which version it is.
public final class Main {
    private Main() {}

    /// Prints name and version.
    ///
    /// @param args not used yet
    public static void main(String[] args) {
        @Nullable String version = Main.class.getPackage().getImplementationVersion();
        System.out.println("Recua " + (version == null ? "(not packaged)" : version));
    }
}
