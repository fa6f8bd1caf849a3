SELECT CAST(json_build_object('data', json_build_object('film', json_build_object(
    'id', f.public_id, 'title', f.title, 'year', f.year, 'cast', json_build_object('nodes', COALESCE((
        SELECT json_agg(json_build_object(
            'person', json_build_object('id', c.public_id, 'name', c.name),
            'characters', c.characters,
            'priorWork', json_build_object('totalCount', COALESCE(p.total, 0), 'nodes', COALESCE(p.nodes, '[]'))
        ))
        FROM (SELECT person_id, public_id, name, characters FROM cast_member
              WHERE work_id = f.id ORDER BY place LIMIT 10) c
        LEFT JOIN LATERAL (
            SELECT MAX(e.rank) AS total, json_agg(json_build_object(
                'id', e.public_id, 'title', e.title, 'year', e.year,
                'cast', json_build_object('nodes', COALESCE((
                    SELECT json_agg(json_build_object('person', json_build_object('id', l.public_id, 'name', l.name)))
                    FROM (SELECT public_id, name FROM cast_member
                          WHERE work_id = e.work_id AND place <= 3 ORDER BY place) l
                ), '[]'))
            )) AS nodes
            FROM (SELECT work_id, rank, public_id, title, year FROM career
                  WHERE person_id = c.person_id AND released_on < f.released_from
                  ORDER BY released_on DESC, work_id LIMIT 5) e
        ) p ON true
    ), '[]'))
))) AS TEXT)
FROM work f WHERE f.id = $1
