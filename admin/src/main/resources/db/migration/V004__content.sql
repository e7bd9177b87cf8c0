-- Game content, every version of it. A draft becomes a version when it is published; nothing published is ever changed.
create table content_version (
    id           bigint generated always as identity primary key,
    published_at timestamptz not null default now(),
    published_by bigint      not null references account,
    note         text        not null default '',
    hash         bytea       not null unique
);

create table content_record (
    version_id bigint not null references content_version,
    kind       text   not null,
    name       text   not null,
    body       jsonb  not null,
    primary key (version_id, kind, name)
);

create trigger content_version_rows before update or delete on content_version
    for each row execute function refuse_change();
create trigger content_record_rows before update or delete on content_record
    for each row execute function refuse_change();

create table content_draft (
    kind       text        not null,
    name       text        not null,
    body       jsonb       not null,
    edited_by  bigint      not null references account,
    edited_at  timestamptz not null default now(),
    version    integer     not null default 1,
    primary key (kind, name)
);
