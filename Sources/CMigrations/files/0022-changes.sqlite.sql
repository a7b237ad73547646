DROP TRIGGER counted_members_more;
DROP TRIGGER counted_members_less;
CREATE TRIGGER counted_members_more AFTER INSERT ON team_developers BEGIN
    INSERT INTO row_counts VALUES ('members', NEW.team_id, iif(NEW.is_active, 'true', 'false'), 1)
        ON CONFLICT (list, scope, part) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER counted_members_less AFTER DELETE ON team_developers BEGIN
    UPDATE row_counts SET amount = amount - 1
        WHERE list = 'members' AND scope = OLD.team_id AND part = iif(OLD.is_active, 'true', 'false');
    DELETE FROM row_counts
        WHERE list = 'members' AND scope = OLD.team_id AND part = iif(OLD.is_active, 'true', 'false') AND amount = 0;
END;
CREATE TRIGGER counted_members_moved AFTER UPDATE OF is_active ON team_developers
WHEN OLD.is_active <> NEW.is_active BEGIN
    UPDATE row_counts SET amount = amount - 1
        WHERE list = 'members' AND scope = OLD.team_id AND part = iif(OLD.is_active, 'true', 'false');
    DELETE FROM row_counts
        WHERE list = 'members' AND scope = OLD.team_id AND part = iif(OLD.is_active, 'true', 'false') AND amount = 0;
    INSERT INTO row_counts VALUES ('members', NEW.team_id, iif(NEW.is_active, 'true', 'false'), 1)
        ON CONFLICT (list, scope, part) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER members_follow AFTER UPDATE OF status ON developers WHEN OLD.status <> NEW.status BEGIN
    UPDATE team_developers SET is_active = NEW.status = 'approved'
        WHERE portal_id = NEW.portal_id AND developer_id = NEW.id;
END;

CREATE TRIGGER counted_implementations_more AFTER INSERT ON implementations BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'implementations' AND scope = ''
        AND part = iif(NEW.service_id IS NULL, 'access_control_enforcement', 'gateway_entity_binding');
END;
CREATE TRIGGER counted_implementations_less AFTER DELETE ON implementations BEGIN
    UPDATE row_counts SET amount = amount - 1 WHERE list = 'implementations' AND scope = ''
        AND part = iif(OLD.service_id IS NULL, 'access_control_enforcement', 'gateway_entity_binding');
END;

CREATE TRIGGER noted_applications_more AFTER INSERT ON applications BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'applications';
END;
CREATE TRIGGER noted_applications_less AFTER DELETE ON applications BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'applications';
END;
CREATE TRIGGER noted_applications_moved AFTER UPDATE ON applications BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'applications';
END;
CREATE TRIGGER noted_credentials_more AFTER INSERT ON credentials BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'credentials';
END;
CREATE TRIGGER noted_credentials_less AFTER DELETE ON credentials BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'credentials';
END;
CREATE TRIGGER noted_credentials_moved AFTER UPDATE ON credentials BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'credentials';
END;
CREATE TRIGGER noted_developers_more AFTER INSERT ON developers BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'developers';
END;
CREATE TRIGGER noted_developers_less AFTER DELETE ON developers BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'developers';
END;
CREATE TRIGGER noted_developers_moved AFTER UPDATE ON developers BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'developers';
END;
CREATE TRIGGER noted_portals_more AFTER INSERT ON portals BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'portals';
END;
CREATE TRIGGER noted_portals_less AFTER DELETE ON portals BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'portals';
END;
CREATE TRIGGER noted_portals_moved AFTER UPDATE ON portals BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'portals';
END;
CREATE TRIGGER noted_publication_strategies_more AFTER INSERT ON publication_strategies BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'publication_strategies';
END;
CREATE TRIGGER noted_publication_strategies_less AFTER DELETE ON publication_strategies BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'publication_strategies';
END;
CREATE TRIGGER noted_publication_strategies_moved AFTER UPDATE ON publication_strategies BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'publication_strategies';
END;
CREATE TRIGGER noted_registrations_more AFTER INSERT ON registrations BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'registrations';
END;
CREATE TRIGGER noted_registrations_less AFTER DELETE ON registrations BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'registrations';
END;
CREATE TRIGGER noted_registrations_moved AFTER UPDATE ON registrations BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'registrations';
END;
CREATE TRIGGER noted_team_developers_more AFTER INSERT ON team_developers BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'team_developers';
END;
CREATE TRIGGER noted_team_developers_less AFTER DELETE ON team_developers BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'team_developers';
END;
CREATE TRIGGER noted_team_developers_moved AFTER UPDATE ON team_developers BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'team_developers';
END;
CREATE TRIGGER noted_team_roles_more AFTER INSERT ON team_roles BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'team_roles';
END;
CREATE TRIGGER noted_team_roles_less AFTER DELETE ON team_roles BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'team_roles';
END;
CREATE TRIGGER noted_team_roles_moved AFTER UPDATE ON team_roles BEGIN
    UPDATE row_counts SET amount = amount + 1 WHERE list = 'changes' AND scope = '' AND part = 'team_roles';
END;
