package io.tos.engine.net.admission;

import io.tos.engine.protocol.CloseReason;

/** What operators may tell the admission agent, through its order queue. Immutable. */
public sealed interface AdmissionOrder {
    /** From now on nobody new comes in, or somebody may again. */
    record Drain(boolean isOn) implements AdmissionOrder {}

    /** The account's session ends, if it has one. */
    record Kick(long accountId, CloseReason reason) implements AdmissionOrder {}

    /** The account may not come in until then, in Unix seconds; its session ends, if it has one. */
    record Ban(long accountId, long untilSeconds) implements AdmissionOrder {}

    /** The account may come in again. */
    record Pardon(long accountId) implements AdmissionOrder {}

    /** The server ends: nobody new comes in, and every session is told this reason. */
    record Stop(CloseReason reason) implements AdmissionOrder {}
}
