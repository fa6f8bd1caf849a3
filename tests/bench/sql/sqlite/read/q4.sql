SELECT json_object('data', json_object('person', json_object(
    'id', p.public_id, 'name', p.name, 'roles', json_object('totalCount', p.credits, 'nodes', (
        SELECT json_group_array(json_object(
            'id', c.public_id, 'department', c.department, 'characters', json(c.characters),
            'work', json_object('id', c.work, 'title', c.title, 'year', c.year)))
        FROM (SELECT public_id, department, characters, work, title, year FROM credit
              WHERE person_id = p.id ORDER BY released_on DESC, role_id LIMIT 50) c
    ))
)))
FROM person p WHERE p.id = $1
