SELECT json_object('data', json_object('person', json_object(
    'id', p.public_id, 'name', p.name, 'roles', (
        SELECT json_object('totalCount', COALESCE(MAX(t.total), 0), 'nodes', json_group_array(
                   json_object('id', r.public_id, 'department', r.department, 'characters', json(r.characters),
                       'work', json_object('id', w.public_id, 'title', w.title, 'year', w.year))))
        FROM (SELECT r.id, o.released_on, COUNT(*) OVER () AS total
              FROM role r CROSS JOIN work o ON o.id = r.work_id
              WHERE r.person_id = p.id AND (r.attributes & 12) = 0
              ORDER BY o.released_on DESC, r.id LIMIT 50) t
        CROSS JOIN role r ON r.id = t.id CROSS JOIN work w ON w.id = r.work_id))))
FROM person p WHERE p.id = $1
