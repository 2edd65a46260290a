package io.pypnm.remote.system.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Holds the compiled main code of all modules to the design: its arrows, its fences around libraries, and the calls
/// that nothing makes.
final class ArchitectureTest {
    private static final String ROOT = "io.pypnm.remote.";

    private static final JavaClasses MAIN_CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.pypnm.remote");

    /// Without this, a module missing from this module's class path would pass every rule below.
    @ParameterizedTest
    @CsvSource({
        "contracts, contracts",
        "broker, broker",
        "gateway, gateway",
        "agent, agent",
        "lab, ops/lab",
        "system, ops/system-tests"
    })
    void everyModuleIsSeen(String name, String folder) {
        boolean hasCode = Files.isDirectory(Path.of("../..", folder, "src/main/java"));

        boolean seen = MAIN_CODE.stream().anyMatch(resideInAnyPackage(ROOT + name + ".."));

        assertThat(seen).as("classes of %s are on this test's class path", name).isEqualTo(hasCode);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # module    | may use, besides itself
        contracts.. | contracts..
        broker..    | contracts..
        gateway..   | contracts.. broker..
        agent..     | contracts..
        lab..       | contracts..
        system..    | contracts..
        """)
    void moduleUsesOnlyItsOwn(String module, String allowed) {
        classes()
                .that()
                .resideInAPackage(ROOT + module)
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage(ROOT + ".")
                        .or(resideInAnyPackage(packages(module)))
                        .or(resideInAnyPackage(packages(allowed))))
                .because("what both programs promise belongs to contracts; an agent never sees a broker or a gateway")
                .check(MAIN_CODE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # package         | knows nothing of
        gateway.store     | gateway.http gateway.api gateway.access gateway.agentlink gateway.session gateway.dispatch
        gateway.access    | gateway.http gateway.api gateway.agentlink gateway.session gateway.dispatch
        gateway.dispatch  | gateway.http gateway.api gateway.agentlink gateway.session
        gateway.plant     | gateway.http gateway.api gateway.session gateway.store gateway.locate gateway.pnm..
        gateway.locate    | gateway.http gateway.api gateway.session gateway.agentlink gateway.pnm..
        gateway.agentlink | gateway.http gateway.api gateway.session gateway.dispatch gateway.messaging gateway.store
        gateway.session   | gateway.http gateway.api
        gateway.http      | gateway.api gateway.session gateway.dispatch gateway.messaging
        gateway.ledger    | gateway.http gateway.api gateway.agentlink gateway.session gateway.dispatch gateway.store
        gateway.pnm.series | gateway.pnm.capture gateway.pnm.file gateway.pnm.analysis gateway.pnm.json gateway.pnm.plot gateway.pnm.picture gateway.pnm.csv
        gateway.pnm.capture | gateway.pnm.file gateway.pnm.analysis gateway.pnm.json gateway.pnm.plot gateway.pnm.picture gateway.pnm.csv
        gateway.pnm.file  | gateway.pnm.analysis gateway.pnm.json gateway.pnm.plot gateway.pnm.picture gateway.pnm.csv
        gateway.pnm.analysis | gateway.pnm.file gateway.pnm.json gateway.pnm.plot gateway.pnm.picture gateway.pnm.csv
        gateway.pnm.json  | gateway.pnm.file gateway.pnm.plot gateway.pnm.picture gateway.pnm.csv
        gateway.pnm.plot  | gateway.pnm.capture gateway.pnm.series gateway.pnm.file gateway.pnm.analysis gateway.pnm.json
        gateway.pnm.picture | gateway.pnm.file gateway.pnm.json gateway.pnm.csv
        gateway.pnm.csv   | gateway.pnm.file gateway.pnm.json gateway.pnm.plot
        agent.operation   | agent.link agent.run agent.journal agent.snmp.. agent.ping agent.policy agent.ssh agent.host
        agent.journal     | agent.link agent.run agent.snmp.. agent.ping agent.policy agent.ssh agent.files agent.host
        agent.snmp        | agent.link agent.run agent.journal agent.snmp.command agent.snmp.hop agent.ping agent.policy
        agent.snmp.usm    | agent.link agent.run agent.journal agent.snmp agent.snmp.command agent.ping agent.policy
        agent.snmp.command | agent.link agent.run agent.journal agent.snmp.hop agent.ping agent.policy agent.ssh..
        agent.snmp.hop    | agent.link agent.run agent.journal agent.snmp.command agent.ping
        agent.ping        | agent.link agent.run agent.journal agent.snmp.. agent.policy
        agent.policy      | agent.link agent.run agent.journal agent.snmp.. agent.ping
        agent.ssh..       | agent.link agent.run agent.journal agent.snmp.. agent.ping agent.policy agent.host agent.files
        agent.ssh.login   | agent.ssh agent.operation
        agent.tunnel      | agent.link agent.run agent.journal agent.snmp.. agent.ping agent.policy agent.host agent.files agent.cli
        agent.cli         | agent.link agent.run agent.journal agent.snmp.. agent.ping agent.policy agent.host agent.files
        agent.files       | agent.link agent.run agent.journal
        agent.host        | agent.link agent.run agent.journal
        agent.run         | agent.link agent.snmp.. agent.ping agent.policy
        agent.link        | agent.snmp.. agent.ping agent.policy
        """)
    void lowerPackageDoesNotKnowTheUpper(String lower, String upper) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + lower)
                .should()
                .dependOnClassesThat(resideInAnyPackage(packages(upper)))
                .because("a type that both need lies in the lower package, and the composition root joins them")
                .check(MAIN_CODE);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching(ROOT + "(**)")
                .should()
                .beFreeOfCycles()
                .because("a cycle has no reading order; move the type both need into the lower package")
                .check(MAIN_CODE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # library                              | only in
        com.fasterxml.jackson..                | contracts.wire contracts.config gateway.http gateway.api gateway.cli gateway.pnm.json gateway.pnm.api system.history
        com.jcraft.jsch..                      | agent.ssh
        io.micrometer..                        | gateway..
        jakarta.jms..                          | gateway gateway.messaging gateway.session gateway.dispatch
        jakarta.servlet..                      | gateway.http
        jakarta.websocket..                    | gateway.http gateway.agentlink agent.link
        java.awt.. javax.imageio.. org.apache.batik.. | gateway.pnm.plot
        java.sql.. javax.sql.. org.sqlite..    | gateway.store
        java.util.logging..                    | gateway agent lab broker
        org.apache.activemq.artemis.core..     | broker
        org.apache.activemq.artemis..          | broker gateway.messaging gateway.session gateway.dispatch
        org.eclipse.jetty..                    | gateway.http
        org.glassfish.tyrus..                  | agent.link
        org.slf4j..                            | nowhere
        org.apache.sshd..                      | lab.ssh
        org.snmp4j..                           | agent.snmp lab..
        picocli..                              | gateway gateway.cli
        """)
    void libraryStaysBehindItsFence(String library, String only) {
        noClasses()
                .that(resideOutsideOfPackages(packages(only)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(library.split(" ")))
                .because("one package translates a library into our own types, so that it can be replaced there;"
                        + " logging is System.Logger")
                .check(MAIN_CODE);
    }

    @Test
    void timeIsHandedIn() {
        noClasses()
                .should()
                .accessTargetWhere(describe("the system's clock or a sleep", ArchitectureTest::readsTimeOrSleeps))
                .because("a test cannot move a clock it was not given: take an InstantSource, and wait on a condition,"
                        + " a queue or a latch")
                .check(MAIN_CODE);
    }

    /// Only a process's own start, in `gateway`, `agent` or `lab` itself, knows that time is real.
    @Test
    void onlyCompositionRootsAskForTheSystemClock() {
        noClasses()
                .that(resideOutsideOfPackages(packages("gateway agent lab")))
                .should()
                .accessTargetWhere(describe("the making of a system clock", ArchitectureTest::makesSystemClock))
                .because("the composition root makes the one InstantSource and hands it to whoever needs it")
                .check(MAIN_CODE);
    }

    /// Durations need a clock that no one sets. Each process reads it in one class, named for it.
    @Test
    void onlyAClockReadsNanoTime() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Clock")
                .and(resideOutsideOfPackages(packages("gateway agent lab")))
                .should()
                .accessTargetWhere(
                        describe("System.nanoTime", access -> targets(access, System.class.getName(), "nanoTime")))
                .because("a test cannot move a clock it was not given: take a LongSupplier of nanoseconds from the"
                        + " composition root, or the process's ...Clock")
                .check(MAIN_CODE);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .should(liveInANullMarkedPackage())
                .because("NullAway only looks into packages whose package-info.java says @NullMarked")
                .check(MAIN_CODE);
    }

    @Test
    void nothingIsSerializable() {
        noClasses()
                .should(ArchCondition.from(describe(
                        "implement Serializable",
                        type -> type.getRawInterfaces().stream()
                                .anyMatch(parent -> parent.isEquivalentTo(Serializable.class)))))
                .because("data crosses a process as JSON by contracts.wire, and by nothing else")
                .check(MAIN_CODE);
    }

    @Test
    void optionalIsNeverAField() {
        noFields()
                .should()
                .haveRawType(Optional.class)
                .because("Optional is an answer; what may be absent is a sealed case, or a @Nullable private field")
                .check(MAIN_CODE);
    }

    private static String[] packages(String names) {
        return Arrays.stream(names.split(" ")).map(name -> ROOT + name).toArray(String[]::new);
    }

    private static boolean readsTimeOrSleeps(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String method = access.getTarget().getName();
        return (owner.getPackageName().equals("java.time") && method.equals("now"))
                || targets(access, System.class.getName(), "currentTimeMillis")
                || (owner.isEquivalentTo(Date.class)
                        && access.getTarget().getFullName().equals("java.util.Date.<init>()"))
                || targets(access, Thread.class.getName(), "sleep")
                || targets(access, "java.util.concurrent.TimeUnit", "sleep");
    }

    private static boolean makesSystemClock(JavaAccess<?> access) {
        return Stream.of("system", "systemUTC", "systemDefaultZone", "tick", "tickMillis", "tickSeconds", "tickMinutes")
                .anyMatch(method -> targets(access, InstantSource.class.getName(), method)
                        || targets(access, Clock.class.getName(), method));
    }

    private static boolean targets(JavaAccess<?> access, String owner, String method) {
        return access.getTargetOwner().getName().equals(owner)
                && access.getTarget().getName().equals(method);
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type, marked, type.getName() + " lives in " + type.getPackageName() + ", which is not"));
            }
        };
    }
}
