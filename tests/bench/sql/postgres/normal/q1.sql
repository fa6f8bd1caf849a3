SELECT CAST(json_build_object('data', json_build_object('film', json_build_object(
    'id', w.public_id, 'title', w.title, 'originalTitle', w.original_title, 'year', w.year,
    'runtimeMinutes', w.runtime_minutes,
    'genres', COALESCE((
        SELECT json_agg(json_build_object('name', g.name) ORDER BY l.position)
        FROM work_genre l JOIN genre g ON g.id = l.genre_id WHERE l.work_id = w.id), '[]')))) AS TEXT)
FROM work w WHERE w.id = $1
