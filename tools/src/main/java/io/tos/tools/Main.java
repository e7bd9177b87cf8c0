package io.tos.tools;

import io.tos.tools.bots.BotsCommand;
import io.tos.tools.bots.UpCommand;
import io.tos.tools.crash.CrashTestCommand;
import io.tos.tools.doctor.DoctorCommand;
import io.tos.tools.packet.PacketCommand;
import io.tos.tools.sim.SimCommand;
import io.tos.tools.top.TopCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The process behind those commands of the launcher that are not the server. */
@Command(
        name = "tos",
        description = "Tools of the Tales of Shadowland server.",
        mixinStandardHelpOptions = true,
        subcommands = {
            BotsCommand.class,
            CrashTestCommand.class,
            DoctorCommand.class,
            PacketCommand.class,
            SimCommand.class,
            ProfileCommand.class,
            TokenCommand.class,
            TopCommand.class,
            UpCommand.class
        })
public final class Main {
    private static final int EXIT_INTERNAL = 70;

    private Main() {}

    /** Exit codes: 0 fine, 1 the answer is no, 2 usage, 70 internal. */
    public static void main(final String[] args) {
        final CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((problem, command, parsed) -> {
            command.getErr().println("tos: " + problem);
            return EXIT_INTERNAL;
        });
        System.exit(line.execute(args));
    }
}
