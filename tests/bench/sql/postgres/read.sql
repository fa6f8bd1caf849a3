-- The read model: rows as they are read, clustered by their owner, with JSON made beforehand.
CREATE SCHEMA bench_read;
SET search_path = bench_read;

CREATE TABLE cast_member AS
SELECT r.work_id,
       row_number() OVER (PARTITION BY r.work_id ORDER BY r.billing, r.id) AS place,
       r.person_id,
       '"person":{"id":' || to_json(p.public_id) || ',"name":' || to_json(p.name) || '}' AS who,
       '"characters":' || r.characters AS what
FROM bench_normal.role r JOIN bench_normal.person p ON p.id = r.person_id
WHERE r.department = 'ACTING'
ORDER BY 1, 2;
ALTER TABLE cast_member ADD PRIMARY KEY (work_id, place);

CREATE TABLE work AS
SELECT w.id, w.released_from,
       '"id":' || to_json(w.public_id) || ',"title":' || to_json(w.title)
           || ',"year":' || COALESCE(CAST(w.year AS TEXT), 'null') AS brief,
       '"originalTitle":' || COALESCE(CAST(to_json(w.original_title) AS TEXT), 'null')
           || ',"runtimeMinutes":' || COALESCE(CAST(w.runtime_minutes AS TEXT), 'null')
           || ',"genres":[' || COALESCE((
                  SELECT string_agg('{"name":' || to_json(g.name) || '}', ',' ORDER BY l.position)
                  FROM bench_normal.work_genre l JOIN bench_normal.genre g ON g.id = l.genre_id
                  WHERE l.work_id = w.id), '') || ']' AS more,
       (SELECT '[' || COALESCE(string_agg('{' || c.who || '}', ',' ORDER BY c.place), '') || ']'
        FROM cast_member c WHERE c.work_id = w.id AND c.place <= 3) AS leads
FROM bench_normal.work w ORDER BY w.id;
ALTER TABLE work ADD PRIMARY KEY (id);

CREATE TABLE person AS
SELECT p.id, '"id":' || to_json(p.public_id) || ',"name":' || to_json(p.name) AS brief,
       (SELECT COUNT(*) FROM bench_normal.role r
        WHERE r.person_id = p.id AND (r.attributes & 12) = 0) AS credits
FROM bench_normal.person p ORDER BY p.id;
ALTER TABLE person ADD PRIMARY KEY (id);

-- Episodes stand as their series, once. `rank` counts the works up to and with this one.
CREATE TABLE career AS
SELECT e.person_id, e.released_on, e.work_id,
       CAST(row_number() OVER (PARTITION BY e.person_id ORDER BY e.released_on, e.work_id DESC) AS INTEGER) AS rank,
       w.brief
FROM (SELECT r.person_id, COALESCE(o.series_id, o.id) AS work_id, MIN(o.released_on) AS released_on
      FROM bench_normal.role r JOIN bench_normal.work o ON o.id = r.work_id
      WHERE (r.attributes & 12) = 0
      GROUP BY r.person_id, COALESCE(o.series_id, o.id)) e
JOIN work w ON w.id = e.work_id
ORDER BY e.person_id, e.released_on DESC, e.work_id;
CREATE UNIQUE INDEX career_by_person ON career (person_id, released_on DESC, work_id) INCLUDE (rank, brief);

CREATE TABLE credit AS
SELECT r.person_id, o.released_on, r.id AS role_id,
       '{"id":' || to_json(r.public_id) || ',"department":' || to_json(r.department) || ',"characters":'
           || r.characters || ',"work":{' || w.brief || '}}' AS entry
FROM bench_normal.role r
JOIN bench_normal.work o ON o.id = r.work_id JOIN work w ON w.id = r.work_id
WHERE (r.attributes & 12) = 0
ORDER BY r.person_id, o.released_on DESC, r.id;
CREATE UNIQUE INDEX credit_by_person ON credit (person_id, released_on DESC, role_id);
