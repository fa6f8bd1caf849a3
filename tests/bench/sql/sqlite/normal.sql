-- The normalised tables, filled from Filmgraph's, and the indexes that the statements need.
CREATE TABLE main.work (
    id INTEGER PRIMARY KEY, public_id TEXT NOT NULL, title TEXT NOT NULL, original_title TEXT,
    year INTEGER, runtime_minutes INTEGER, series_id INTEGER,
    released_from INTEGER NOT NULL, released_on INTEGER NOT NULL, released_to INTEGER NOT NULL);
INSERT INTO main.work
SELECT w.id, k.public, w.title, w.original_title,
       CAST(substr(COALESCE(w.release_edtf, w.first_release_edtf), 1, 4) AS INTEGER),
       w.runtime_minutes, w.series_id, w.released_from, w.released_on, w.released_to
FROM source.work w JOIN temp.work_key k ON k.id = w.id ORDER BY w.id;

CREATE TABLE main.person (id INTEGER PRIMARY KEY, public_id TEXT NOT NULL, name TEXT NOT NULL);
INSERT INTO main.person
SELECT p.id, k.public, p.name
FROM source.person p JOIN temp.person_key k ON k.id = p.id ORDER BY p.id;

CREATE TABLE main.genre (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO main.genre SELECT id, name FROM source.genre ORDER BY id;

CREATE TABLE main.work_genre (
    work_id INTEGER NOT NULL, position INTEGER NOT NULL, genre_id INTEGER NOT NULL,
    PRIMARY KEY (work_id, position)) WITHOUT ROWID;
INSERT INTO main.work_genre
SELECT work_id, position, genre_id FROM source.work_genre ORDER BY work_id, position;

-- Who is not billed stands last.
CREATE TABLE main.role (
    id INTEGER PRIMARY KEY, work_id INTEGER NOT NULL, person_id INTEGER NOT NULL,
    billing INTEGER NOT NULL, attributes INTEGER NOT NULL, public_id TEXT NOT NULL,
    department TEXT NOT NULL, characters TEXT NOT NULL);
INSERT INTO main.role
SELECT r.id, r.work_id, r.person_id, COALESCE(r.billing, 2147483647), r.attributes, k.public,
       CASE r.department
        WHEN 1 THEN 'ACTING'
        WHEN 2 THEN 'DIRECTING'
        WHEN 3 THEN 'WRITING'
        WHEN 4 THEN 'PRODUCTION'
        WHEN 5 THEN 'CAMERA'
        WHEN 6 THEN 'EDITING'
        WHEN 7 THEN 'SOUND'
        WHEN 8 THEN 'MUSIC'
        WHEN 9 THEN 'ART'
        WHEN 10 THEN 'COSTUME_AND_MAKEUP'
        WHEN 11 THEN 'LIGHTING'
        WHEN 12 THEN 'VISUAL_EFFECTS'
        WHEN 13 THEN 'CASTING'
        WHEN 14 THEN 'CREW'
        ELSE 'OTHER' END,
       COALESCE(r.characters, '[]')
FROM source.role r JOIN temp.role_key k ON k.id = r.id ORDER BY r.id;
CREATE INDEX main.role_cast ON role (work_id, billing, id, person_id) WHERE department = 'ACTING';
CREATE INDEX main.role_career ON role (person_id, work_id) WHERE (attributes & 12) = 0;
