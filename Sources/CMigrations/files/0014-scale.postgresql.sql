-- Many write at once: each statement adds what it changed, and nobody waits for a row that others hold. What was added
-- is summed up from time to time.
CREATE INDEX row_counts_part ON row_counts (list, scope, part);

-- Its arguments: the list, and the columns of scope and part.
CREATE FUNCTION count_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    change TEXT := format('SELECT %s::text AS scope, %s::text AS part', TG_ARGV[1], TG_ARGV[2]);
BEGIN
    EXECUTE format(
        'INSERT INTO row_counts SELECT %L, scope, part, SUM(n) FROM (%s) t GROUP BY scope, part HAVING SUM(n) <> 0',
        TG_ARGV[0],
        CASE TG_OP
            WHEN 'INSERT' THEN change || ', 1 AS n FROM fresh'
            WHEN 'DELETE' THEN change || ', -1 AS n FROM gone'
            ELSE change || ', 1 AS n FROM fresh UNION ALL ' || change || ', -1 FROM gone'
        END);
    RETURN NULL;
END
$$;

CREATE TRIGGER counted_apis_more AFTER INSERT ON apis REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('apis', 'kind', '''''');
CREATE TRIGGER counted_apis_less AFTER DELETE ON apis REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('apis', 'kind', '''''');
CREATE TRIGGER counted_attributes_more AFTER INSERT ON api_attribute_values REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('attributes', 'key', 'value');
CREATE TRIGGER counted_attributes_less AFTER DELETE ON api_attribute_values REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('attributes', 'key', 'value');
CREATE TRIGGER counted_publications_more AFTER INSERT ON publications REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('publications', 'portal_id', 'kind');
CREATE TRIGGER counted_publications_less AFTER DELETE ON publications REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('publications', 'portal_id', 'kind');
CREATE TRIGGER counted_developers_more AFTER INSERT ON developers REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('developers', 'portal_id', 'status');
CREATE TRIGGER counted_developers_less AFTER DELETE ON developers REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('developers', 'portal_id', 'status');
CREATE TRIGGER counted_developers_moved AFTER UPDATE ON developers
    REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('developers', 'portal_id', 'status');
CREATE TRIGGER counted_applications_more AFTER INSERT ON applications REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('applications', 'portal_id', '''''');
CREATE TRIGGER counted_applications_less AFTER DELETE ON applications REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('applications', 'portal_id', '''''');
CREATE TRIGGER counted_registrations_more AFTER INSERT ON registrations REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('registrations', 'portal_id', 'status');
CREATE TRIGGER counted_registrations_less AFTER DELETE ON registrations REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('registrations', 'portal_id', 'status');
CREATE TRIGGER counted_registrations_moved AFTER UPDATE ON registrations
    REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('registrations', 'portal_id', 'status');
CREATE TRIGGER counted_api_registrations_more AFTER INSERT ON registrations REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('api registrations', 'api_id', '''''');
CREATE TRIGGER counted_api_registrations_less AFTER DELETE ON registrations REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('api registrations', 'api_id', '''''');
CREATE TRIGGER counted_members_more AFTER INSERT ON team_developers REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('members', 'team_id', '''''');
CREATE TRIGGER counted_members_less AFTER DELETE ON team_developers REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('members', 'team_id', '''''');
CREATE TRIGGER counted_strategies_more AFTER INSERT ON publication_strategies REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('strategies', 'portal_id', 'strategy_id');
CREATE TRIGGER counted_strategies_less AFTER DELETE ON publication_strategies REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('strategies', 'portal_id', 'strategy_id');

INSERT INTO api_labels SELECT a.id, l.key, l.value FROM apis a, json_each_text(a.labels::json) l;
