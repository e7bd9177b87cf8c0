package io.tos.engine.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.ops.Profiler;

/** Answers requests to profile this process. Control thread only. */
final class ProfileDesk {
    private final Profiler profiler;

    /** @param profiler of this process. */
    ProfileDesk(final Profiler profiler) {
        this.profiler = profiler;
    }

    /** {@code {"event": "cpu", "seconds": 30, "name": "x"}} begins a run; {@code profile_stop} ends it. */
    void start(final JsonNode request, final ObjectNode reply) {
        describe(
                profiler.start(
                        request.path("event").asText("cpu"),
                        request.path("seconds").asInt(0),
                        request.path("name").asText("")),
                reply);
    }

    /** Ends the run that {@link #start} began and writes its flame graph. */
    void stop(final ObjectNode reply) {
        describe(profiler.stop(), reply);
    }

    private static void describe(final Profiler.Run run, final ObjectNode reply) {
        reply.put("event", run.event())
                .put("reason", run.reason())
                .put("flameGraph", run.flameGraph().toString())
                .put("recording", run.recording().toString());
    }
}
