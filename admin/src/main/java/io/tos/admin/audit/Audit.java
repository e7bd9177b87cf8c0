package io.tos.admin.audit;

import static io.tos.admin.db.schema.Tables.AUDIT_ENTRY;

import io.tos.admin.access.Principal;
import io.tos.admin.db.schema.enums.AuditOutcome;
import io.tos.admin.http.Call;
import io.tos.admin.http.Json;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Writes the audit log, in the transaction of what it tells about. The database refuses changes to what is written. */
public final class Audit {
    private Audit() {}

    /**
     * What was done to what.
     *
     * @param action verb with its area: {@code player.ban}.
     * @param subjectKind what kind of thing it was done to.
     * @param subjectId which one.
     * @param reason as given, or empty.
     * @param before what it was, or null.
     * @param after what it is now, or null.
     */
    public record Deed(
            String action,
            String subjectKind,
            String subjectId,
            String reason,
            @Nullable Object before,
            @Nullable Object after) {
        /** A deed that changes no record. */
        public static Deed of(final String action, final String subjectKind, final Object subjectId) {
            return new Deed(action, subjectKind, String.valueOf(subjectId), "", null, null);
        }

        /** The same with a reason. */
        public Deed because(final String given) {
            return new Deed(action, subjectKind, subjectId, given, before, after);
        }

        /** The same with what changed. */
        public Deed changing(final @Nullable Object from, final @Nullable Object to) {
            return new Deed(action, subjectKind, subjectId, reason, from, to);
        }
    }

    /** Who is behind a deed and from where. */
    private record Origin(@Nullable Long actorId, String actorName, String address, String requestId) {}

    /** Who logged in did it. */
    public static void done(final DSLContext tx, final Call call, final Deed deed) {
        final Principal actor = call.principal();
        insert(tx, origin(call, actor.accountId(), actor.name()), deed, AuditOutcome.done);
    }

    /** An account did it that is not logged in yet. */
    public static void doneBy(
            final DSLContext tx, final Call call, final long accountId, final String name, final Deed deed) {
        insert(tx, origin(call, accountId, name), deed, AuditOutcome.done);
    }

    /** Somebody tried, under a name, and was refused. */
    public static void refused(final DSLContext tx, final Call call, final String name, final Deed deed) {
        insert(tx, origin(call, null, name), deed, AuditOutcome.refused);
    }

    /** This process did it by itself. */
    public static void doneByService(final DSLContext tx, final Deed deed) {
        insert(tx, new Origin(null, "service", "", ""), deed, AuditOutcome.done);
    }

    private static Origin origin(final Call call, final @Nullable Long actorId, final String actorName) {
        return new Origin(actorId, actorName, call.address(), call.requestId());
    }

    private static void insert(final DSLContext tx, final Origin origin, final Deed deed, final AuditOutcome outcome) {
        tx.insertInto(AUDIT_ENTRY)
                .set(AUDIT_ENTRY.ACTOR_ID, origin.actorId())
                .set(AUDIT_ENTRY.ACTOR_NAME, origin.actorName())
                .set(AUDIT_ENTRY.ACTION, deed.action())
                .set(AUDIT_ENTRY.SUBJECT_KIND, deed.subjectKind())
                .set(AUDIT_ENTRY.SUBJECT_ID, deed.subjectId())
                .set(AUDIT_ENTRY.OUTCOME, outcome)
                .set(AUDIT_ENTRY.REASON, deed.reason())
                .set(AUDIT_ENTRY.BEFORE, deed.before() == null ? null : Json.column(deed.before()))
                .set(AUDIT_ENTRY.AFTER, deed.after() == null ? null : Json.column(deed.after()))
                .set(AUDIT_ENTRY.ADDRESS, origin.address())
                .set(AUDIT_ENTRY.REQUEST_ID, origin.requestId())
                .execute();
    }
}
