CREATE TABLE team_developers (
    portal_id TEXT COLLATE "C" NOT NULL,
    team_id TEXT COLLATE "C" NOT NULL,
    developer_id TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (team_id, developer_id),
    FOREIGN KEY (portal_id, team_id) REFERENCES teams (portal_id, id) ON DELETE CASCADE,
    FOREIGN KEY (portal_id, developer_id) REFERENCES developers (portal_id, id) ON DELETE CASCADE
);
CREATE INDEX team_developers_team ON team_developers (portal_id, team_id);
CREATE INDEX team_developers_developer ON team_developers (portal_id, developer_id, team_id);

CREATE TABLE team_roles (
    id TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" NOT NULL,
    team_id TEXT COLLATE "C" NOT NULL,
    role_name TEXT COLLATE "C" NOT NULL,
    -- The id of an API, or * for all that are published to the portal.
    scope TEXT COLLATE "C" NOT NULL,
    api_id TEXT COLLATE "C" REFERENCES apis (id) ON DELETE CASCADE,
    region TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (portal_id, team_id) REFERENCES teams (portal_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX team_roles_role ON team_roles (team_id, scope, role_name, region);
CREATE INDEX team_roles_team ON team_roles (portal_id, team_id, created_at, id);
CREATE INDEX team_roles_api ON team_roles (api_id);

CREATE TABLE applications (
    id TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" NOT NULL REFERENCES portals (id) ON DELETE CASCADE,
    developer_id TEXT COLLATE "C",
    team_id TEXT COLLATE "C",
    name TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C",
    client_id TEXT COLLATE "C",
    redirect_uri TEXT COLLATE "C",
    strategy_id TEXT COLLATE "C" NOT NULL REFERENCES auth_strategies (id),
    labels TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK ((developer_id IS NULL) <> (team_id IS NULL)),
    FOREIGN KEY (portal_id, developer_id) REFERENCES developers (portal_id, id) ON DELETE CASCADE,
    FOREIGN KEY (portal_id, team_id) REFERENCES teams (portal_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX applications_portal ON applications (portal_id, id);
CREATE UNIQUE INDEX applications_client ON applications (strategy_id, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX applications_created ON applications (portal_id, created_at, id);
CREATE INDEX applications_name ON applications (portal_id, name, id);
CREATE INDEX applications_developer ON applications (portal_id, developer_id, id);
CREATE INDEX applications_team ON applications (portal_id, team_id, id);
CREATE INDEX applications_strategy ON applications (strategy_id);

CREATE TABLE registrations (
    id TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" NOT NULL,
    application_id TEXT COLLATE "C" NOT NULL,
    api_id TEXT COLLATE "C" NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
    status TEXT COLLATE "C" NOT NULL,
    consumer_id TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    FOREIGN KEY (portal_id, application_id) REFERENCES applications (portal_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX registrations_pair ON registrations (application_id, api_id);
CREATE INDEX registrations_application ON registrations (portal_id, application_id, created_at, id);
CREATE INDEX registrations_created ON registrations (portal_id, created_at, id);
CREATE INDEX registrations_updated ON registrations (portal_id, updated_at, id);
CREATE INDEX registrations_status ON registrations (portal_id, status, created_at, id);
CREATE INDEX registrations_api ON registrations (api_id, created_at, id);

CREATE TABLE credentials (
    id TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" NOT NULL,
    application_id TEXT COLLATE "C" NOT NULL,
    key_hash BYTEA NOT NULL,
    display_name TEXT COLLATE "C" NOT NULL,
    last_four TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (portal_id, application_id) REFERENCES applications (portal_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX credentials_key ON credentials (key_hash);
CREATE INDEX credentials_application ON credentials (portal_id, application_id, created_at, id);
CREATE INDEX credentials_expiry ON credentials (expires_at) WHERE expires_at IS NOT NULL;
