package io.tos.natives.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** {@link UserData} gives back what was put in. */
final class UserDataTest {
    @Test
    void shouldGiveBackBothWhenPacked() {
        final long userData = UserData.of(3, Integer.MAX_VALUE);

        assertEquals(3, UserData.kind(userData));
        assertEquals(Integer.MAX_VALUE, UserData.index(userData));
    }
}
