-- Staff and players log in the same way; what they may do afterwards differs.
create type account_kind as enum ('staff', 'player');
create type staff_role as enum ('SuperAdmin', 'Admin', 'Moderator', 'Support');

create table account (
    id             bigint generated always as identity primary key,
    kind           account_kind not null,
    name           text         not null,
    name_key       text         not null,
    password_hash  text         not null,
    role           staff_role,
    disabled       boolean      not null default false,
    failed_logins  integer      not null default 0,
    locked_until   timestamptz,
    totp_sealed    bytea,
    totp_confirmed boolean      not null default false,
    totp_last_step bigint       not null default 0,
    version        integer      not null default 1,
    created_at     timestamptz  not null default now(),
    last_login_at  timestamptz,
    constraint account_name unique (name_key),
    constraint account_role check ((kind = 'staff') = (role is not null))
);

-- Search by the beginning of a name, pages in order of name.
create index account_prefix on account (kind, name_key text_pattern_ops);

-- One login on one device. Only hashes of its tokens are kept.
create table login_session (
    id                uuid        primary key,
    account_id        bigint      not null references account on delete cascade,
    access_hash       bytea       not null,
    access_expires_at timestamptz not null,
    csrf_token        text        not null,
    expires_at        timestamptz not null,
    created_at        timestamptz not null default now(),
    address           text        not null,
    revoked_at        timestamptz,
    constraint login_session_access unique (access_hash)
);

create index login_session_account on login_session (account_id) where revoked_at is null;

-- Every refresh token a login ever had: one that comes a second time was stolen.
create table refresh_token (
    hash       bytea       primary key,
    session_id uuid        not null references login_session on delete cascade,
    issued_at  timestamptz not null default now(),
    used_at    timestamptz
);

create table player_character (
    id          bigint generated always as identity primary key,
    account_id  bigint      not null references account,
    name        text        not null,
    name_key    text        not null,
    look        integer     not null default 0,
    created_at  timestamptz not null default now(),
    deleted_at  timestamptz,
    version     integer     not null default 1
);

-- A deleted character's name is free again.
create unique index player_character_name on player_character (name_key) where deleted_at is null;
create index player_character_account on player_character (account_id);
create index player_character_prefix on player_character (name_key text_pattern_ops);

create table ban (
    id         bigint generated always as identity primary key,
    account_id bigint      not null references account,
    reason     text        not null,
    by_id      bigint      not null references account,
    at         timestamptz not null default now(),
    until      timestamptz,
    lifted_at  timestamptz,
    lifted_by  bigint references account
);

create index ban_account on ban (account_id, id desc);

create table player_note (
    id         bigint generated always as identity primary key,
    account_id bigint      not null references account,
    author_id  bigint      not null references account,
    at         timestamptz not null default now(),
    text       text        not null
);

create index player_note_account on player_note (account_id, id desc);
