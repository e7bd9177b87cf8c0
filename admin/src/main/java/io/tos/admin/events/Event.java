package io.tos.admin.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Something that happened.
 *
 * @param id rises by one; what a reader that comes back has seen last.
 * @param topic who may hear it.
 * @param type what happened, with its version: {@code server.state.1}.
 * @param at when, by this service's clock.
 * @param body more of it.
 */
public record Event(long id, Topic topic, String type, Instant at, JsonNode body) {}
