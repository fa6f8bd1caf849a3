SELECT CAST(json_build_object('data', json_build_object('film', json_build_object(
    'id', public_id, 'title', title, 'originalTitle', original_title, 'year', year,
    'runtimeMinutes', runtime_minutes,
    'genres', (SELECT COALESCE(json_agg(json_build_object('name', name)), '[]') FROM unnest(genres) AS name)
))) AS TEXT)
FROM work WHERE id = $1
