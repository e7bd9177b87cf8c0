package io.tos.tools.doctor;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything that is looked at, in the order it is printed. docs/operations/run.md explains each. */
public final class Doctor {
    /** A tick's worth of small datagrams at 600,000 a second, about 800 bytes of kernel memory each. */
    private static final long SOCKET_BUFFER_BYTES = 8L << 20;

    private static final long LOCKED_BYTES = 8L << 20;
    private static final int JAVA_FEATURE = 25;
    private static final int CORES_TO_ISOLATE = 4;
    private static final Pattern LOCKED = Pattern.compile("Max locked memory +(\\S+)");
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)");
    private static final Pattern CHOSEN = Pattern.compile("\\[(\\w+)]");
    private static final String CLOCK = "sys/devices/system/clocksource/clocksource0/current_clocksource";

    private final Host host;

    /** @param host is looked at. */
    public Doctor(final Host host) {
        this.host = host;
    }

    /** Looks at everything. Reads files and starts {@code node} and {@code gcc} to ask for their versions. */
    public List<Finding> examine() {
        return List.of(
                kernel(),
                uring(),
                library("liburing", "liburing.so.2", "liburing2"),
                library("libsodium", "libsodium.so.23", "libsodium23"),
                buffer("socket receive buffer", "rmem_max"),
                buffer("socket send buffer", "wmem_max"),
                lockedMemory(),
                governor(),
                hugePages(),
                isolatedCores(),
                timeSource(),
                java(),
                node(),
                gcc());
    }

    private Finding kernel() {
        final String release = host.text("proc/sys/kernel/osrelease");
        return Finding.of(
                "kernel",
                atLeast(release, 6, 1),
                atLeast(release, 5, 10) ? Verdict.YELLOW : Verdict.RED,
                known(release),
                "6.1 or newer",
                "install a newer kernel: Debian 12 and Ubuntu 24.04 have one");
    }

    private Finding uring() {
        final long disabled = host.number("proc/sys/kernel/io_uring_disabled");
        final String problem = host.uringProblem().get();
        final String is = problem.isEmpty() ? "usable" : problem;
        return Finding.of(
                "io_uring",
                problem.isEmpty(),
                Verdict.YELLOW,
                disabled > 0 ? is + ", kernel.io_uring_disabled is " + disabled : is,
                "usable",
                disabled > 0
                        ? "sudo sysctl -w kernel.io_uring_disabled=0"
                        : "allow io_uring_setup, io_uring_enter and io_uring_register in the container's seccomp profile");
    }

    private Finding library(final String name, final String file, final String debianPackage) {
        final boolean here = host.hasLibrary(file);
        return Finding.of(
                name, here, Verdict.YELLOW, here ? file : "missing", file, "sudo apt-get install " + debianPackage);
    }

    private Finding buffer(final String name, final String setting) {
        final long bytes = host.number("proc/sys/net/core/" + setting);
        return Finding.of(
                name,
                bytes >= SOCKET_BUFFER_BYTES,
                Verdict.YELLOW,
                bytes < 0 ? "unknown" : inMiB(bytes),
                inMiB(SOCKET_BUFFER_BYTES) + " or more",
                "sudo sysctl -w net.core." + setting + "=" + SOCKET_BUFFER_BYTES);
    }

    private Finding lockedMemory() {
        final Matcher limit = LOCKED.matcher(host.text("proc/self/limits"));
        final String is = limit.find() ? limit.group(1) : "";
        final boolean unlimited = is.equals("unlimited");
        final long bytes = is.matches("\\d{1,18}") ? Long.parseLong(is) : -1;
        return Finding.of(
                "locked memory",
                unlimited || bytes >= LOCKED_BYTES,
                Verdict.YELLOW,
                bytes < 0 ? known(is) : inMiB(bytes),
                inMiB(LOCKED_BYTES) + " or more",
                "ulimit -l " + LOCKED_BYTES / 1024 + ", or LimitMEMLOCK= in the systemd unit");
    }

    private Finding governor() {
        final String governor = host.text("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
        return Finding.of(
                "CPU governor",
                governor.isEmpty() || governor.equals("performance"),
                Verdict.YELLOW,
                governor.isEmpty() ? "not offered here" : governor,
                "performance",
                "sudo cpupower frequency-set -g performance");
    }

    private Finding hugePages() {
        final String choices = host.text("sys/kernel/mm/transparent_hugepage/enabled");
        final Matcher chosen = CHOSEN.matcher(choices);
        final String is = chosen.find() ? chosen.group(1) : "";
        return Finding.of(
                "transparent huge pages",
                !is.equals("always"),
                Verdict.YELLOW,
                is.isEmpty() ? "not offered here" : is,
                "madvise or never",
                "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled");
    }

    private Finding isolatedCores() {
        final String isolated = host.text("sys/devices/system/cpu/isolated");
        final int cores = lastCore(host.text("sys/devices/system/cpu/online")) + 1;
        final boolean tooFew = cores < CORES_TO_ISOLATE;
        return Finding.of(
                "isolated cores",
                tooFew || !isolated.isEmpty(),
                Verdict.YELLOW,
                isolated.isEmpty() ? "none of " + cores : isolated,
                "2, from " + CORES_TO_ISOLATE + " cores on",
                "add isolcpus=%1$d-%2$d nohz_full=%1$d-%2$d to the kernel command line"
                        .formatted(cores - 2, cores - 1));
    }

    private Finding timeSource() {
        final String source = host.text(CLOCK);
        return Finding.of(
                "time source",
                List.of("tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter")
                        .contains(source),
                Verdict.YELLOW,
                known(source),
                "tsc or another the CPU reads itself",
                "echo tsc | sudo tee /" + CLOCK);
    }

    private Finding java() {
        return Finding.of(
                "JDK",
                host.javaFeature() >= JAVA_FEATURE,
                Verdict.RED,
                String.valueOf(host.javaFeature()),
                JAVA_FEATURE + " or newer",
                "install Temurin " + JAVA_FEATURE + " from https://adoptium.net");
    }

    private Finding node() {
        final String version = host.version().apply("node");
        return Finding.of(
                "Node",
                atLeast(version, 20, 19),
                Verdict.YELLOW,
                known(version),
                "20.19 or newer",
                "install it from https://nodejs.org");
    }

    private Finding gcc() {
        final String version = lastWord(host.version().apply("gcc"));
        return Finding.of("gcc", !version.isEmpty(), Verdict.YELLOW, known(version), "any", "sudo apt-get install gcc");
    }

    private static String lastWord(final String text) {
        return text.substring(text.lastIndexOf(' ') + 1);
    }

    private static String known(final String text) {
        return text.isEmpty() ? "not found" : text;
    }

    private static String inMiB(final long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1L << 20));
    }

    /** Whether the first {@code major.minor} in the text is at least the given one. */
    private static boolean atLeast(final String text, final int major, final int minor) {
        final Matcher numbers = NUMBERS.matcher(text);
        if (!numbers.find()) {
            return false;
        }
        final long foundMajor = Long.parseLong(numbers.group(1));
        return foundMajor > major || (foundMajor == major && Long.parseLong(numbers.group(2)) >= minor);
    }

    /** The highest number in a list of cores such as {@code 0-3,6}; 0 when there is none. */
    private static int lastCore(final String list) {
        final Matcher last = Pattern.compile("(\\d{1,6})$").matcher(list);
        return last.find() ? Integer.parseInt(last.group(1)) : 0;
    }
}
