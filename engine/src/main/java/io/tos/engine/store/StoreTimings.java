package io.tos.engine.store;

import io.tos.engine.telemetry.Histogram;

/**
 * How long the store's work takes, ns.
 *
 * @param waiting from a row's being handed over to its being taken up.
 * @param save of one transaction's statements.
 * @param commit of making a transaction durable.
 * @param load of one character.
 * @param journal from an event's being handed over to its being durable.
 */
public record StoreTimings(Histogram waiting, Histogram save, Histogram commit, Histogram load, Histogram journal) {}
