-- Lists that are sorted by status go on by id.
CREATE INDEX registrations_status_id ON registrations (portal_id, status, id);
CREATE INDEX developers_status_id ON developers (portal_id, status, id);

-- The applications of a team or of a developer, newest first.
CREATE INDEX applications_team_created ON applications (portal_id, team_id, created_at, id);
CREATE INDEX applications_developer_created ON applications (portal_id, developer_id, created_at, id);

-- All publications in the order of the names of their APIs.
CREATE INDEX apis_name ON apis (name, id);

-- What kind of entry is published, which never changes.
ALTER TABLE publications ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT 'api';
UPDATE publications SET kind = (SELECT kind FROM apis WHERE apis.id = publications.api_id);
CREATE INDEX publications_kind ON publications (kind, created_at, id);

-- How many rows there are of a list, by what it stands below and by a part that is asked for often: the sum of the
-- amounts. Triggers follow every change, also those of cascades.
CREATE TABLE row_counts (
    list TEXT COLLATE "C" NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    part TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL
);

INSERT INTO row_counts SELECT 'apis', kind, '', COUNT(*) FROM apis GROUP BY kind;
INSERT INTO row_counts SELECT 'attributes', key, value, COUNT(*) FROM api_attribute_values GROUP BY key, value;
INSERT INTO row_counts SELECT 'publications', portal_id, kind, COUNT(*) FROM publications GROUP BY portal_id, kind;
INSERT INTO row_counts SELECT 'developers', portal_id, status, COUNT(*) FROM developers GROUP BY portal_id, status;
INSERT INTO row_counts SELECT 'applications', portal_id, '', COUNT(*) FROM applications GROUP BY portal_id;
INSERT INTO row_counts
    SELECT 'registrations', portal_id, status, COUNT(*) FROM registrations GROUP BY portal_id, status;
INSERT INTO row_counts SELECT 'api registrations', api_id, '', COUNT(*) FROM registrations GROUP BY api_id;
INSERT INTO row_counts SELECT 'members', team_id, '', COUNT(*) FROM team_developers GROUP BY team_id;
INSERT INTO row_counts
    SELECT 'strategies', portal_id, strategy_id, COUNT(*) FROM publication_strategies GROUP BY portal_id, strategy_id;

-- The labels of APIs by key and value, beside the copies in the APIs themselves.
CREATE TABLE api_labels (
    api_id TEXT COLLATE "C" NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
    key TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (api_id, key)
);
CREATE INDEX api_labels_value ON api_labels (key, value, api_id);
