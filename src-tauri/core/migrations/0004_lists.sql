-- The people list is cut down by role: the role in small letters (those of English: the others stay), with whose post it is and until when.
ALTER TABLE post ADD COLUMN role TEXT;
UPDATE post SET role = lower(json_extract(doc, '$.role'));
CREATE INDEX post_by_role ON post (role, present, person, to_day);
-- What is found is in the order of names already: who they are is read from this index alone, entry by entry.
CREATE INDEX person_by_search ON person (search_row, present, last_day, sort_name, id) WHERE search_row IS NOT NULL;
