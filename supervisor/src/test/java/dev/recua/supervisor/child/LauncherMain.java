package dev.recua.supervisor.child;

import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/// A gateway in small for tests: launches one real child, prints its pid once it is ready, and
/// waits to be killed.
final class LauncherMain {

    private LauncherMain() {}

    public static void main(String[] args) throws Exception {
        Child child = Child.launch(TinyChild.spec(Path.of(args[0]), Path.of(args[1])));
        System.out.println(child.started().get() + " pid=" + child.pid().orElseThrow());
        new Semaphore(0).acquire();
    }
}
