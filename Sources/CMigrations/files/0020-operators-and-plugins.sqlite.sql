-- Of several of the same, the first is the one that the gateway runs: only it gets the mark.
UPDATE core_entities SET mark = CASE kind
    WHEN 'plugin' THEN (fields ->> 'name') || ' ' || COALESCE(service_id, '-') || ' ' || COALESCE(route_id, '-')
        || ' ' || COALESCE(consumer_id, '-')
    ELSE fields ->> 'custom_id' END
WHERE kind IN ('plugin', 'consumer') AND id = (
    SELECT MIN(o.id) FROM core_entities o
    WHERE o.control_plane_id = core_entities.control_plane_id AND o.kind = core_entities.kind
        AND CASE o.kind
            WHEN 'plugin' THEN (o.fields ->> 'name') IS (core_entities.fields ->> 'name')
                AND o.service_id IS core_entities.service_id AND o.route_id IS core_entities.route_id
                AND o.consumer_id IS core_entities.consumer_id
            ELSE (o.fields ->> 'custom_id') IS (core_entities.fields ->> 'custom_id') END);
