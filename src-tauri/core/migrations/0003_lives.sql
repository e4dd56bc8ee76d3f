-- What happens to people, step by step. `steps_left` and `next_due` hang on everything else that is known of the person, so that
-- Today finds the steps that are due without drawing every path.
CREATE TABLE path (
    id         BLOB PRIMARY KEY,
    doc        TEXT NOT NULL,
    present    INTEGER NOT NULL,
    person     BLOB,
    open       INTEGER NOT NULL,
    steps_left TEXT, -- JSON: each step that waits for nothing, and from which day it is to be done
    next_due   TEXT  -- the first of those days
) STRICT, WITHOUT ROWID;
CREATE INDEX path_by_person ON path (person, present, open);
CREATE INDEX path_by_due ON path (open, next_due);
