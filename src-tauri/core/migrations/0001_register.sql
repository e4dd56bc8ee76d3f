-- The log: what happened, in the order it reached this file. Rows are only ever added.
CREATE TABLE change (
    place        INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE,
    device       BLOB NOT NULL,
    sequence     INTEGER NOT NULL,
    clock_millis INTEGER NOT NULL,
    clock_count  INTEGER NOT NULL,
    action       BLOB NOT NULL,
    undoes       BLOB,
    author       BLOB,
    kind         TEXT NOT NULL,
    version      INTEGER NOT NULL,
    effective    TEXT,
    open         BLOB NOT NULL,
    previous     BLOB NOT NULL,
    hash         BLOB NOT NULL,
    UNIQUE (device, sequence)
) STRICT;
CREATE INDEX change_by_action ON change (action);
CREATE INDEX change_by_clock ON change (clock_millis, clock_count);
CREATE INDEX change_by_undoes ON change (undoes) WHERE undoes IS NOT NULL;

-- What each change is about: the thing itself (`itself` = 1) and those it joins.
CREATE TABLE change_about (
    entity BLOB NOT NULL,
    change INTEGER NOT NULL REFERENCES change (place),
    kind   TEXT NOT NULL,
    itself INTEGER NOT NULL,
    PRIMARY KEY (entity, change)
) STRICT, WITHOUT ROWID;

-- The parts of a change that only a person's key opens.
CREATE TABLE sealed_part (
    change INTEGER NOT NULL REFERENCES change (place),
    part   INTEGER NOT NULL,
    person BLOB NOT NULL,
    class  TEXT NOT NULL,
    key    BLOB NOT NULL,
    bytes  BLOB NOT NULL,
    PRIMARY KEY (change, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX sealed_part_by_person ON sealed_part (person, class);

-- The keys. A destroyed key leaves its row, so that the day stays known.
CREATE TABLE class_key (
    id           BLOB PRIMARY KEY,
    person       BLOB NOT NULL,
    class        TEXT NOT NULL,
    bytes        BLOB,
    destroyed_on TEXT,
    CHECK ((bytes IS NULL) = (destroyed_on IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX class_key_by_person ON class_key (person, class);

-- Which staff list this is, inside the encrypted file, so that a bare copy knows itself.
CREATE TABLE register (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    id         BLOB NOT NULL,
    created_on TEXT NOT NULL
) STRICT;

-- From here on: the fold over the log, kept for queries. `doc` is the whole of it as JSON; the columns are what is searched.
CREATE TABLE site (
    id       BLOB PRIMARY KEY,
    doc      TEXT NOT NULL,
    present  INTEGER NOT NULL,
    name     TEXT,
    ods_code TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE mailbox (
    id      BLOB PRIMARY KEY,
    doc     TEXT NOT NULL,
    present INTEGER NOT NULL,
    site    BLOB,
    address TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX mailbox_by_site ON mailbox (site);

CREATE TABLE person (
    place           INTEGER PRIMARY KEY,
    id              BLOB NOT NULL UNIQUE,
    doc             TEXT NOT NULL,
    present         INTEGER NOT NULL,
    sort_name       TEXT NOT NULL,
    look_alike      TEXT,
    nhsmail_address TEXT,
    personal_mobile TEXT,
    linked_mobile   TEXT,
    personal_email  TEXT,
    marked_leaver   TEXT,
    has_account     INTEGER NOT NULL,
    last_active     TEXT, -- last confirmed in use, or else made
    search_row      INTEGER
) STRICT;
CREATE INDEX person_by_name ON person (sort_name, id) WHERE present = 1;
CREATE INDEX person_by_look ON person (look_alike) WHERE look_alike IS NOT NULL;
CREATE INDEX person_by_address ON person (nhsmail_address) WHERE nhsmail_address IS NOT NULL;
CREATE INDEX person_by_personal_mobile ON person (personal_mobile) WHERE personal_mobile IS NOT NULL;
CREATE INDEX person_by_linked_mobile ON person (linked_mobile) WHERE linked_mobile IS NOT NULL;
CREATE INDEX person_by_leaver ON person (marked_leaver) WHERE marked_leaver IS NOT NULL;
CREATE INDEX person_by_activity ON person (last_active) WHERE present = 1 AND has_account = 1 AND marked_leaver IS NULL;
CREATE INDEX person_by_email ON person (personal_email) WHERE personal_email IS NOT NULL;

CREATE TABLE post (
    id       BLOB PRIMARY KEY,
    doc      TEXT NOT NULL,
    present  INTEGER NOT NULL,
    person   BLOB,
    site     BLOB,
    from_day TEXT,
    to_day   TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX post_by_person ON post (person, present, to_day);
CREATE INDEX post_by_site ON post (site, present, to_day, person);

CREATE TABLE access (
    id       BLOB PRIMARY KEY,
    doc      TEXT NOT NULL,
    present  INTEGER NOT NULL,
    person   BLOB,
    mailbox  BLOB,
    level    TEXT,
    from_day TEXT,
    to_day   TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX access_by_person ON access (person, present);
CREATE INDEX access_by_mailbox ON access (mailbox, present, to_day, level);

CREATE TABLE request (
    id         BLOB PRIMARY KEY,
    doc        TEXT NOT NULL,
    kind       TEXT,
    state      TEXT NOT NULL,
    mailbox    BLOB,
    drafted_on TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX request_by_state ON request (state);

CREATE TABLE request_person (
    request BLOB NOT NULL,
    person  BLOB NOT NULL,
    state   TEXT NOT NULL,
    PRIMARY KEY (person, request)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_person_by_request ON request_person (request);

CREATE TABLE settings (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    doc TEXT NOT NULL
) STRICT;

-- The words people are found by. The row's number follows the order of their names, so the first rows are the first names.
CREATE VIRTUAL TABLE person_search USING fts5 (
    words,
    person UNINDEXED, -- its place
    tokenize = 'unicode61',
    prefix = '1 2 3',
    detail = none
);
INSERT INTO person_search (person_search, rank) VALUES ('secure-delete', 1);

-- Half-typed forms: not part of the history, gone on save, on discard or after seven days.
CREATE TABLE form_draft (
    form     TEXT PRIMARY KEY,
    body     TEXT NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What belongs to this computer and not to the history, such as who worked here last.
CREATE TABLE local_fact (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
