CREATE TABLE portals (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    display_name TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C",
    authentication_enabled BOOLEAN NOT NULL,
    rbac_enabled BOOLEAN NOT NULL,
    sipr_enabled BOOLEAN NOT NULL,
    default_api_visibility TEXT COLLATE "C" NOT NULL,
    default_page_visibility TEXT COLLATE "C" NOT NULL,
    default_application_auth_strategy_id TEXT COLLATE "C",
    auto_approve_developers BOOLEAN NOT NULL,
    auto_approve_applications BOOLEAN NOT NULL,
    notifications_developer_pii_visibility_enabled BOOLEAN NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    labels TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX portals_name ON portals (name);
CREATE UNIQUE INDEX portals_slug ON portals (slug);
CREATE INDEX portals_created ON portals (created_at, id);
CREATE INDEX portals_updated ON portals (updated_at, id);
CREATE INDEX portals_strategy ON portals (default_application_auth_strategy_id);

-- Each facet of a portal has a number that grows with each change, so that copies in memory know when they are old.
CREATE TABLE portal_versions (
    portal_id TEXT COLLATE "C" NOT NULL REFERENCES portals (id) ON DELETE CASCADE,
    facet TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (portal_id, facet)
);
