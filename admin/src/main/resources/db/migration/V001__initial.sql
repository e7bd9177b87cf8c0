-- Who did what. Rows are added and never changed: not by a mistake, not by a statement of our own.
create type audit_outcome as enum ('done', 'refused', 'failed');

create table audit_entry (
    id           bigint generated always as identity primary key,
    at           timestamptz   not null default now(),
    actor_id     bigint,
    actor_name   text          not null,
    action       text          not null,
    subject_kind text          not null,
    subject_id   text          not null,
    outcome      audit_outcome not null,
    reason       text          not null default '',
    before       jsonb,
    after        jsonb,
    address      text          not null,
    request_id   text          not null
);

create index audit_entry_subject on audit_entry (subject_kind, subject_id, id desc);
create index audit_entry_actor on audit_entry (actor_id, id desc);
create index audit_entry_action on audit_entry (action text_pattern_ops, id desc);

create function refuse_change() returns trigger language plpgsql as
$$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_entry_rows before update or delete on audit_entry
    for each row execute function refuse_change();
create trigger audit_entry_table before truncate on audit_entry
    for each statement execute function refuse_change();
