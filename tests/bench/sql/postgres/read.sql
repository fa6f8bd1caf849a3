-- The read model: rows as they are read, clustered by their owner, with what stands in them copied
-- from the rows that they name, and counts kept.
CREATE SCHEMA bench_read;
SET search_path = bench_read;

CREATE TABLE work AS
SELECT w.id, w.public_id, w.title, w.year, w.released_from, w.original_title, w.runtime_minutes,
       ARRAY(SELECT g.name FROM bench_normal.work_genre l JOIN bench_normal.genre g ON g.id = l.genre_id
             WHERE l.work_id = w.id ORDER BY l.position) AS genres
FROM bench_normal.work w ORDER BY w.id;
ALTER TABLE work ADD PRIMARY KEY (id);

CREATE TABLE person AS
SELECT p.id, p.public_id, p.name,
       (SELECT COUNT(*) FROM bench_normal.role r
        WHERE r.person_id = p.id AND (r.attributes & 12) = 0) AS credits
FROM bench_normal.person p ORDER BY p.id;
ALTER TABLE person ADD PRIMARY KEY (id);

CREATE TABLE cast_member AS
SELECT r.work_id,
       row_number() OVER (PARTITION BY r.work_id ORDER BY r.billing, r.id) AS place,
       r.person_id, p.public_id, p.name, CAST(r.characters AS JSON) AS characters
FROM bench_normal.role r JOIN bench_normal.person p ON p.id = r.person_id
WHERE r.department = 'ACTING'
ORDER BY 1, 2;
ALTER TABLE cast_member ADD PRIMARY KEY (work_id, place) INCLUDE (public_id, name);

-- Episodes stand as their series, once. `rank` counts the works up to and with this one.
CREATE TABLE career AS
SELECT e.person_id, e.released_on, e.work_id,
       CAST(row_number() OVER (PARTITION BY e.person_id ORDER BY e.released_on, e.work_id DESC) AS INTEGER) AS rank,
       w.public_id, w.title, w.year
FROM (SELECT r.person_id, COALESCE(o.series_id, o.id) AS work_id, MIN(o.released_on) AS released_on
      FROM bench_normal.role r JOIN bench_normal.work o ON o.id = r.work_id
      WHERE (r.attributes & 12) = 0
      GROUP BY r.person_id, COALESCE(o.series_id, o.id)) e
JOIN work w ON w.id = e.work_id
ORDER BY e.person_id, e.released_on DESC, e.work_id;
CREATE UNIQUE INDEX career_by_person ON career (person_id, released_on DESC, work_id)
    INCLUDE (rank, public_id, title, year);

CREATE TABLE credit AS
SELECT r.person_id, o.released_on, r.id AS role_id, r.public_id, r.department,
       CAST(r.characters AS JSON) AS characters, w.public_id AS work, w.title, w.year
FROM bench_normal.role r
JOIN bench_normal.work o ON o.id = r.work_id JOIN work w ON w.id = r.work_id
WHERE (r.attributes & 12) = 0
ORDER BY r.person_id, o.released_on DESC, r.id;
CREATE UNIQUE INDEX credit_by_person ON credit (person_id, released_on DESC, role_id);
