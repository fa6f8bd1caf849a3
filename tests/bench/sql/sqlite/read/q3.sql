SELECT '{"data":{"film":{' || f.brief || ',"cast":{"nodes":[' || COALESCE((
    SELECT group_concat('{' || c.who || ',' || c.what || ',"priorWork":' || (
        SELECT '{"totalCount":' || COALESCE(MAX(e.rank), 0) || ',"nodes":['
                   || COALESCE(group_concat('{' || e.brief || ',"cast":{"nodes":' || w.leads || '}}', ','), '') || ']}'
        FROM (SELECT work_id, rank, brief FROM career
              WHERE person_id = c.person_id AND released_on < f.released_from
              ORDER BY released_on DESC, work_id LIMIT 5) e
        CROSS JOIN work w ON w.id = e.work_id
        ) || '}', ',')
    FROM (SELECT person_id, who, what FROM cast_member WHERE work_id = f.id ORDER BY place LIMIT 10) c
    ), '') || ']}}}}'
FROM work f WHERE f.id = $1
