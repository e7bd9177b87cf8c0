package io.tos.engine.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The whole house: who may use whom, what no simulation may call, and where third parties stop. */
final class ArchitectureTest {
    private static final String ROOT = "io.tos.engine";
    private static final String FIXTURE = "io.tos.fixture";

    /** Each line may use only what is named on its right. Same text as in docs/architecture.md. */
    private static final String MAP = """
            memory    :
            load      :
            telemetry : memory
            crypto    : memory
            protocol  : memory
            ecs       : memory telemetry
            content   : load
            net       : crypto memory protocol telemetry
            store     : memory telemetry
            control   : memory telemetry
            game      : content ecs memory telemetry
            client    : content crypto ecs game memory net protocol telemetry
            edge      : content control ecs game memory protocol store telemetry
            ops       : control memory telemetry
            server    : all above
            sim       : all above
            """;

    /** What makes two runs of the same inputs differ. */
    private static final String SIMULATION_BANS = """
            java\\.lang\\.System\\.(nanoTime|currentTimeMillis) : time is the tick number
            java\\.time\\..*\\.now                              : time is the tick number
            java\\.lang\\.System\\.identityHashCode             : differs from run to run
            java\\.util\\.(SplittableRandom|Random)\\..*        : chance is a hash of seed, tick, system and entity
            java\\.util\\.concurrent\\.ThreadLocalRandom\\..*   : chance is a hash of seed, tick, system and entity
            java\\.util\\.UUID\\.randomUUID                     : chance is a hash of seed, tick, system and entity
            java\\.util\\.(Identity|Weak)?Hash(Map|Set)\\..*    : nobody promises its order
            java\\.util\\.(Map|Set)\\.(of|ofEntries|copyOf)     : its order is salted at every start
            java\\.lang\\.(Strict)?Math\\.(a?(sin|cos|tan)h?|atan2|exp|log|log10|pow|sqrt|cbrt|hypot|random) : integers only
            """;

    /** What starts or steers threads; the hint to a spinning core does neither. */
    private static final Bans THREADS = new Bans("""
            java\\.lang\\.Thread\\.(?!onSpinWait$).*                    : threads are named in server.Threading alone
            java\\.util\\.Timer\\..*                                  : threads are named in server.Threading alone
            java\\.util\\.concurrent\\.(Executors|ForkJoinPool)\\..* : threads are named in server.Threading alone
            """);

    private static final Pattern MAPPING =
            Pattern.compile("java\\.nio\\.MappedByteBuffer|java\\.nio\\.channels\\.FileChannel\\$MapMode");

    private static final Pattern ROOM = Pattern.compile("^engine/src/main/java/io/tos/engine/(\\w+)/");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(FIXTURE);

    @Test
    void shouldKeepToTheMapWhenPackagesUseEachOther() {
        classes().should(new HouseMap(MAP).keptUnder(ROOT)).check(HOUSE);
    }

    @Test
    void shouldPrintTheSameMapWhenTheArchitecturePageIsRead() {
        final String page = architecturePage();
        final int start = page.indexOf("```\nmemory ");
        assertTrue(start >= 0, "docs/architecture.md has no map");
        assertEquals(MAP, page.substring(start + 4, page.indexOf("```", start + 4)), "the map in docs/architecture.md");
    }

    @Test
    void shouldNameTheLineWhenTheWorldUsesTheNetwork() {
        final String broken = violation(new HouseMap(MAP).keptUnder(FIXTURE));
        assertTrue(broken.contains("ecs may not use net"), broken);
        assertTrue(broken.contains("UsesNet.port()") && broken.contains("(UsesNet.java:12)"), broken);
    }

    @Test
    void shouldKeepToTheMapWhenSourcesImport() {
        final HouseMap map = new HouseMap(MAP);
        final List<String> broken = new ArrayList<>();
        for (final Path file : Repository.files(".java")) {
            final Matcher room = ROOM.matcher(Repository.name(file));
            if (room.find()) {
                map.brokenImports(room.group(1), Repository.text(file))
                        .forEach(line -> broken.add(Repository.name(file) + ":" + line));
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void shouldNameTheLineWhenTheWorldImportsOnlyAConstantOfTheNetwork() {
        final String source = "package io.tos.engine.ecs;\n\nimport static io.tos.engine.net.PeerAddress.IPV4_BYTES;\n";
        final List<String> broken = new HouseMap(MAP).brokenImports("ecs", source);
        assertEquals(1, broken.size());
        assertTrue(broken.getFirst().startsWith("3: ecs may not use net"), broken.getFirst());
    }

    @Test
    void shouldRefuseTheMapWhenALineUsesALaterOne() {
        assertThrows(IllegalArgumentException.class, () -> new HouseMap("ecs : net\nnet :"));
    }

    @Test
    void shouldRunTheSameTwiceWhenClassesSimulate() {
        rule(new Bans(SIMULATION_BANS).kept(), "ecs", "game", "edge").check(HOUSE);
        rule(Bans.noFloatingFields(), "ecs", "game").check(HOUSE);
    }

    @Test
    void shouldNameTheLineWhenASimulationUsesClockChanceOrFloats() {
        final String calls = violation(new Bans(SIMULATION_BANS).kept());
        assertTrue(calls.contains("System.nanoTime()") && calls.contains("(UsesNet.java:17)"), calls);
        assertTrue(calls.contains("java.util.HashMap"), calls);
        assertTrue(calls.contains("Math.sin(double)"), calls);
        assertTrue(violation(Bans.noFloatingFields()).contains("UsesNet.height"));
    }

    @Test
    void shouldStartThreadsOnlyInThreadingWhenTheHouseRuns() {
        classes()
                .that()
                .haveNameNotMatching(".*\\.server\\.Threading(\\$.*)?")
                .should(THREADS.kept())
                .check(HOUSE);
        final String broken = violation(THREADS.kept());
        assertTrue(broken.contains("(UsesNet.java:22)"), broken);
    }

    @Test
    void shouldMapFilesOnlyInMemoryWhenTheHouseRuns() {
        classes()
                .that()
                .resideOutsideOfPackage(ROOT + ".memory..")
                .should(Bans.noUseOf(MAPPING, "files are mapped in memory alone"))
                .check(HOUSE);
    }

    @Test
    void shouldStayBehindTheirWallsWhenThirdPartiesAreUsed() {
        classes().should(new ThirdParties(architecturePage()).keptUnder(ROOT)).check(HOUSE);
    }

    @Test
    void shouldNameTheLibraryWhenItIsUsedOutsideItsWall() {
        final String table = """
                | library | classes | used in | for |
                | --- | --- | --- | --- |
                | nulls | `org.jspecify` | everywhere | a |
                | hashing | `java.util.Hash` | %s | b |
                """;
        classes()
                .should(new ThirdParties(table.formatted("ecs")).keptUnder(FIXTURE))
                .check(BROKEN);
        final String broken = violation(new ThirdParties(table.formatted("net")).keptUnder(FIXTURE));
        assertTrue(broken.contains("java.util.HashMap is for [net]"), broken);
    }

    @Test
    void shouldHaveARowWhenAPomNamesALibrary() {
        final ThirdParties table = new ThirdParties(architecturePage());
        final List<String> wrong = new ArrayList<>();
        for (final Path file : Repository.files("pom.xml")) {
            final Path folder = Objects.requireNonNull(file.getParent());
            final String module = String.valueOf(folder.getFileName());
            for (final Pom.Dependency dependency : Pom.dependencies(file)) {
                if (!table.allowsDependency(dependency.library(), module, dependency.forTests())) {
                    wrong.add(Repository.name(file) + ": " + dependency.library());
                }
            }
        }
        assertEquals(List.of(), wrong, "not in the table of docs/architecture.md, or not for this module");
    }

    private static ArchRule rule(final ArchCondition<JavaClass> condition, final String... packages) {
        final String[] names = new String[packages.length];
        for (int index = 0; index < packages.length; index++) {
            names[index] = ROOT + "." + packages[index] + "..";
        }
        // Packages of the map that are still to come are no reason to fail.
        return classes().that().resideInAnyPackage(names).should(condition).allowEmptyShould(true);
    }

    private static String violation(final ArchCondition<JavaClass> condition) {
        final AssertionError broken = assertThrows(
                AssertionError.class, () -> classes().should(condition).check(BROKEN));
        return String.valueOf(broken.getMessage());
    }

    private static String architecturePage() {
        return Repository.text(Repository.root().resolve("docs/architecture.md"));
    }
}
