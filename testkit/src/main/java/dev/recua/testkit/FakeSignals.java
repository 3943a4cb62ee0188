package dev.recua.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// Takes a POSIX signal away from the JVM.
///
/// `sun.misc.Signal` is exported by `jdk.unsupported`, but naming it in source is a compiler
/// warning that cannot be switched off for one line; reflection reaches the same public methods.
/// A shutdown hook is no substitute: the JVM answers a second SIGTERM with nothing while
/// llama-server ends at once.
final class FakeSignals {

    private FakeSignals() {}

    /// Runs `action` on a JVM thread each time `name` (without `SIG`) arrives, in place of ending
    /// the JVM.
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(),
                            new Class<?>[] {handler},
                            (self, method, args) -> {
                                action.run();
                                return null;
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            Throwable cause = e instanceof InvocationTargetException thrown ? thrown.getCause() : e;
            throw new IllegalStateException("cannot handle SIG" + name + " in this JVM", cause);
        }
    }
}
