package io.tos.engine.crypto;

import io.tos.natives.libsodium.LibSodium;
import org.jspecify.annotations.Nullable;

/** Whether libsodium can be used in this process. The only place that touches its bindings before that is known. */
final class SodiumProbe {
    /** Name of the library, for banner and reports. */
    static final String NAME = "libsodium";

    private SodiumProbe() {}

    /** Null when libsodium is ready, else the reason in a few words. Any thread, any number of times. */
    static @Nullable String whyNot() {
        try {
            return LibSodium.sodium_init() >= 0 ? null : "libsodium does not initialise";
        } catch (final LinkageError missing) {
            // The bindings' class initialiser looks the library up and fails without it, once and for all.
            return "libsodium.so.23 is not installed";
        }
    }

    /** Version of the library; only after {@link #whyNot} said null. */
    static String version() {
        return LibSodium.sodium_version_string().getString(0);
    }
}
