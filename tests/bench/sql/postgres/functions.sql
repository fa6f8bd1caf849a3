-- What PostGraphile needs besides the normalised tables: keys, by which it finds its way from one to
-- the other, and functions of a row, which become fields of it.
ALTER TABLE role ADD FOREIGN KEY (work_id) REFERENCES work (id);
ALTER TABLE role ADD FOREIGN KEY (person_id) REFERENCES person (id);
ALTER TABLE work_genre ADD FOREIGN KEY (work_id) REFERENCES work (id);
ALTER TABLE work_genre ADD FOREIGN KEY (genre_id) REFERENCES genre (id);

CREATE FUNCTION work_genres(w work) RETURNS SETOF genre LANGUAGE sql STABLE AS $$
    SELECT g.* FROM bench_normal.work_genre l JOIN bench_normal.genre g ON g.id = l.genre_id
    WHERE l.work_id = w.id ORDER BY l.position
$$;

CREATE FUNCTION work_cast(w work) RETURNS SETOF role LANGUAGE sql STABLE AS $$
    SELECT r.* FROM bench_normal.role r
    WHERE r.work_id = w.id AND r.department = 'ACTING' ORDER BY r.billing, r.id
$$;

CREATE FUNCTION role_prior_work(c role) RETURNS SETOF work LANGUAGE sql STABLE AS $$
    SELECT w.* FROM (
        SELECT COALESCE(o.series_id, o.id) AS work_id, MIN(o.released_on) AS released_on
        FROM bench_normal.role r JOIN bench_normal.work o ON o.id = r.work_id
        WHERE r.person_id = c.person_id AND (r.attributes & 12) = 0
          AND o.released_to < (SELECT f.released_from FROM bench_normal.work f WHERE f.id = c.work_id)
          AND COALESCE(o.series_id, o.id) <> c.work_id
        GROUP BY 1) t
    JOIN bench_normal.work w ON w.id = t.work_id
    ORDER BY t.released_on DESC, t.work_id
$$;

CREATE FUNCTION role_prior_count(c role) RETURNS INTEGER LANGUAGE sql STABLE AS $$
    SELECT CAST(COUNT(DISTINCT COALESCE(o.series_id, o.id)) AS INTEGER)
    FROM bench_normal.role r JOIN bench_normal.work o ON o.id = r.work_id
    WHERE r.person_id = c.person_id AND (r.attributes & 12) = 0
      AND o.released_to < (SELECT f.released_from FROM bench_normal.work f WHERE f.id = c.work_id)
      AND COALESCE(o.series_id, o.id) <> c.work_id
$$;

CREATE FUNCTION person_career(p person) RETURNS SETOF role LANGUAGE sql STABLE AS $$
    SELECT r.* FROM bench_normal.role r JOIN bench_normal.work o ON o.id = r.work_id
    WHERE r.person_id = p.id AND (r.attributes & 12) = 0 ORDER BY o.released_on DESC, r.id
$$;
