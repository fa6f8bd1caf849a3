SELECT json_object('data', json_object('film', json_object(
    'id', w.public_id, 'title', w.title, 'originalTitle', w.original_title, 'year', w.year,
    'runtimeMinutes', w.runtime_minutes,
    'genres', (
        SELECT json_group_array(json_object('name', g.name))
        FROM (SELECT genre_id FROM work_genre WHERE work_id = w.id ORDER BY position) l
        CROSS JOIN genre g ON g.id = l.genre_id))))
FROM work w WHERE w.id = $1
