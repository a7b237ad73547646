DROP TRIGGER counted_members_more ON team_developers;
DROP TRIGGER counted_members_less ON team_developers;
CREATE TRIGGER counted_members_more AFTER INSERT ON team_developers REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('members', 'team_id', 'is_active');
CREATE TRIGGER counted_members_less AFTER DELETE ON team_developers REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('members', 'team_id', 'is_active');
CREATE TRIGGER counted_members_moved AFTER UPDATE ON team_developers
    REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows('members', 'team_id', 'is_active');

CREATE TRIGGER counted_implementations_more AFTER INSERT ON implementations REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows(
        'implementations', '''''',
        'CASE WHEN service_id IS NULL THEN ''access_control_enforcement'' ELSE ''gateway_entity_binding'' END');
CREATE TRIGGER counted_implementations_less AFTER DELETE ON implementations REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION count_rows(
        'implementations', '''''',
        'CASE WHEN service_id IS NULL THEN ''access_control_enforcement'' ELSE ''gateway_entity_binding'' END');

CREATE FUNCTION members_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE team_developers SET is_active = NEW.status = 'approved'
        WHERE portal_id = NEW.portal_id AND developer_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER members_follow AFTER UPDATE OF status ON developers
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION members_follow();

CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO row_counts VALUES ('changes', '', TG_TABLE_NAME, 1);
    RETURN NULL;
END
$$;

DO $$
DECLARE
    place TEXT;
BEGIN
    FOREACH place IN ARRAY ARRAY[
        'applications', 'credentials', 'developers', 'portals', 'publication_strategies', 'registrations',
        'team_developers', 'team_roles'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT '
                || 'EXECUTE FUNCTION note_change()',
            'noted_' || place, place);
    END LOOP;
END
$$;

-- Lists put those without a developer first.
DROP INDEX applications_developer;
CREATE INDEX applications_developer ON applications (portal_id, developer_id NULLS FIRST, id);
