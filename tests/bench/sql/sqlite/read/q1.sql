SELECT '{"data":{"film":{' || brief || ',' || more || '}}}' FROM work WHERE id = $1
