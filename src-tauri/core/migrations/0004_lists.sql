-- The people list is cut down by role: the role in small letters (those of English: the others stay), with whose post it is and until when.
ALTER TABLE post ADD COLUMN role TEXT;
UPDATE post SET role = lower(json_extract(doc, '$.role'));
CREATE INDEX post_by_role ON post (role, present, person, to_day);
-- What is found is in the order of names already: who they are is read from this index alone, entry by entry.
CREATE INDEX person_by_search ON person (search_row, present, last_day, sort_name, id) WHERE search_row IS NOT NULL;
-- Two records that are one person: the link as it was made, who stands for the record, and whether somebody else may be the same.
ALTER TABLE person ADD COLUMN merged_into BLOB;
ALTER TABLE person ADD COLUMN same_as BLOB;
ALTER TABLE person ADD COLUMN alike INTEGER NOT NULL DEFAULT 0;
CREATE INDEX person_by_link ON person (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX person_by_same ON person (same_as) WHERE same_as IS NOT NULL;
CREATE INDEX person_by_alike ON person (sort_name, id) WHERE alike = 1;
-- Whose it was recorded for, where somebody else stands for them.
ALTER TABLE post ADD COLUMN recorded BLOB;
ALTER TABLE access ADD COLUMN recorded BLOB;
ALTER TABLE path ADD COLUMN recorded BLOB;
-- Two records that are two people.
ALTER TABLE aside ADD COLUMN one BLOB;
ALTER TABLE aside ADD COLUMN other BLOB;
CREATE INDEX aside_by_pair ON aside (one, other) WHERE other IS NOT NULL;
UPDATE person SET alike = 1 WHERE present = 1 AND place IN (
    SELECT place FROM person WHERE look_alike IN
        (SELECT look_alike FROM person WHERE present = 1 AND look_alike IS NOT NULL GROUP BY look_alike HAVING count(*) > 1)
    UNION SELECT place FROM person WHERE nhsmail_address IN
        (SELECT nhsmail_address FROM person WHERE present = 1 AND nhsmail_address IS NOT NULL GROUP BY nhsmail_address HAVING count(*) > 1)
    UNION SELECT place FROM person WHERE personal_email IN
        (SELECT personal_email FROM person WHERE present = 1 AND personal_email IS NOT NULL GROUP BY personal_email HAVING count(*) > 1)
    UNION SELECT m.place FROM
        (SELECT place, personal_mobile AS mobile FROM person WHERE present = 1 UNION SELECT place, linked_mobile FROM person WHERE present = 1) m
        WHERE m.mobile IN (SELECT mobile FROM
            (SELECT place, personal_mobile AS mobile FROM person WHERE present = 1 UNION SELECT place, linked_mobile FROM person WHERE present = 1)
            WHERE mobile IS NOT NULL GROUP BY mobile HAVING count(*) > 1));
-- Who is away is asked of everybody with access.
CREATE INDEX person_by_leave ON person (disabled) WHERE disabled IS NOT NULL;
