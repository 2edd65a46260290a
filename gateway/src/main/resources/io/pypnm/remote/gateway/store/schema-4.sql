-- Measurements of many modems.
CREATE TABLE jobs (
    id           BLOB PRIMARY KEY,
    caller       TEXT NOT NULL,
    at           INTEGER NOT NULL,
    max_per_cmts INTEGER NOT NULL,
    max_errors   INTEGER NOT NULL,
    state        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE job_items (
    job     BLOB NOT NULL,
    number  INTEGER NOT NULL,
    mac     TEXT NOT NULL,
    type    TEXT NOT NULL,
    state   TEXT NOT NULL,
    command TEXT NOT NULL DEFAULT '',
    code    TEXT NOT NULL DEFAULT '',
    detail  TEXT NOT NULL DEFAULT '',
    change  INTEGER NOT NULL DEFAULT 0,  -- grows with each change of an item of the job
    PRIMARY KEY (job, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX job_items_by_change ON job_items (job, change);
