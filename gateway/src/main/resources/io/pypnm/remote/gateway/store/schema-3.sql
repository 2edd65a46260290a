-- What a command has for itself while it is open: of all open commands one has it.
ALTER TABLE commands ADD COLUMN lease TEXT NOT NULL DEFAULT '';
-- What whoever sent the command finds beside its outcome.
ALTER TABLE commands ADD COLUMN note TEXT NOT NULL DEFAULT '';
-- 1: what a measurement brought is in the tables below.
ALTER TABLE commands ADD COLUMN filed INTEGER NOT NULL DEFAULT 0;

CREATE UNIQUE INDEX commands_by_lease ON commands (lease) WHERE lease <> '' AND state <> 'ended';
CREATE INDEX commands_to_file ON commands (id) WHERE lease <> '' AND state = 'ended' AND filed = 0;

-- Measurements that brought something.
CREATE TABLE measurements (
    command BLOB PRIMARY KEY,
    mac     TEXT NOT NULL,
    type    TEXT NOT NULL,
    agent   TEXT NOT NULL,
    cmts    TEXT NOT NULL,     -- '' if nobody said
    at      INTEGER NOT NULL,
    request BLOB NOT NULL,     -- JSON of the command
    outcome BLOB NOT NULL      -- JSON of the outcome, without the contents of its files
) STRICT, WITHOUT ROWID;

CREATE INDEX measurements_by_modem ON measurements (mac, type, at);
CREATE INDEX measurements_by_age ON measurements (at);

-- What they brought: one row for each channel.
CREATE TABLE captures (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    command    BLOB NOT NULL,
    mac        TEXT NOT NULL,
    type       TEXT NOT NULL,
    at         INTEGER NOT NULL,
    if_index   INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    status     TEXT NOT NULL,    -- MeasStatus
    sound      INTEGER NOT NULL  -- 1: all its files are there, can be read, and are of this modem and channel
) STRICT;

CREATE INDEX captures_by_command ON captures (command);
CREATE INDEX captures_by_modem ON captures (mac, type, at);

-- Apart, so that a list of captures does not read their files.
CREATE TABLE capture_files (
    capture INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    name    TEXT NOT NULL,
    sha256  TEXT NOT NULL,
    bytes   INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (capture, number)
) STRICT;
