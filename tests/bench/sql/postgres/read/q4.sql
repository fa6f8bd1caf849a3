SELECT CAST(json_build_object('data', json_build_object('person', json_build_object(
    'id', p.public_id, 'name', p.name, 'roles', json_build_object('totalCount', p.credits, 'nodes', COALESCE((
        SELECT json_agg(json_build_object(
            'id', c.public_id, 'department', c.department, 'characters', c.characters,
            'work', json_build_object('id', c.work, 'title', c.title, 'year', c.year)
        ))
        FROM (SELECT public_id, department, characters, work, title, year FROM credit
              WHERE person_id = p.id ORDER BY released_on DESC, role_id LIMIT 50) c
    ), '[]'))
))) AS TEXT)
FROM person p WHERE p.id = $1
