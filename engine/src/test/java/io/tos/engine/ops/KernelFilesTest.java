package io.tos.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's text files, as they look in a container, on a plain machine and where they are missing. */
final class KernelFilesTest {
    @TempDir
    private Path root;

    @Test
    void shouldReportTheContainersShareWhenAGroupIsLimited() throws IOException {
        write("self/cgroup", "0::/game\n");
        write("groups/game/cpu.max", "150000 100000\n");
        write("groups/game/memory.max", "2147483648\n");
        write("groups/game/memory.current", "1000000\n");
        write("groups/game/memory.stat", "anon 5\ninactive_file 300000\n");
        final ControlGroup group = ControlGroup.ofProcess(root, root.resolve("groups"));
        assertEquals(OptionalLong.of(1_500), group.cpuMillicores());
        assertEquals(OptionalLong.of(1L << 31), group.memoryMaxBytes());
        assertEquals(OptionalLong.of(700_000), group.memoryUsedBytes());
    }

    @Test
    void shouldReportNoLimitWhenThereIsNone() throws IOException {
        write("groups/cpu.max", "max 100000\n");
        write("groups/memory.max", "max\n");
        final ControlGroup group = ControlGroup.ofProcess(root.resolve("absent"), root.resolve("groups"));
        assertEquals(OptionalLong.empty(), group.cpuMillicores());
        assertEquals(OptionalLong.empty(), group.memoryMaxBytes());
        assertEquals(OptionalLong.empty(), group.memoryUsedBytes());
    }

    @Test
    void shouldFindTheirFieldsWhenFilesAreAsTheKernelWritesThem() throws IOException {
        write("self/stat", "7 (a (strange) name) S 1 7 7 0 -1 4194560 1234 0 56 0 9 3 0 0\n");
        write("self/io", "rchar: 1\nread_bytes: 4096\nwrite_bytes: 8192\n");
        write("self/status", "Name:\tjava\nVmRSS:\t  2048 kB\n");
        write(
                "pressure/memory",
                "some avg10=1.25 avg60=0.00 avg300=0.00 total=9\nfull avg10=0.50 avg60=0 avg300=0 total=1\n");
        write("net/snmp", "Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors\nUdp: 10 0 3 12 3\n");
        write("net/snmp6", "Udp6InDatagrams  5\nUdp6RcvbufErrors \t4\n");
        final ProcFiles proc = new ProcFiles(root);
        assertEquals(1234, proc.minorFaults());
        assertEquals(56, proc.majorFaults());
        assertEquals(4096, proc.diskBytes("read_bytes"));
        assertEquals(8192, proc.diskBytes("write_bytes"));
        assertEquals(2048 * 1024, proc.residentBytes());
        assertEquals(125, proc.pressure("memory", "some"));
        assertEquals(50, proc.pressure("memory", "full"));
        assertEquals(7, proc.udp("RcvbufErrors"));
    }

    @Test
    void shouldReadNothingWhenFilesAreMissing() {
        final ProcFiles proc = new ProcFiles(root);
        assertEquals(0, proc.minorFaults());
        assertEquals(0, proc.pressure("io", "full"));
        assertEquals(0, proc.udp("RcvbufErrors"));
    }

    @Test
    void shouldAgreeWithTheMachineWhenItsOwnFilesAreRead() {
        final ProcFiles proc = new ProcFiles(Path.of("/proc"));
        assertTrue(proc.residentBytes() > 10_000_000, "a Java process is larger");
        assertTrue(proc.minorFaults() > 1_000);
    }

    private void write(final String file, final String text) throws IOException {
        final Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
