SELECT CAST(json_build_object('data', json_build_object('person', json_build_object(
    'id', p.public_id, 'name', p.name, 'roles', (
        SELECT json_build_object('totalCount', COALESCE(MAX(t.total), 0), 'nodes', COALESCE(json_agg(
                   json_build_object('id', r.public_id, 'department', r.department, 'characters', r.characters,
                       'work', json_build_object('id', w.public_id, 'title', w.title, 'year', w.year))
                   ORDER BY t.released_on DESC, t.id), '[]'))
        FROM (SELECT r.id, o.released_on, COUNT(*) OVER () AS total
              FROM role r JOIN work o ON o.id = r.work_id
              WHERE r.person_id = p.id AND (r.attributes & 12) = 0
              ORDER BY o.released_on DESC, r.id LIMIT 50) t
        JOIN role r ON r.id = t.id JOIN work w ON w.id = r.work_id)))) AS TEXT)
FROM person p WHERE p.id = $1
