-- Who of a team is active, beside the status of the developer: lists of members are counted by it.
ALTER TABLE team_developers ADD COLUMN is_active BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE team_developers SET is_active = TRUE WHERE EXISTS (
    SELECT 1 FROM developers d
    WHERE d.portal_id = team_developers.portal_id AND d.id = team_developers.developer_id AND d.status = 'approved'
);
DELETE FROM row_counts WHERE list = 'members';
INSERT INTO row_counts SELECT 'members', team_id, CASE WHEN is_active THEN 'true' ELSE 'false' END, COUNT(*)
    FROM team_developers GROUP BY team_id, is_active;

-- The links of APIs to what serves them.
INSERT INTO row_counts
    SELECT 'implementations', '', 'access_control_enforcement', COUNT(*) FROM implementations WHERE service_id IS NULL;
INSERT INTO row_counts
    SELECT 'implementations', '', 'gateway_entity_binding', COUNT(*) FROM implementations WHERE service_id IS NOT NULL;

-- How often something has changed in a table: whoever has read all of it reads it again when this is another number,
-- and not before.
INSERT INTO row_counts VALUES ('changes', '', 'applications', 1);
INSERT INTO row_counts VALUES ('changes', '', 'credentials', 1);
INSERT INTO row_counts VALUES ('changes', '', 'developers', 1);
INSERT INTO row_counts VALUES ('changes', '', 'portals', 1);
INSERT INTO row_counts VALUES ('changes', '', 'publication_strategies', 1);
INSERT INTO row_counts VALUES ('changes', '', 'registrations', 1);
INSERT INTO row_counts VALUES ('changes', '', 'team_developers', 1);
INSERT INTO row_counts VALUES ('changes', '', 'team_roles', 1);
