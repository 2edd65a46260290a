-- One row, changed for no other reason than to see whether the disk takes it.
CREATE TABLE pulse (
    beats INTEGER NOT NULL
) STRICT;
INSERT INTO pulse VALUES (0);
