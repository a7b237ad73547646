-- Where operators may sign in with an account that they have elsewhere, and which groups there are teams here.

CREATE TABLE operator_identity_providers (
    id TEXT COLLATE "C" PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    login_path TEXT COLLATE "C" NOT NULL,
    -- Without secrets.
    configuration TEXT NOT NULL,
    -- Sealed under the master key.
    client_secret BYTEA,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX operator_identity_providers_kind ON operator_identity_providers (kind);
CREATE UNIQUE INDEX operator_identity_providers_enabled ON operator_identity_providers (is_enabled) WHERE is_enabled;

CREATE TABLE operator_group_mappings (
    id TEXT COLLATE "C" PRIMARY KEY,
    provider_id TEXT COLLATE "C" NOT NULL REFERENCES operator_identity_providers (id) ON DELETE CASCADE,
    team_id TEXT COLLATE "C" NOT NULL REFERENCES operator_teams (id) ON DELETE CASCADE,
    group_name TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX operator_group_mappings_group ON operator_group_mappings (provider_id, team_id, group_name);
CREATE INDEX operator_group_mappings_created ON operator_group_mappings (provider_id, created_at, id);
CREATE INDEX operator_group_mappings_name ON operator_group_mappings (provider_id, group_name, team_id);
CREATE INDEX operator_group_mappings_team ON operator_group_mappings (team_id);

-- What else must be unique in a kind: the name and place of a plugin, the id that a consumer has elsewhere.
ALTER TABLE core_entities ADD COLUMN mark TEXT COLLATE "C";
CREATE UNIQUE INDEX core_entities_mark ON core_entities (control_plane_id, kind, mark);
