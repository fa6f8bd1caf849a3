SELECT CAST(json_build_object('data', json_build_object('film', json_build_object(
    'id', f.public_id, 'title', f.title, 'year', f.year,
    'cast', json_build_object('nodes', COALESCE((
        SELECT json_agg(json_build_object(
            'person', json_build_object('id', a.public_id, 'name', a.name),
            'characters', b.characters,
            'priorWork', json_build_object('totalCount', COALESCE(p.total, 0), 'nodes', COALESCE(p.nodes, '[]')))
            ORDER BY b.billing, b.id)
        FROM (SELECT id, person_id, billing, characters FROM role
              WHERE work_id = f.id AND department = 'ACTING' ORDER BY billing, id LIMIT 10) b
        JOIN person a ON a.id = b.person_id
        LEFT JOIN LATERAL (
            SELECT MAX(t.total) AS total,
                   json_agg(json_build_object('id', w.public_id, 'title', w.title, 'year', w.year)
                       ORDER BY t.released_on DESC, t.work_id) AS nodes
            FROM (SELECT COALESCE(o.series_id, o.id) AS work_id, MIN(o.released_on) AS released_on,
                         COUNT(*) OVER () AS total
                  FROM role r JOIN work o ON o.id = r.work_id
                  WHERE r.person_id = b.person_id AND (r.attributes & 12) = 0
                    AND o.released_to < f.released_from AND COALESCE(o.series_id, o.id) <> f.id
                  GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5) t
            JOIN work w ON w.id = t.work_id
        ) p ON true), '[]'))))) AS TEXT)
FROM work f WHERE f.id = $1
