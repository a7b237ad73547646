CREATE TABLE auth_strategies (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    display_name TEXT COLLATE "C" NOT NULL,
    strategy_type TEXT COLLATE "C" NOT NULL,
    -- Key authentication: key names and time to live; OpenID Connect: the configuration as written.
    configuration TEXT NOT NULL,
    labels TEXT NOT NULL,
    principals_enabled BOOLEAN NOT NULL,
    is_built_in BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX auth_strategies_built_in ON auth_strategies (is_built_in) WHERE is_built_in;
CREATE INDEX auth_strategies_created ON auth_strategies (created_at, id);
CREATE INDEX auth_strategies_updated ON auth_strategies (updated_at, id);
CREATE INDEX auth_strategies_name ON auth_strategies (name, id);
CREATE INDEX auth_strategies_display_name ON auth_strategies (display_name, id);
CREATE INDEX auth_strategies_type ON auth_strategies (strategy_type, id);

CREATE TABLE teams (
    id TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" NOT NULL REFERENCES portals (id) ON DELETE CASCADE,
    name TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C" NOT NULL,
    can_own_applications BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX teams_portal ON teams (portal_id, id);
CREATE UNIQUE INDEX teams_name ON teams (portal_id, name);
