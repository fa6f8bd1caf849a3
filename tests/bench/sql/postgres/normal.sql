-- The normalised tables, filled from Filmgraph's, and the indexes that the statements need.
CREATE SCHEMA bench_normal;
SET search_path = bench_normal;

CREATE TABLE work AS
SELECT w.id, k.public AS public_id, w.title, w.original_title,
       CAST(substr(COALESCE(w.release_edtf, w.first_release_edtf), 1, 4) AS INTEGER) AS year,
       w.runtime_minutes, w.series_id, w.released_from, w.released_on, w.released_to
FROM public.work w JOIN bench_key.work k ON k.id = w.id ORDER BY w.id;
ALTER TABLE work ADD PRIMARY KEY (id);
CREATE INDEX work_release ON work (id) INCLUDE (series_id, released_on, released_to);

CREATE TABLE person AS
SELECT p.id, k.public AS public_id, p.name
FROM public.person p JOIN bench_key.person k ON k.id = p.id ORDER BY p.id;
ALTER TABLE person ADD PRIMARY KEY (id);

CREATE TABLE genre AS SELECT id, name FROM public.genre ORDER BY id;
ALTER TABLE genre ADD PRIMARY KEY (id);

CREATE TABLE work_genre AS
SELECT work_id, position, genre_id FROM public.work_genre ORDER BY work_id, position;
ALTER TABLE work_genre ADD PRIMARY KEY (work_id, position);

-- Who is not billed stands last.
CREATE TABLE role AS
SELECT r.id, r.work_id, r.person_id, COALESCE(r.billing, 2147483647) AS billing, r.attributes,
       k.public AS public_id,
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
        ELSE 'OTHER' END AS department,
       CAST(COALESCE(r.characters, '[]') AS JSON) AS characters
FROM public.role r JOIN bench_key.role k ON k.id = r.id
ORDER BY r.work_id, COALESCE(r.billing, 2147483647), r.id;
ALTER TABLE role ADD PRIMARY KEY (id);
CREATE INDEX role_cast ON role (work_id, billing, id) INCLUDE (person_id) WHERE department = 'ACTING';
CREATE INDEX role_career ON role (person_id, work_id) INCLUDE (id) WHERE (attributes & 12) = 0;
