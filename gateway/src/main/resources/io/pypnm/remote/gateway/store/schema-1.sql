-- The gateway's memory. Times and durations are milliseconds (since the epoch). Ids are UUIDs of 16 bytes; command ids are of
-- version 7, so their order is that of acceptance. Names in state, effect, lane and outcome are the wire's.

CREATE TABLE commands (
    id               BLOB PRIMARY KEY,
    agent            TEXT NOT NULL,
    lane             TEXT NOT NULL,
    kind             TEXT NOT NULL,
    effect           TEXT NOT NULL,
    target           TEXT NOT NULL,
    body             BLOB NOT NULL,     -- JSON without secrets
    carries_secret   INTEGER NOT NULL,
    accepted_at      INTEGER NOT NULL,
    start_by         INTEGER NOT NULL,
    run_for          INTEGER NOT NULL,
    caller           TEXT NOT NULL,
    traceparent      TEXT NOT NULL,
    retry_of         TEXT NOT NULL,
    attempts         INTEGER NOT NULL DEFAULT 0,
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    state            TEXT NOT NULL DEFAULT 'accepted',  -- accepted, queued, delivered, ended
    -- Whom it was given to last; NULL before that.
    instance         BLOB,
    epoch            INTEGER,
    journal          INTEGER,
    delivered_at     INTEGER,
    -- How it ended; NULL before that. The body is in outcomes.
    ended_at         INTEGER,
    outcome          TEXT,
    code             TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX commands_by_agent ON commands (agent, id);
CREATE INDEX commands_by_target ON commands (target, id);
-- The partial indexes below are small whatever the ledger's size: they hold open or failed commands only.
CREATE INDEX commands_unqueued ON commands (id) WHERE state = 'accepted';
CREATE INDEX commands_open ON commands (id) WHERE state <> 'ended';
CREATE INDEX commands_by_deadline ON commands (start_by + run_for) WHERE state <> 'ended';
CREATE INDEX commands_to_cancel ON commands (agent) WHERE cancel_requested = 1 AND state <> 'ended';
CREATE INDEX commands_by_trouble ON commands (outcome, id) WHERE outcome <> 'completed';

-- Apart from commands, so that a command's page is not torn when its outcome comes.
CREATE TABLE outcomes (
    command BLOB PRIMARY KEY,
    sha256  TEXT NOT NULL,     -- of the JSON, wherever it is
    bytes   INTEGER NOT NULL,
    claimed INTEGER NOT NULL,  -- 1: the JSON is in the claim's file, and empty here
    json    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What agents said after the first outcome.
CREATE TABLE late_outcomes (
    command  BLOB NOT NULL,
    sha256   TEXT NOT NULL,
    agent    TEXT NOT NULL,
    instance BLOB NOT NULL,
    epoch    INTEGER NOT NULL,
    outcome  TEXT NOT NULL,
    code     TEXT NOT NULL,
    bytes    INTEGER NOT NULL,
    claimed  INTEGER NOT NULL,
    json     BLOB NOT NULL,
    PRIMARY KEY (command, sha256)
) STRICT;

CREATE TABLE idempotency (
    caller      TEXT NOT NULL,
    key         TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    command     BLOB NOT NULL,
    expires_at  INTEGER NOT NULL,
    PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_by_expiry ON idempotency (expires_at);

-- One row: the sum of the ledger, forgotten commands included, changed with what it counts.
CREATE TABLE totals (
    accepted  INTEGER NOT NULL DEFAULT 0,
    open      INTEGER NOT NULL DEFAULT 0,
    completed INTEGER NOT NULL DEFAULT 0,
    partial   INTEGER NOT NULL DEFAULT 0,
    failed    INTEGER NOT NULL DEFAULT 0,
    refused   INTEGER NOT NULL DEFAULT 0,
    expired   INTEGER NOT NULL DEFAULT 0,
    cancelled INTEGER NOT NULL DEFAULT 0,
    unknown   INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO totals DEFAULT VALUES;

-- One row: the part of totals whose commands were forgotten.
CREATE TABLE pruned (
    completed INTEGER NOT NULL DEFAULT 0,
    partial   INTEGER NOT NULL DEFAULT 0,
    failed    INTEGER NOT NULL DEFAULT 0,
    refused   INTEGER NOT NULL DEFAULT 0,
    expired   INTEGER NOT NULL DEFAULT 0,
    cancelled INTEGER NOT NULL DEFAULT 0,
    unknown   INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO pruned DEFAULT VALUES;

-- The last session of each agent.
CREATE TABLE sessions (
    agent     TEXT PRIMARY KEY,
    epoch     INTEGER NOT NULL,
    instance  BLOB NOT NULL,
    journal   INTEGER NOT NULL,
    remote    TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT, WITHOUT ROWID;

-- Accounts. A secret is here only as its SHA-256.
CREATE TABLE agent_tokens (
    agent      TEXT NOT NULL,
    number     INTEGER NOT NULL,
    hash       BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (agent, number)
) STRICT;

-- Which instance an id without a token of its own belongs to.
CREATE TABLE agent_bindings (
    agent    TEXT PRIMARY KEY,
    instance BLOB NOT NULL,
    bound_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    name       TEXT PRIMARY KEY,
    role       TEXT NOT NULL,
    hash       BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

-- One row: grows with each change of the accounts.
CREATE TABLE accounts_generation (
    value INTEGER NOT NULL
) STRICT;
INSERT INTO accounts_generation VALUES (0);

CREATE TABLE audit (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    who    TEXT NOT NULL,
    what   TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
