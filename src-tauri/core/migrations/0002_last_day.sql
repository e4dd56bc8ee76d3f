-- Who works here is asked of everybody at once: the last day of each person's posts stands with the person.
ALTER TABLE person ADD COLUMN last_day TEXT NOT NULL DEFAULT '9999-12-31';
UPDATE person SET last_day = coalesce(
    (SELECT max(coalesce(o.to_day, '9999-12-31')) FROM post o WHERE o.person = person.id AND o.present = 1),
    '9999-12-31');

DROP INDEX person_by_name;
CREATE INDEX person_by_name ON person (sort_name, id, last_day) WHERE present = 1;
CREATE INDEX person_by_last_day ON person (last_day, sort_name, id) WHERE present = 1;

-- Leavers who can still open a mailbox, who owns one, and how many can open each.
DROP INDEX access_by_person;
CREATE INDEX access_by_person ON access (person, present, to_day);
DROP INDEX access_by_mailbox;
CREATE INDEX access_by_mailbox ON access (mailbox, present, person, level, from_day, to_day);
CREATE INDEX access_by_level ON access (level, present, to_day, from_day, person);

-- In the order of people, so that nobody with two posts at one site is counted twice.
DROP INDEX post_by_site;
CREATE INDEX post_by_site ON post (site, present, person, to_day);
