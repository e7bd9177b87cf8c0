package io.tos.engine.server;

import io.tos.engine.net.admission.AdmissionLimits;
import io.tos.engine.net.admission.TrustedPrefixes;
import java.util.List;

/**
 * Who may come in, and how many.
 *
 * @param trustedRanges address ranges that limits per host and prefix do not bind, for load generators; like 10.0.0.0/8.
 * @param limits the limits.
 */
public record AdmissionConfig(List<String> trustedRanges, AdmissionLimits limits) {
    /** The usual limits; this host itself is trusted. */
    public static final AdmissionConfig DEFAULT =
            new AdmissionConfig(List.of("127.0.0.0/8", "::1/128"), AdmissionLimits.DEFAULT);

    /** Checks the ranges' form. */
    public AdmissionConfig {
        trustedRanges = List.copyOf(trustedRanges);
        new TrustedPrefixes(trustedRanges);
    }

    /** The ranges, ready to ask. */
    public TrustedPrefixes trusted() {
        return new TrustedPrefixes(trustedRanges);
    }
}
