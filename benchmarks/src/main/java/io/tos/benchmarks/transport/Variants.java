package io.tos.benchmarks.transport;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import io.tos.benchmarks.transport.Variant.Family;
import io.tos.benchmarks.transport.servers.ServerMain;
import io.tos.natives.uring.RingSetup;
import io.tos.natives.uring.UringSupport;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All variants that can run on this machine, and why the others cannot. */
final class Variants {
    private static final Set<TrialCase> FLOODS = EnumSet.of(TrialCase.RECEIVE, TrialCase.SEND, TrialCase.ECHO);
    private static final Set<TrialCase> ALL = EnumSet.allOf(TrialCase.class);

    private final List<Variant> present = new ArrayList<>();
    private final Map<String, String> absent = new LinkedHashMap<>();

    /** @param programs the C side; null without gcc: then its rows are absent and the peer is in Java. */
    Variants(final @Nullable NativePrograms programs) {
        java("uring", Family.OURS, ALL, UringSupport.probe(RingSetup.KERNEL));
        java("mmsg", Family.OURS, ALL, "");
        java("udp", Family.OURS, FLOODS, "");
        java("memory", Family.ASIDE, FLOODS, "");
        java("mmsg-gro", Family.ASIDE, EnumSet.of(TrialCase.RECEIVE), "");
        java("mmsg-gso", Family.ASIDE, EnumSet.of(TrialCase.ECHO), "");
        java("netty-epoll", Family.NETTY, FLOODS, reason(Epoll.unavailabilityCause()));
        java("netty-uring", Family.NETTY, FLOODS, reason(IoUring.unavailabilityCause()));
        for (final String name : List.of("c-socket", "c-mmsg", "c-uring", "c-uring-coop")) {
            if (programs == null) {
                absent.put(name, "no gcc: apt-get install gcc");
            } else {
                present.add(new Variant(name, Family.C, ALL, List.of(programs.path(name))));
            }
        }
    }

    /** Starts the other side; case, port, payload and core follow as arguments. */
    static List<String> peerCommand(final @Nullable NativePrograms programs) {
        return programs == null ? jvmCommand(JavaPeer.class) : List.of(programs.path("peer"));
    }

    List<Variant> present() {
        return present;
    }

    /** Row name to reason. */
    Map<String, String> absent() {
        return absent;
    }

    private void java(final String name, final Family family, final Set<TrialCase> cases, final String obstacle) {
        if (obstacle.isEmpty()) {
            final List<String> command = new ArrayList<>(jvmCommand(ServerMain.class));
            command.add(name);
            present.add(new Variant(name, family, cases, command));
        } else {
            absent.put(name, obstacle);
        }
    }

    /** The same JVM with the same flags as this one. */
    private static List<String> jvmCommand(final Class<?> main) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        return command;
    }

    private static String reason(final @Nullable Throwable cause) {
        return cause == null ? "" : String.valueOf(cause.getMessage());
    }
}
