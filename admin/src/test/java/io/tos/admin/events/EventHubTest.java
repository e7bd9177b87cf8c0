package io.tos.admin.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tos.admin.fixture.ManualClock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Events to those who listen, and to those who come back. */
final class EventHubTest {
    private static final Set<Topic> ALL = Set.of(Topic.SERVERS, Topic.TELEMETRY);

    private final EventHub hub = new EventHub(new ManualClock());

    @Test
    void shouldHandOutWhatWasMissedWhenAListenerComesBack() throws InterruptedException {
        publish(3);
        try (EventHub.Listener listener = hub.listen(ALL, 1)) {
            assertEquals(2, assertNotNullEvent(listener).id());
            assertEquals(3, assertNotNullEvent(listener).id());
            assertNull(listener.take(Duration.ZERO));
            assertFalse(listener.isLost());
        }
    }

    @Test
    void shouldSayThatEventsAreMissingWhenTheRingHasGoneOn() {
        publish(3_000);
        assertTrue(hub.listen(ALL, 5).isLost());
        assertTrue(hub.listen(ALL, 9_999).isLost(), "of another run of the service");
        assertFalse(hub.listen(ALL, 3_000).isLost());
    }

    @Test
    void shouldDropOnlyTheSlowOneWhenOneOfManyDoesNotListen() throws InterruptedException {
        final EventHub.Listener slow = hub.listen(ALL, -1);
        final EventHub.Listener quick = hub.listen(ALL, -1);
        for (int event = 0; event < 1_000; event++) {
            publish(1);
            assertNotNull(quick.take(Duration.ZERO));
        }
        assertFalse(quick.isLost());
        int taken = 0;
        while (slow.take(Duration.ZERO) != null) {
            taken++;
        }
        assertEquals(256, taken);
        assertTrue(slow.isLost());
    }

    @Test
    void shouldHearOnlyItsTopicsWhenOthersArePublished() throws InterruptedException {
        final EventHub.Listener listener = hub.listen(Set.of(Topic.TELEMETRY), -1);
        hub.publish(Topic.SERVERS, "a", Map.of());
        hub.publish(Topic.TELEMETRY, "b", Map.of());
        assertEquals("b", assertNotNullEvent(listener).type());
        listener.close();
        assertEquals(0, hub.listeners());
    }

    private void publish(final int count) {
        for (int event = 0; event < count; event++) {
            hub.publish(Topic.SERVERS, "test", Map.of("number", event));
        }
    }

    private static Event assertNotNullEvent(final EventHub.Listener listener) throws InterruptedException {
        final Event event = listener.take(Duration.ZERO);
        assertNotNull(event);
        return event;
    }
}
