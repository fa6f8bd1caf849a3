SELECT json_object('data', json_object('film', json_object(
    'id', f.public_id, 'title', f.title, 'year', f.year, 'cast', json_object('nodes', (
        SELECT json_group_array(json_object(
            'person', json_object('id', c.public_id, 'name', c.name),
            'characters', json(c.characters),
            'priorWork', (
                SELECT json_object('totalCount', COALESCE(MAX(e.rank), 0), 'nodes', json_group_array(json_object(
                    'id', e.public_id, 'title', e.title, 'year', e.year)))
                FROM (SELECT work_id, rank, public_id, title, year FROM career
                      WHERE person_id = c.person_id AND released_on < f.released_from
                      ORDER BY released_on DESC, work_id LIMIT 5) e
            )
        ))
        FROM (SELECT person_id, public_id, name, characters FROM cast_member
              WHERE work_id = f.id ORDER BY place LIMIT 10) c
    ))
)))
FROM work f WHERE f.id = $1
