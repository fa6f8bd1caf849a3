SELECT json_object('data', json_object('film', json_object(
    'id', f.public_id, 'title', f.title, 'year', f.year,
    'cast', json_object('nodes', (
        SELECT json_group_array(json_object(
            'person', json_object('id', a.public_id, 'name', a.name),
            'characters', json(b.characters),
            'priorWork', (
                SELECT json_object('totalCount', COALESCE(MAX(t.total), 0), 'nodes',
                    json_group_array(json_object('id', w.public_id, 'title', w.title, 'year', w.year,
                        'cast', json_object('nodes', (
                            SELECT json_group_array(json_object('person',
                                       json_object('id', s.public_id, 'name', s.name)))
                            FROM (SELECT person_id FROM role
                                  WHERE work_id = w.id AND department = 'ACTING'
                                  ORDER BY billing, id LIMIT 3) m
                            CROSS JOIN person s ON s.id = m.person_id)))))
                FROM (SELECT COALESCE(o.series_id, o.id) AS work_id, MIN(o.released_on) AS released_on,
                             COUNT(*) OVER () AS total
                      FROM role r CROSS JOIN work o ON o.id = r.work_id
                      WHERE r.person_id = b.person_id AND (r.attributes & 12) = 0
                        AND o.released_to < f.released_from AND COALESCE(o.series_id, o.id) <> f.id
                      GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5) t
                CROSS JOIN work w ON w.id = t.work_id)))
        FROM (SELECT person_id, characters FROM role
              WHERE work_id = f.id AND department = 'ACTING' ORDER BY billing, id LIMIT 10) b
        CROSS JOIN person a ON a.id = b.person_id)))))
FROM work f WHERE f.id = $1
