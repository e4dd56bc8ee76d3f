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
-- Whose account is to be asked about, and whose number, is asked of everybody at once: from the index alone.
ALTER TABLE person ADD COLUMN disabled TEXT;
ALTER TABLE person ADD COLUMN number_checked TEXT; -- '' where never; NULL for somebody without a number
UPDATE person SET disabled = json_extract(doc, '$.facts.disabled_on'),
    number_checked = CASE WHEN personal_mobile IS NULL AND linked_mobile IS NULL THEN NULL ELSE '' END;
DROP INDEX person_by_activity;
CREATE INDEX person_by_activity ON person (present, has_account, marked_leaver, disabled, last_active, sort_name, id);
CREATE INDEX person_by_number ON person (present, number_checked, last_day, sort_name, id);
CREATE INDEX person_by_contact ON person (present, last_day, sort_name, id)
    WHERE personal_mobile IS NOT NULL OR linked_mobile IS NOT NULL OR personal_email IS NOT NULL;

-- Lines of Today that were put off until a day.
CREATE TABLE aside (
    id      BLOB PRIMARY KEY,
    doc     TEXT NOT NULL,
    present INTEGER NOT NULL,
    until   TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX aside_by_until ON aside (present, until);
