-- The read model: rows as they are read, clustered by their owner, with what stands in them copied
-- from the rows that they name, and counts kept.
CREATE TABLE readable.work (
    id INTEGER PRIMARY KEY, public_id TEXT NOT NULL, title TEXT NOT NULL, year INTEGER,
    released_from INTEGER NOT NULL, original_title TEXT, runtime_minutes INTEGER, genres TEXT NOT NULL);
INSERT INTO readable.work
SELECT w.id, w.public_id, w.title, w.year, w.released_from, w.original_title, w.runtime_minutes,
       COALESCE((SELECT json_group_array(json_object('name', g.name) ORDER BY l.position)
                 FROM main.work_genre l JOIN main.genre g ON g.id = l.genre_id
                 WHERE l.work_id = w.id), '[]')
FROM main.work w ORDER BY w.id;

CREATE TABLE readable.person (
    id INTEGER PRIMARY KEY, public_id TEXT NOT NULL, name TEXT NOT NULL, credits INTEGER NOT NULL);
INSERT INTO readable.person
SELECT p.id, p.public_id, p.name,
       (SELECT COUNT(*) FROM main.role r WHERE r.person_id = p.id AND (r.attributes & 12) = 0)
FROM main.person p ORDER BY p.id;

CREATE TABLE readable.cast_member (
    work_id INTEGER NOT NULL, place INTEGER NOT NULL, person_id INTEGER NOT NULL,
    public_id TEXT NOT NULL, name TEXT NOT NULL, characters TEXT NOT NULL,
    PRIMARY KEY (work_id, place)) WITHOUT ROWID;
INSERT INTO readable.cast_member
SELECT r.work_id, row_number() OVER (PARTITION BY r.work_id ORDER BY r.billing, r.id), r.person_id,
       p.public_id, p.name, r.characters
FROM main.role r JOIN main.person p ON p.id = r.person_id
WHERE r.department = 'ACTING'
ORDER BY 1, 2;

-- Episodes stand as their series, once. `rank` counts the works up to and with this one.
CREATE TABLE readable.career (
    person_id INTEGER NOT NULL, released_on INTEGER NOT NULL, work_id INTEGER NOT NULL,
    rank INTEGER NOT NULL, public_id TEXT NOT NULL, title TEXT NOT NULL, year INTEGER,
    PRIMARY KEY (person_id, released_on DESC, work_id)) WITHOUT ROWID;
INSERT INTO readable.career
SELECT e.person_id, e.released_on, e.work_id,
       row_number() OVER (PARTITION BY e.person_id ORDER BY e.released_on, e.work_id DESC),
       w.public_id, w.title, w.year
FROM (SELECT r.person_id, COALESCE(o.series_id, o.id) AS work_id, MIN(o.released_on) AS released_on
      FROM main.role r JOIN main.work o ON o.id = r.work_id
      WHERE (r.attributes & 12) = 0
      GROUP BY r.person_id, COALESCE(o.series_id, o.id)) e
JOIN readable.work w ON w.id = e.work_id
ORDER BY e.person_id, e.released_on DESC, e.work_id;

CREATE TABLE readable.credit (
    person_id INTEGER NOT NULL, released_on INTEGER NOT NULL, role_id INTEGER NOT NULL,
    public_id TEXT NOT NULL, department TEXT NOT NULL, characters TEXT NOT NULL,
    work TEXT NOT NULL, title TEXT NOT NULL, year INTEGER,
    PRIMARY KEY (person_id, released_on DESC, role_id)) WITHOUT ROWID;
INSERT INTO readable.credit
SELECT r.person_id, o.released_on, r.id, r.public_id, r.department, r.characters,
       w.public_id, w.title, w.year
FROM main.role r JOIN main.work o ON o.id = r.work_id JOIN readable.work w ON w.id = r.work_id
WHERE (r.attributes & 12) = 0
ORDER BY r.person_id, o.released_on DESC, r.id;
