package io.tos.tools.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the doctor says about machines made of files. */
final class DoctorTest {
    private static final Map<String, String> TUNED = Map.ofEntries(
            Map.entry("proc/sys/kernel/osrelease", "6.12.9-amd64"),
            Map.entry("proc/sys/kernel/io_uring_disabled", "0"),
            Map.entry("proc/sys/net/core/rmem_max", "8388608"),
            Map.entry("proc/sys/net/core/wmem_max", "16777216"),
            Map.entry("proc/self/limits", "Max locked memory         8388608      8388608      bytes"),
            Map.entry("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance"),
            Map.entry("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never"),
            Map.entry("sys/devices/system/cpu/isolated", "6-7"),
            Map.entry("sys/devices/system/cpu/online", "0-7"),
            Map.entry("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc"),
            Map.entry("usr/lib/liburing.so.2", ""),
            Map.entry("usr/lib/libsodium.so.23", ""));

    private static final Map<String, String> VERSIONS = Map.of("node", "v22.11.0", "gcc", "gcc 14.2.0");

    @TempDir
    private Path root;

    private String uringProblem = "";

    @Test
    void shouldFindNothingToMendWhenTheMachineIsTuned() {
        write(TUNED);
        final List<Finding> findings = new Doctor(host()).examine();
        assertEquals(14, findings.size());
        for (final Finding finding : findings) {
            assertEquals(Verdict.GREEN, finding.verdict(), finding.toString());
            assertEquals("", finding.fix());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            proc/sys/kernel/osrelease     | 5.15.0-91                 | kernel                 | YELLOW | newer kernel
            proc/sys/kernel/osrelease     | 5.4.0                     | kernel                 | RED    | newer kernel
            proc/sys/net/core/rmem_max    | 212992                    | socket receive buffer  | YELLOW | sysctl -w net.core.rmem_max=8388608
            proc/sys/net/core/wmem_max    | 212992                    | socket send buffer     | YELLOW | sysctl -w net.core.wmem_max=8388608
            proc/sys/net/core/wmem_max    | many                      | socket send buffer     | YELLOW | net.core.wmem_max
            proc/self/limits              | Max locked memory 65536 0 | locked memory          | YELLOW | ulimit -l 8192
            sys/devices/system/cpu/cpu0/cpufreq/scaling_governor | powersave | CPU governor    | YELLOW | cpupower frequency-set
            sys/kernel/mm/transparent_hugepage/enabled | [always] madvise never | transparent huge pages | YELLOW | echo madvise
            sys/devices/system/cpu/isolated | ''                      | isolated cores         | YELLOW | isolcpus=6-7
            sys/devices/system/clocksource/clocksource0/current_clocksource | hpet | time source | YELLOW | echo tsc
            """)
    void shouldSayTheCommandWhenASettingIsWrong(
            final String file, final String content, final String name, final Verdict verdict, final String fix) {
        write(TUNED);
        write(Map.of(file, content));
        final Finding finding = finding(name);
        assertEquals(verdict, finding.verdict(), finding.toString());
        assertTrue(finding.fix().contains(fix), finding.toString());
    }

    @Test
    void shouldNotAdviseIsolationWhenCoresAreFew() {
        write(TUNED);
        write(Map.of("sys/devices/system/cpu/isolated", "", "sys/devices/system/cpu/online", "0-1"));
        assertEquals(Verdict.GREEN, finding("isolated cores").verdict());
        assertTrue(finding("isolated cores").is().contains("none of 2"));
    }

    @Test
    void shouldGiveTheKernelsReasonWhenIoUringIsForbidden() {
        write(TUNED);
        write(Map.of("proc/sys/kernel/io_uring_disabled", "2"));
        uringProblem = "io_uring is forbidden here (EPERM)";
        final Finding finding = finding("io_uring");
        assertEquals(Verdict.YELLOW, finding.verdict());
        assertTrue(finding.is().startsWith(uringProblem), finding.is());
        assertEquals("sudo sysctl -w kernel.io_uring_disabled=0", finding.fix());
    }

    @Test
    void shouldNamePackagesWhenNothingIsInstalled() {
        final Host bare = new Host(root, 21, command -> "", () -> "this kernel has no io_uring");
        final List<Finding> findings = new Doctor(bare).examine();
        final String fixes =
                String.join("\n", findings.stream().map(Finding::fix).toList());
        assertTrue(fixes.contains("apt-get install liburing2"), fixes);
        assertTrue(fixes.contains("apt-get install libsodium23"), fixes);
        assertTrue(fixes.contains("apt-get install gcc"), fixes);
        assertTrue(fixes.contains("nodejs.org"), fixes);
        assertTrue(findings.contains(
                new Finding("JDK", Verdict.RED, "21", "25 or newer", "install Temurin 25 from https://adoptium.net")));
    }

    @Test
    void shouldPrintOneLineOfJsonWhenAsked() throws IOException {
        write(TUNED);
        write(Map.of("proc/sys/kernel/osrelease", "4.19"));
        final StringWriter printed = new StringWriter();
        final int exitCode = new CommandLine(new DoctorCommand(host()))
                .setOut(new PrintWriter(printed))
                .execute("--json");
        assertEquals(1, exitCode, "a red finding");
        assertEquals(1, printed.toString().strip().lines().count());
        final JsonNode json = new ObjectMapper().readTree(printed.toString());
        assertEquals(1, json.get("red").asInt());
        assertEquals(13, json.get("green").asInt());
        assertEquals("4.19", json.get("findings").get(0).get("is").asText());
    }

    @Test
    void shouldPrintTheFixOnlyWhenSomethingIsWrong() {
        write(TUNED);
        write(Map.of("proc/sys/net/core/rmem_max", "4194304"));
        final StringWriter printed = new StringWriter();
        final int exitCode = new CommandLine(new DoctorCommand(host()))
                .setOut(new PrintWriter(printed))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .execute();
        assertEquals(0, exitCode);
        final String text = printed.toString();
        assertTrue(text.contains("mend it: sudo sysctl -w net.core.rmem_max=8388608"), text);
        assertFalse(text.contains("wmem_max="), text);
        assertTrue(text.endsWith("13 green, 1 yellow, 0 red\n"), text);
    }

    private Host host() {
        return new Host(root, 25, command -> VERSIONS.getOrDefault(command, ""), () -> uringProblem);
    }

    private Finding finding(final String name) {
        return new Doctor(host())
                .examine().stream()
                        .filter(finding -> finding.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private void write(final Map<String, String> files) {
        files.forEach((path, content) -> {
            try {
                Files.createDirectories(root.resolve(path).getParent());
                Files.writeString(root.resolve(path), content + "\n");
            } catch (final IOException e) {
                throw new AssertionError(path, e);
            }
        });
    }
}
