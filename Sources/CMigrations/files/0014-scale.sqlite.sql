-- There is one writer: each count is one row.
CREATE UNIQUE INDEX row_counts_part ON row_counts (list, scope, part);

CREATE TRIGGER counted_apis_more AFTER INSERT ON apis BEGIN
    INSERT INTO row_counts VALUES ('apis', NEW.kind, '', 1)
        ON CONFLICT (list, scope, part) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER counted_apis_less AFTER DELETE ON apis BEGIN
    UPDATE row_counts SET amount = amount - 1
        WHERE list = 'apis' AND scope = OLD.kind AND part = '';
    DELETE FROM row_counts
        WHERE list = 'apis' AND scope = OLD.kind AND part = '' AND amount = 0;
END;
CREATE TRIGGER counted_attributes_more AFTER INSERT ON api_attribute_values BEGIN
    INSERT INTO row_counts VALUES ('attributes', NEW.key, NEW.value, 1)
        ON CONFLICT (list, scope, part) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER counted_attributes_less AFTER DELETE ON api_attribute_values BEGIN
    UPDATE row_counts SET amount = amount - 1
        WHERE list = 'attributes' AND scope = OLD.key AND part = OLD.value;
    DELETE FROM row_counts
        WHERE list = 'attributes' AND scope = OLD.key AND part = OLD.value AND amount = 0;
END;
CREATE TRIGGER counted_publications_more AFTER INSERT ON publications BEGIN
    INSERT INTO row_counts VALUES ('publications', NEW.portal_id, NEW.kind, 1)
        ON CONFLICT (list, scope, part) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER counted_publications_less AFTER DELETE ON publications BEGIN
    UPDATE row_counts SET amount = amount - 1
        WHERE list = 'publications' AND scope = OLD.portal_id AND part = OLD.kind;
    DELETE FROM row_counts
        WHERE list = 'publications' AND scope = OLD.portal_id AND part = OLD.kind AND amount = 0;
END;
CREATE TRIGGER counted_developers_more AFTER INSERT ON developers BEGIN
    INSERT INTO row_counts VALUES ('developers', NEW.portal_id, NEW.status, 1)
        ON CONFLICT (list, scope, part) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER counted_developers_less AFTER DELETE ON developers BEGIN
    UPDATE row_counts SET amount = amount - 1
        WHERE list = 'developers' AND scope = OLD.portal_id AND part = OLD.status;
    DELETE FROM row_counts
        WHERE list = 'developers' AND scope = OLD.portal_id AND part = OLD.status AND amount = 0;
END;
CREATE TRIGGER counted_developers_moved AFTER UPDATE OF status ON developers WHEN OLD.status <> NEW.status BEGIN
    UPDATE row_counts SET amount = amount - 1
        WHERE list = 'developers' AND scope = OLD.portal_id AND part = OLD.status;
    DELETE FROM row_counts
        WHERE list = 'developers' AND scope = OLD.portal_id AND part = OLD.status AND amount = 0;
    INSERT INTO row_counts VALUES ('developers', NEW.portal_id, NEW.status, 1)
        ON CONFLICT (list, scope, part) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER counted_applications_more AFTER INSERT ON applications BEGIN
    INSERT INTO row_counts VALUES ('applications', NEW.portal_id, '', 1)
        ON CONFLICT (list, scope, part) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER counted_applications_less AFTER DELETE ON applications BEGIN
    UPDATE row_counts SET amount = amount - 1
        WHERE list = 'applications' AND scope = OLD.portal_id AND part = '';
    DELETE FROM row_counts
        WHERE list = 'applications' AND scope = OLD.portal_id AND part = '' AND amount = 0;
END;
CREATE TRIGGER counted_registrations_more AFTER INSERT ON registrations BEGIN
    INSERT INTO row_counts VALUES ('registrations', NEW.portal_id, NEW.status, 1)
        ON CONFLICT (list, scope, part) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER counted_registrations_less AFTER DELETE ON registrations BEGIN
    UPDATE row_counts SET amount = amount - 1
        WHERE list = 'registrations' AND scope = OLD.portal_id AND part = OLD.status;
    DELETE FROM row_counts
        WHERE list = 'registrations' AND scope = OLD.portal_id AND part = OLD.status AND amount = 0;
END;
CREATE TRIGGER counted_registrations_moved AFTER UPDATE OF status ON registrations WHEN OLD.status <> NEW.status BEGIN
    UPDATE row_counts SET amount = amount - 1
        WHERE list = 'registrations' AND scope = OLD.portal_id AND part = OLD.status;
    DELETE FROM row_counts
        WHERE list = 'registrations' AND scope = OLD.portal_id AND part = OLD.status AND amount = 0;
    INSERT INTO row_counts VALUES ('registrations', NEW.portal_id, NEW.status, 1)
        ON CONFLICT (list, scope, part) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER counted_api_registrations_more AFTER INSERT ON registrations BEGIN
    INSERT INTO row_counts VALUES ('api registrations', NEW.api_id, '', 1)
        ON CONFLICT (list, scope, part) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER counted_api_registrations_less AFTER DELETE ON registrations BEGIN
    UPDATE row_counts SET amount = amount - 1
        WHERE list = 'api registrations' AND scope = OLD.api_id AND part = '';
    DELETE FROM row_counts
        WHERE list = 'api registrations' AND scope = OLD.api_id AND part = '' AND amount = 0;
END;
CREATE TRIGGER counted_members_more AFTER INSERT ON team_developers BEGIN
    INSERT INTO row_counts VALUES ('members', NEW.team_id, '', 1)
        ON CONFLICT (list, scope, part) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER counted_members_less AFTER DELETE ON team_developers BEGIN
    UPDATE row_counts SET amount = amount - 1
        WHERE list = 'members' AND scope = OLD.team_id AND part = '';
    DELETE FROM row_counts
        WHERE list = 'members' AND scope = OLD.team_id AND part = '' AND amount = 0;
END;
CREATE TRIGGER counted_strategies_more AFTER INSERT ON publication_strategies BEGIN
    INSERT INTO row_counts VALUES ('strategies', NEW.portal_id, NEW.strategy_id, 1)
        ON CONFLICT (list, scope, part) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER counted_strategies_less AFTER DELETE ON publication_strategies BEGIN
    UPDATE row_counts SET amount = amount - 1
        WHERE list = 'strategies' AND scope = OLD.portal_id AND part = OLD.strategy_id;
    DELETE FROM row_counts
        WHERE list = 'strategies' AND scope = OLD.portal_id AND part = OLD.strategy_id AND amount = 0;
END;

INSERT INTO api_labels SELECT a.id, l.key, l.value FROM apis a, json_each(a.labels) l;
