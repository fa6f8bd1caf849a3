SELECT '{"data":{"person":{' || p.brief || ',"roles":{"totalCount":' || p.credits || ',"nodes":[' || COALESCE((
    SELECT string_agg(c.entry, ',')
    FROM (SELECT entry FROM credit WHERE person_id = p.id
          ORDER BY released_on DESC, role_id LIMIT 50) c), '') || ']}}}}'
FROM person p WHERE p.id = $1
