SELECT json_object('data', json_object('film', json_object(
    'id', public_id, 'title', title, 'originalTitle', original_title, 'year', year,
    'runtimeMinutes', runtime_minutes, 'genres', json(genres))))
FROM work WHERE id = $1
