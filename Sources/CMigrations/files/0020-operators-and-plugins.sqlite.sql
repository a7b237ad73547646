-- Of several of the same, the first is the one that the gateway runs: only it gets the mark.
UPDATE core_entities SET mark = m.mark FROM (
    SELECT control_plane_id, kind, mark, MIN(id) AS id FROM (
        SELECT control_plane_id, kind, id, CASE kind
            WHEN 'plugin' THEN (fields ->> 'name') || ' ' || COALESCE(service_id, '-') || ' '
                || COALESCE(route_id, '-') || ' ' || COALESCE(consumer_id, '-')
            ELSE fields ->> 'custom_id' END AS mark
        FROM core_entities WHERE kind IN ('plugin', 'consumer')
    ) marked WHERE mark IS NOT NULL GROUP BY control_plane_id, kind, mark
) m WHERE core_entities.control_plane_id = m.control_plane_id AND core_entities.id = m.id;
