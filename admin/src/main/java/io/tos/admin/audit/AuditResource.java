package io.tos.admin.audit;

import static io.tos.admin.db.schema.Tables.AUDIT_ENTRY;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.Method;
import io.tos.admin.access.Access;
import io.tos.admin.access.Permission;
import io.tos.admin.db.Database;
import io.tos.admin.db.schema.tables.records.AuditEntryRecord;
import io.tos.admin.http.Call;
import io.tos.admin.http.Json;
import io.tos.admin.http.RouteTable;
import io.tos.admin.http.RouteTable.Types;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reading the audit log, newest first. */
public final class AuditResource {
    private static final int PAGE_MAX = 200;

    private final Database database;

    /** @param database holds the log. */
    public AuditResource(final Database database) {
        this.database = database;
    }

    /** One deed. */
    public record AuditEntry(
            long id,
            Instant at,
            String actor,
            String action,
            String subjectKind,
            String subjectId,
            String outcome,
            String reason,
            @Nullable JsonNode before,
            @Nullable JsonNode after,
            String address,
            String requestId) {}

    /**
     * A page of the log.
     *
     * @param next what to ask for as {@code before} to get the next page; null at the end.
     */
    public record AuditPage(
            List<AuditEntry> items, @Nullable String next) {}

    /** Adds the routes. */
    public void routes(final RouteTable table) {
        table.with(
                Method.GET,
                "/api/v1/audit",
                "listAudit: The audit log, newest first; action filters by its beginning.",
                Access.staff(Permission.AUDIT_READ),
                Types.out(AuditPage.class, "before", "limit", "action", "subjectKind", "subjectId", "actor"),
                (call, none) -> list(call));
    }

    private AuditPage list(final Call call) {
        final int limit = (int) call.queryNumber("limit", 50, 1, PAGE_MAX);
        final long before = call.queryNumber("before", Long.MAX_VALUE >> 10, 0, Long.MAX_VALUE >> 10);
        Condition wanted = AUDIT_ENTRY.ID.lt(before);
        wanted = wanted.and(
                call.query("action").map(AUDIT_ENTRY.ACTION::startsWith).orElse(DSL.noCondition()));
        wanted = wanted.and(
                call.query("subjectKind").map(AUDIT_ENTRY.SUBJECT_KIND::eq).orElse(DSL.noCondition()));
        wanted = wanted.and(
                call.query("subjectId").map(AUDIT_ENTRY.SUBJECT_ID::eq).orElse(DSL.noCondition()));
        wanted = wanted.and(call.query("actor").map(AUDIT_ENTRY.ACTOR_NAME::eq).orElse(DSL.noCondition()));
        final List<AuditEntry> found = database.dsl()
                .selectFrom(AUDIT_ENTRY)
                .where(wanted)
                .orderBy(AUDIT_ENTRY.ID.desc())
                .limit(limit + 1)
                .fetch(AuditResource::entry);
        final List<AuditEntry> items = found.subList(0, Math.min(limit, found.size()));
        return new AuditPage(
                items, found.size() > limit ? Long.toString(items.getLast().id()) : null);
    }

    private static AuditEntry entry(final AuditEntryRecord row) {
        return new AuditEntry(
                row.getId(),
                row.getAt(),
                row.getActorName(),
                row.getAction(),
                row.getSubjectKind(),
                row.getSubjectId(),
                row.getOutcome().getLiteral(),
                row.getReason(),
                tree(row.getBefore()),
                tree(row.getAfter()),
                row.getAddress(),
                row.getRequestId());
    }

    private static @Nullable JsonNode tree(final @Nullable JSONB column) {
        return column == null ? null : Json.fromColumn(column, JsonNode.class);
    }
}
