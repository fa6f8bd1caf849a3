SELECT '{"data":{"film":{' || f.brief || ',"cast":{"nodes":[' || COALESCE((
    SELECT string_agg('{' || c.who || ',' || c.what || ',"priorWork":{"totalCount":' || COALESCE(p.total, 0)
               || ',"nodes":[' || COALESCE(p.nodes, '') || ']}}', ',')
    FROM (SELECT person_id, who, what FROM cast_member WHERE work_id = f.id ORDER BY place LIMIT 10) c
    LEFT JOIN LATERAL (
        SELECT MAX(e.rank) AS total, string_agg('{' || e.brief || ',"cast":{"nodes":' || w.leads || '}}', ',') AS nodes
        FROM (SELECT work_id, rank, brief FROM career
              WHERE person_id = c.person_id AND released_on < f.released_from
              ORDER BY released_on DESC, work_id LIMIT 5) e
        JOIN work w ON w.id = e.work_id
    ) p ON true), '') || ']}}}}'
FROM work f WHERE f.id = $1
