-- Game servers that were enrolled. The secret is the server's own, sealed with this installation's key.
create table game_server (
    id            uuid        primary key,
    name          text        not null,
    address       text        not null,
    port          integer     not null check (port between 1 and 65535),
    secret_sealed bytea       not null,
    public_key    bytea       not null,
    instance_id   bigint      not null,
    protocol_id   bigint      not null,
    build         text        not null,
    enrolled_at   timestamptz not null default now(),
    last_seen_at  timestamptz not null default now(),
    removed_at    timestamptz,
    version       integer     not null default 1
);

create unique index game_server_name on game_server (lower(name)) where removed_at is null;

-- A code lets one server enrol once.
create table enrolment (
    code_hash  bytea       primary key,
    key_sealed bytea       not null,
    issued_by  text        not null,
    expires_at timestamptz not null,
    used_at    timestamptz
);

create type command_state as enum ('waiting', 'sent', 'done', 'refused', 'lapsed');

create table server_command (
    id         bigint generated always as identity primary key,
    server_id  uuid          not null references game_server,
    command    text          not null,
    arguments  jsonb         not null,
    asked_by   bigint references account,
    asked_at   timestamptz   not null default now(),
    state      command_state not null default 'waiting',
    settled_at timestamptz,
    answer     jsonb
);

create index server_command_server on server_command (server_id, id desc);

-- Which windows a server has delivered: a repeated delivery changes nothing.
create table telemetry_delivery (
    server_id   uuid        not null references game_server,
    instance_id bigint      not null,
    sequence    bigint      not null,
    at          timestamptz not null,
    primary key (server_id, instance_id, sequence)
);

create index telemetry_delivery_at on telemetry_delivery (at);

-- What servers measured, added up over windows of 1, 10 and 60 seconds. Counts are sums, gauges minimum, maximum, sum
-- and number, histograms sparse cells: all of them can be added again.
create table telemetry_window (
    server_id  uuid        not null references game_server,
    seconds    integer     not null check (seconds in (1, 10, 60)),
    start      timestamptz not null,
    counts     jsonb       not null,
    gauges     jsonb       not null,
    histograms jsonb       not null,
    primary key (server_id, seconds, start)
);
