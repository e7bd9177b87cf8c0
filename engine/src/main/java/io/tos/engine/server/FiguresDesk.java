package io.tos.engine.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlException;
import org.jspecify.annotations.Nullable;

/**
 * The run's figures for operators: {@code mark} begins measuring anew, {@code figures} tells what was measured since. So
 * who loads the server can measure exactly while its players play. Control thread, but for {@link #serve}.
 */
final class FiguresDesk {
    private final ObjectMapper json = new ObjectMapper();
    private volatile @Nullable RunReport report;

    /** The server runs: these are its figures. */
    void serve(final RunReport running) {
        report = running;
    }

    /** What is measured from here on counts. */
    void mark() {
        report().mark();
    }

    /** Puts the figures into a reply. */
    void tell(final ObjectNode reply) {
        reply.set("figures", json.valueToTree(report().figures()));
    }

    private RunReport report() {
        final RunReport running = report;
        if (running == null) {
            throw new ControlException("not_ready", "the server has only just begun");
        }
        return running;
    }
}
