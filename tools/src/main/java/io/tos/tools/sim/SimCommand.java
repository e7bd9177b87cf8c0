package io.tos.tools.sim;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tos sim}: simulations of the whole server. */
@Command(
        name = "sim",
        description = "Runs the whole server and its clients in simulated time; the seed decides everything.",
        mixinStandardHelpOptions = true,
        subcommands = {FuzzCommand.class, SoakCommand.class})
public final class SimCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "which? ./tos sim --help lists what there is");
    }
}
