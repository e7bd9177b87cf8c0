package io.tos.engine.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlCommands;
import io.tos.engine.control.ControlException;
import io.tos.engine.net.admission.AdmissionAgent;
import io.tos.engine.net.admission.AdmissionOrder;
import io.tos.engine.protocol.CloseReason;
import org.jspecify.annotations.Nullable;

/** What operators tell a running server: drain, kick, stop. Control thread only, but for {@link #stopWith}. */
final class OperatorDesk {
    private final AdmissionAgent admission;
    private volatile @Nullable Runnable stop;

    OperatorDesk(final AdmissionAgent admission) {
        this.admission = admission;
    }

    /** Adds the commands. */
    ControlCommands commands(final ControlCommands commands) {
        return commands.with("drain", this::drain).with("kick", this::kick).with("stop", (request, reply) -> stop());
    }

    /** The server runs: this ends it. */
    void stopWith(final Runnable running) {
        stop = running;
    }

    /** {@code {"on": true}}: nobody new comes in; false: somebody may again. */
    private void drain(final JsonNode request, final ObjectNode reply) {
        final JsonNode on = request.path("on");
        if (!on.isBoolean()) {
            throw new ControlException("bad_argument", "on must be true or false");
        }
        order(new AdmissionOrder.Drain(on.booleanValue()));
        reply.put("draining", on.booleanValue());
    }

    /** {@code {"account": 7}}: that account's session ends, if it has one. */
    private void kick(final JsonNode request, final ObjectNode reply) {
        final JsonNode account = request.path("account");
        if (!account.isIntegralNumber()) {
            throw new ControlException("bad_argument", "account must be an account's number");
        }
        order(new AdmissionOrder.Kick(account.longValue(), CloseReason.KICKED));
        reply.put("account", account.longValue());
    }

    private void stop() {
        final Runnable running = stop;
        if (running == null) {
            throw new ControlException("not_ready", "the server has only just begun");
        }
        running.run();
    }

    private void order(final AdmissionOrder order) {
        if (!admission.offer(order)) {
            throw new ControlException("busy", "too many orders wait already");
        }
    }
}
