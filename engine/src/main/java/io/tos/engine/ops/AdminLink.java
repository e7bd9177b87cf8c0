package io.tos.engine.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tos.engine.control.ControlException;
import io.tos.engine.telemetry.TelemetryReader;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * This server's end of the link to the administration service: says hello, listens for commands, pushes telemetry every
 * second. An outage costs the game nothing: it tries again every second, and what was measured meanwhile follows. Nothing
 * waits but the commands themselves, which go through the operators' own door. docs/reference/admin-link.md. One thread;
 * allocates.
 */
public final class AdminLink implements Agent {
    private static final String LINK = "/api/v1/link";
    private static final int SECOND_MS = 1_000;
    private static final int SILENCE_MAX_MS = 6_000;
    private static final int LINES_MAX = 256;
    private static final int NO_CONTENT = 204;
    private static final int OK = 200;
    private static final int NOT_KNOWN = 401;

    private final Setup setup;
    private final AdminCalls calls;
    private final TelemetryPush push;
    private final EpochClock clock;
    private final ObjectMapper json = new ObjectMapper();
    private final MpscAtomicArrayQueue<String> lines = new MpscAtomicArrayQueue<>(LINES_MAX);
    private @Nullable CompletableFuture<HttpResponse<String>> hello;
    private @Nullable CompletableFuture<HttpResponse<String>> delivery;
    private @Nullable CompletableFuture<HttpResponse<Void>> stream;
    private boolean isUp;
    private boolean hasEnrolled;
    private @Nullable String lastNotice;
    private long heardMs;
    private long nextTryMs;
    private long nextSecondMs;

    /** Runs a command as the operators' socket does. */
    public interface Commands {
        /**
         * Runs one.
         *
         * @throws ControlException when it is refused.
         */
        JsonNode run(String command, ObjectNode arguments);
    }

    /**
     * What the link needs.
     *
     * @param hello body of the first request, made anew each time; has {@code instanceId} and {@code commands}.
     * @param enrolment body with which a server that is not known is let in; null when there is no code.
     * @param commands runs what comes down.
     * @param notices lines for the operator of this machine.
     */
    public record Setup(
            Supplier<ObjectNode> hello,
            @Nullable Supplier<ObjectNode> enrolment,
            Set<String> known,
            Commands commands,
            Consumer<String> notices) {}

    public AdminLink(final Setup setup, final AdminCalls calls, final TelemetryReader reader, final EpochClock clock) {
        this.setup = setup;
        this.calls = calls;
        this.push = new TelemetryPush(reader);
        this.clock = clock;
        this.nextSecondMs = clock.time() / SECOND_MS * SECOND_MS + SECOND_MS;
    }

    @Override
    public int doWork() {
        final long nowMs = clock.time();
        if (nowMs >= nextSecondMs) {
            push.onSecond(nextSecondMs - SECOND_MS);
            nextSecondMs = nowMs / SECOND_MS * SECOND_MS + SECOND_MS;
        }
        if (!isUp) {
            return greet(nowMs);
        }
        if (stream == null || stream.isDone() || nowMs - heardMs > SILENCE_MAX_MS) {
            down("the administration service fell silent", nowMs);
            return 1;
        }
        deliver(nowMs);
        return drainLines(nowMs);
    }

    @Override
    public void onClose() {
        if (isUp) {
            calls.sayBye(LINK + "/bye");
        }
        calls.close();
    }

    @Override
    public String roleName() {
        return "admin-link";
    }

    /** Says hello every second until it is welcome; enrols if it is not known and has a code. */
    private int greet(final long nowMs) {
        if (hello == null) {
            if (nowMs < nextTryMs) {
                return 0;
            }
            nextTryMs = nowMs + SECOND_MS;
            hello = calls.post(LINK + "/hello", setup.hello().get());
            return 1;
        }
        if (!hello.isDone()) {
            return 0;
        }
        final HttpResponse<String> answer = hello.isCompletedExceptionally() ? null : hello.join();
        hello = null;
        if (answer == null) {
            // Not even an answer to enrolling counts as having tried.
            hasEnrolled = false;
            notice("the administration service does not answer; trying again every second");
        } else if (answer.statusCode() == NO_CONTENT) {
            up(nowMs);
        } else if (answer.statusCode() == OK) {
            // Enrolled: the next hello is welcome.
            nextTryMs = nowMs;
        } else if (answer.statusCode() == NOT_KNOWN && setup.enrolment() != null && !hasEnrolled) {
            hasEnrolled = true;
            hello = calls.post(LINK + "/enrol", setup.enrolment().get());
        } else {
            notice("the administration service refuses this server: " + answer.body());
        }
        return 1;
    }

    private void up(final long nowMs) {
        isUp = true;
        heardMs = nowMs;
        lines.clear();
        stream = calls.open(LINK + "/stream", new Lines());
        notice("linked to the administration service");
    }

    private void down(final String reason, final long nowMs) {
        isUp = false;
        nextTryMs = nowMs + SECOND_MS;
        if (stream != null) {
            stream.cancel(true);
            stream = null;
        }
        notice(reason);
    }

    private void deliver(final long nowMs) {
        if (delivery != null && delivery.isDone()) {
            final boolean arrived =
                    !delivery.isCompletedExceptionally() && delivery.join().statusCode() == OK;
            push.onDelivered(arrived);
            delivery = null;
            if (!arrived) {
                down("the administration service takes no telemetry", nowMs);
                return;
            }
        }
        if (delivery == null) {
            final ObjectNode body =
                    push.next(setup.hello().get().path("instanceId").asText());
            if (body != null) {
                delivery = calls.post("/api/v1/telemetry", body);
            }
        }
    }

    private int drainLines(final long nowMs) {
        int work = 0;
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            heardMs = nowMs;
            obey(line);
            work++;
        }
        return work;
    }

    private void obey(final String line) {
        final JsonNode told;
        try {
            told = json.readTree(line);
        } catch (final JsonProcessingException malformed) {
            notice("the administration service said something that is no JSON");
            return;
        }
        if (!told.path("type").asText().equals("command")) {
            return;
        }
        final ObjectNode answer =
                json.createObjectNode().put("id", told.path("id").asLong());
        try {
            final String command = told.path("command").asText();
            if (!setup.known().contains(command)) {
                throw new ControlException("unknown_command", "not a command of the link: " + command);
            }
            final JsonNode arguments = told.path("arguments");
            final ObjectNode given = arguments.isObject() ? (ObjectNode) arguments : json.createObjectNode();
            answer.set("result", setup.commands().run(command, given));
            answer.put("ok", true);
        } catch (final ControlException refused) {
            answer.put("ok", false).put("message", refused.getMessage());
        }
        // Nobody waits for this answer: one that is lost leaves the command marked as sent.
        final var _ = calls.post(LINK + "/answers", answer);
    }

    /** Says each thing once. */
    private void notice(final String line) {
        if (!line.equals(lastNotice)) {
            lastNotice = line;
            setup.notices().accept(line);
        }
    }

    /** Takes lines off the HTTP client's thread. One that finds no room is lost, and the silence after it is noticed. */
    private final class Lines implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(final Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(final String line) {
            lines.offer(line);
        }

        @Override
        public void onError(final Throwable broken) {
            // The stream's future says it too.
        }

        @Override
        public void onComplete() {
            // The stream's future says it too.
        }
    }
}
