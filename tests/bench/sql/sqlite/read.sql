-- The read model: rows as they are read, clustered by their owner, with JSON made beforehand.
CREATE TABLE readable.cast_member (
    work_id INTEGER NOT NULL, place INTEGER NOT NULL, person_id INTEGER NOT NULL,
    who TEXT NOT NULL, what TEXT NOT NULL, PRIMARY KEY (work_id, place)) WITHOUT ROWID;
INSERT INTO readable.cast_member
SELECT r.work_id, row_number() OVER (PARTITION BY r.work_id ORDER BY r.billing, r.id), r.person_id,
       '"person":{"id":' || json_quote(p.public_id) || ',"name":' || json_quote(p.name) || '}',
       '"characters":' || r.characters
FROM main.role r JOIN main.person p ON p.id = r.person_id
WHERE r.department = 'ACTING'
ORDER BY 1, 2;

CREATE TABLE readable.work (
    id INTEGER PRIMARY KEY, released_from INTEGER NOT NULL,
    brief TEXT NOT NULL, more TEXT NOT NULL, leads TEXT NOT NULL);
INSERT INTO readable.work
SELECT w.id, w.released_from,
       '"id":' || json_quote(w.public_id) || ',"title":' || json_quote(w.title)
           || ',"year":' || json_quote(w.year),
       '"originalTitle":' || json_quote(w.original_title)
           || ',"runtimeMinutes":' || json_quote(w.runtime_minutes)
           || ',"genres":[' || COALESCE((
                  SELECT group_concat('{"name":' || json_quote(g.name) || '}', ',' ORDER BY l.position)
                  FROM main.work_genre l JOIN main.genre g ON g.id = l.genre_id
                  WHERE l.work_id = w.id), '') || ']',
       (SELECT '[' || COALESCE(group_concat('{' || c.who || '}', ',' ORDER BY c.place), '') || ']'
        FROM readable.cast_member c WHERE c.work_id = w.id AND c.place <= 3)
FROM main.work w ORDER BY w.id;

CREATE TABLE readable.person (id INTEGER PRIMARY KEY, brief TEXT NOT NULL, credits INTEGER NOT NULL);
INSERT INTO readable.person
SELECT p.id, '"id":' || json_quote(p.public_id) || ',"name":' || json_quote(p.name),
       (SELECT COUNT(*) FROM main.role r WHERE r.person_id = p.id AND (r.attributes & 12) = 0)
FROM main.person p ORDER BY p.id;

-- Episodes stand as their series, once. `rank` counts the works up to and with this one.
CREATE TABLE readable.career (
    person_id INTEGER NOT NULL, released_on INTEGER NOT NULL, work_id INTEGER NOT NULL,
    rank INTEGER NOT NULL, brief TEXT NOT NULL,
    PRIMARY KEY (person_id, released_on DESC, work_id)) WITHOUT ROWID;
INSERT INTO readable.career
SELECT e.person_id, e.released_on, e.work_id,
       row_number() OVER (PARTITION BY e.person_id ORDER BY e.released_on, e.work_id DESC), w.brief
FROM (SELECT r.person_id, COALESCE(o.series_id, o.id) AS work_id, MIN(o.released_on) AS released_on
      FROM main.role r JOIN main.work o ON o.id = r.work_id
      WHERE (r.attributes & 12) = 0
      GROUP BY r.person_id, COALESCE(o.series_id, o.id)) e
JOIN readable.work w ON w.id = e.work_id
ORDER BY e.person_id, e.released_on DESC, e.work_id;

CREATE TABLE readable.credit (
    person_id INTEGER NOT NULL, released_on INTEGER NOT NULL, role_id INTEGER NOT NULL,
    entry TEXT NOT NULL, PRIMARY KEY (person_id, released_on DESC, role_id)) WITHOUT ROWID;
INSERT INTO readable.credit
SELECT r.person_id, o.released_on, r.id,
       '{"id":' || json_quote(r.public_id) || ',"department":' || json_quote(r.department)
           || ',"characters":' || r.characters || ',"work":{' || w.brief || '}}'
FROM main.role r JOIN main.work o ON o.id = r.work_id JOIN readable.work w ON w.id = r.work_id
WHERE (r.attributes & 12) = 0
ORDER BY r.person_id, o.released_on DESC, r.id;
