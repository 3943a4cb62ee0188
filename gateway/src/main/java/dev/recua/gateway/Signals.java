package dev.recua.gateway;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/// Tells us of SIGTERM, SIGINT and SIGHUP, each time one comes.
///
/// A shutdown hook hears only of the first, and the second one is what a person sends who does not
/// want to wait. The JDK offers signals as `sun.misc.Signal` (module `jdk.unsupported`); it is used
/// by reflection, because the compiler warns of every direct use and our build has no warnings.
final class Signals {
    private Signals() {}

    /// Calls `heard` with the signal's name on a thread of the JVM's. A signal that this process
    /// was told to ignore when it was started (`nohup`) stays ignored.
    ///
    /// @return false where this JVM offers no signals; then only a shutdown hook is left
    static boolean on(String signal, Consumer<String> heard) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler =
                    Proxy.newProxyInstance(
                            handlerType.getClassLoader(),
                            new Class<?>[] {handlerType},
                            (proxy, method, arguments) ->
                                    switch (method.getName()) {
                                        case "handle" -> {
                                            heard.accept(signal);
                                            yield null;
                                        }
                                        case "equals" -> proxy == arguments[0];
                                        case "hashCode" -> System.identityHashCode(proxy);
                                        default -> "handler of " + signal;
                                    });
            var handle = signalType.getMethod("handle", signalType, handlerType);
            Object ours = signalType.getConstructor(String.class).newInstance(signal);
            Object before = handle.invoke(null, ours, handler);
            Object ignored = handlerType.getField("SIG_IGN").get(null);
            if (ignored.equals(before)) handle.invoke(null, ours, ignored); // as nohup wants it
            return true;
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | NoSuchFieldException
                | IllegalAccessException
                | InstantiationException
                | InvocationTargetException unavailable) {
            return false;
        }
    }
}
