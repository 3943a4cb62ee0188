package dev.recua.gateway.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;

/// The arrows of ARCHITECTURE.md: who may know whom. A broken one fails the build.
@AnalyzeClasses(
        packages = "dev.recua",
        importOptions = {
            ImportOption.DoNotIncludeTests.class,
            ArchitectureTest.WithoutTestJars.class
        })
class ArchitectureTest {
    /// The tests of another room that come as a jar.
    static final class WithoutTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String[] FOUNDATION = {
        "java..", "javax..", "jdk..", "org.jspecify..", "tools.jackson..", "com.fasterxml.jackson.."
    };

    /// Methods that block their thread, in all their forms, by who has them.
    private static final Map<Class<?>, Set<String>> BLOCKING =
            Map.of(
                    Thread.class, Set.of("sleep", "join"),
                    Object.class, Set.of("wait"),
                    java.util.concurrent.Future.class, Set.of("get", "join"),
                    io.vertx.core.Future.class, Set.of("await"),
                    CountDownLatch.class, Set.of("await"),
                    Condition.class, Set.of("await", "awaitNanos", "awaitUntil"),
                    Semaphore.class, Set.of("acquire"),
                    BlockingQueue.class, Set.of("take", "put"),
                    LockSupport.class, Set.of("park", "parkNanos", "parkUntil"),
                    Process.class, Set.of("waitFor"));

    private static final DescribedPredicate<JavaMethodCall> WAITS =
            DescribedPredicate.describe(
                    "waits",
                    call ->
                            BLOCKING.entrySet().stream()
                                    .anyMatch(
                                            blocking ->
                                                    blocking.getValue().contains(call.getName())
                                                            && call.getTargetOwner()
                                                                    .isAssignableTo(
                                                                            blocking.getKey())));

    @ArchTest static final ArchRule clientKnowsOnlyTheJdkAndJackson = knowsOnly("client");

    @ArchTest static final ArchRule modelsKnowOnlyTheJdkAndJackson = knowsOnly("models");

    @ArchTest static final ArchRule testkitKnowsNoneOfOurRooms = knowsOnly("testkit");

    @ArchTest
    static final ArchRule supervisorKnowsClientAndModels =
            knowsOnly("supervisor", "dev.recua.client..", "dev.recua.models..");

    @ArchTest
    static final ArchRule nothingThatShipsKnowsTheTestkit =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.recua.testkit..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.recua.testkit..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("dev.recua.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesOfLibrariesFormNoCycle =
            slices().matching("dev.recua.(models|supervisor|client).(*)..")
                    .should()
                    .beFreeOfCycles();

    @ArchTest
    static final ArchRule decisionsKnowNeitherTheNetworkNorProcesses =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.recua.gateway.scheduling..",
                            "dev.recua.gateway.routing..",
                            "dev.recua.gateway.config..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("io.vertx..", "io.netty..", "java.net.http..")
                                    .or(named("java.lang.Process"))
                                    .or(named("java.lang.ProcessBuilder")));

    @ArchTest
    static final ArchRule onlyTheDoorTheBytesAndTheWiringKnowVertx =
            noClasses()
                    .that()
                    .resideInAPackage("dev.recua.gateway..")
                    .and()
                    .resideOutsideOfPackages(
                            "dev.recua.gateway",
                            "dev.recua.gateway.http..",
                            "dev.recua.gateway.admin..",
                            "dev.recua.gateway.body..",
                            "dev.recua.gateway.events..",
                            "dev.recua.gateway.proxy..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsPicocli =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.recua.gateway.cli..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule onlyTheChatKnowsTheLineEditor =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.recua.gateway.cli.chat..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.jline..");

    @ArchTest
    static final ArchRule theChatDoesNotKnowTheCommandLine =
            noClasses()
                    .that()
                    .resideInAPackage("dev.recua.gateway.cli.chat..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.recua.gateway.cli");

    @ArchTest
    static final ArchRule onlyMetricsKnowMicrometer =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.recua.gateway.metrics..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule nobodyKnowsWhoTellsLiveButTheApiAndTheWiring =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "dev.recua.gateway",
                            "dev.recua.gateway.admin..",
                            "dev.recua.gateway.events..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.recua.gateway.events..");

    @ArchTest
    static final ArchRule nobodyCallsBackIntoTheDoor =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.recua.gateway.body..",
                            "dev.recua.gateway.proxy..",
                            "dev.recua.gateway.requests..",
                            "dev.recua.gateway.metrics..",
                            "dev.recua.gateway.routing..",
                            "dev.recua.gateway.scheduling..",
                            "dev.recua.gateway.fleet..",
                            "dev.recua.gateway.config..",
                            "dev.recua.gateway.home..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.recua.gateway.http..",
                            "dev.recua.gateway.admin..",
                            "dev.recua.gateway.cli..");

    @ArchTest
    static final ArchRule nobodySleepsOnTheEventLoop =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.recua.gateway.http..",
                            "dev.recua.gateway.admin..",
                            "dev.recua.gateway.body..",
                            "dev.recua.gateway.events..",
                            "dev.recua.gateway.proxy..",
                            "dev.recua.gateway.requests..",
                            "dev.recua.gateway.routing..",
                            "dev.recua.gateway.scheduling..")
                    .should()
                    .callMethodWhere(WAITS);

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes()
                    .that()
                    .haveSimpleName("package-info")
                    .should()
                    .beAnnotatedWith("org.jspecify.annotations.NullMarked");

    private static ArchRule knowsOnly(String room, String... others) {
        DescribedPredicate<JavaClass> foreign =
                resideOutsideOfPackages(FOUNDATION)
                        .and(resideOutsideOfPackages("dev.recua." + room + ".."))
                        .and(resideOutsideOfPackages(others));
        return noClasses()
                .that()
                .resideInAPackage("dev.recua." + room + "..")
                .should()
                .dependOnClassesThat(foreign)
                .as(room + " knows only the JDK, Jackson" + String.join(", ", others));
    }

    private static DescribedPredicate<JavaClass> named(String className) {
        return DescribedPredicate.describe(className, found -> found.getName().equals(className));
    }
}
