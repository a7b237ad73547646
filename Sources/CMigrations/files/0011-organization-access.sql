-- Operators and system accounts, their teams, and the roles of all three.

ALTER TABLE operators ADD COLUMN preferred_name TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX operators_name ON operators (name, id);

-- How people come in whom another operator invites.
CREATE TABLE operator_links (
    token_hash BYTEA PRIMARY KEY,
    operator_id TEXT COLLATE "C" NOT NULL REFERENCES operators (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX operator_links_operator ON operator_links (operator_id);

ALTER TABLE personal_access_tokens ADD COLUMN revoked_at BIGINT;
-- No reference: the record outlives who revoked it.
ALTER TABLE personal_access_tokens ADD COLUMN revoked_by TEXT COLLATE "C";
ALTER TABLE personal_access_tokens ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
UPDATE personal_access_tokens SET updated_at = created_at;
CREATE INDEX personal_access_tokens_created ON personal_access_tokens (created_at, id);

CREATE TABLE system_accounts (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C" NOT NULL,
    is_managed BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX system_accounts_name ON system_accounts (name);

CREATE TABLE system_account_tokens (
    id TEXT COLLATE "C" PRIMARY KEY,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES system_accounts (id) ON DELETE CASCADE,
    name TEXT COLLATE "C" NOT NULL,
    token_hash BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX system_account_tokens_name ON system_account_tokens (account_id, name);
CREATE INDEX system_account_tokens_created ON system_account_tokens (account_id, created_at, id);
CREATE UNIQUE INDEX system_account_tokens_token ON system_account_tokens (token_hash);

CREATE TABLE operator_teams (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C" NOT NULL,
    is_predefined BOOLEAN NOT NULL,
    labels TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX operator_teams_name ON operator_teams (name);

CREATE TABLE operator_team_members (
    team_id TEXT COLLATE "C" NOT NULL REFERENCES operator_teams (id) ON DELETE CASCADE,
    -- The one of the two that is set.
    member_id TEXT COLLATE "C" NOT NULL,
    operator_id TEXT COLLATE "C" REFERENCES operators (id) ON DELETE CASCADE,
    account_id TEXT COLLATE "C" REFERENCES system_accounts (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (team_id, member_id)
);
CREATE INDEX operator_team_members_member ON operator_team_members (member_id, team_id);
CREATE INDEX operator_team_members_operator ON operator_team_members (operator_id, team_id);
CREATE INDEX operator_team_members_account ON operator_team_members (account_id, team_id);

CREATE TABLE assigned_roles (
    id TEXT COLLATE "C" PRIMARY KEY,
    -- The one of the three that is set.
    holder_id TEXT COLLATE "C" NOT NULL,
    team_id TEXT COLLATE "C" REFERENCES operator_teams (id) ON DELETE CASCADE,
    operator_id TEXT COLLATE "C" REFERENCES operators (id) ON DELETE CASCADE,
    account_id TEXT COLLATE "C" REFERENCES system_accounts (id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    role_name TEXT COLLATE "C" NOT NULL,
    -- An id, or * for all of the kind; the references end a role with what it is on.
    entity_id TEXT COLLATE "C" NOT NULL,
    portal_id TEXT COLLATE "C" REFERENCES portals (id) ON DELETE CASCADE,
    api_id TEXT COLLATE "C" REFERENCES apis (id) ON DELETE CASCADE,
    strategy_id TEXT COLLATE "C" REFERENCES auth_strategies (id) ON DELETE CASCADE,
    dcr_provider_id TEXT COLLATE "C" REFERENCES dcr_providers (id) ON DELETE CASCADE,
    control_plane_id TEXT COLLATE "C" REFERENCES control_planes (id) ON DELETE CASCADE,
    region TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX assigned_roles_role ON assigned_roles (holder_id, kind, entity_id, role_name, region);
CREATE INDEX assigned_roles_created ON assigned_roles (holder_id, created_at, id);
CREATE INDEX assigned_roles_team ON assigned_roles (team_id);
CREATE INDEX assigned_roles_operator ON assigned_roles (operator_id);
CREATE INDEX assigned_roles_account ON assigned_roles (account_id);
CREATE INDEX assigned_roles_portal ON assigned_roles (portal_id);
CREATE INDEX assigned_roles_api ON assigned_roles (api_id);
CREATE INDEX assigned_roles_strategy ON assigned_roles (strategy_id);
CREATE INDEX assigned_roles_dcr_provider ON assigned_roles (dcr_provider_id);
CREATE INDEX assigned_roles_control_plane ON assigned_roles (control_plane_id);

INSERT INTO operator_teams (id, name, description, is_predefined, labels, created_at, updated_at) VALUES
    ('00000000-0000-7000-8000-000000000001', 'Organization Admin',
        'Does everything, and manages people, teams and roles.', TRUE, '{}', 1767225600000, 1767225600000),
    ('00000000-0000-7000-8000-000000000002', 'Organization Admin (Read Only)',
        'Reads everything.', TRUE, '{}', 1767225600000, 1767225600000),
    ('00000000-0000-7000-8000-000000000003', 'Portal Admin',
        'Creates and manages every portal.', TRUE, '{}', 1767225600000, 1767225600000),
    ('00000000-0000-7000-8000-000000000004', 'Portal Viewer',
        'Reads every portal, its developers and applications.', TRUE, '{}', 1767225600000, 1767225600000),
    ('00000000-0000-7000-8000-000000000005', 'API Admin',
        'Creates and manages every API and auth strategy.', TRUE, '{}', 1767225600000, 1767225600000),
    ('00000000-0000-7000-8000-000000000006', 'API Viewer',
        'Reads every API and auth strategy.', TRUE, '{}', 1767225600000, 1767225600000),
    ('00000000-0000-7000-8000-000000000007', 'Control Plane Admin',
        'Creates and manages every control plane.', TRUE, '{}', 1767225600000, 1767225600000),
    ('00000000-0000-7000-8000-000000000008', 'Control Plane Viewer',
        'Reads every control plane.', TRUE, '{}', 1767225600000, 1767225600000);

INSERT INTO assigned_roles (id, holder_id, team_id, kind, role_name, entity_id, region, created_at)
SELECT '00000000-0000-7000-8001-0000000000' || r.number, t.id, t.id, r.kind, r.role_name, '*', '*', t.created_at
FROM operator_teams t JOIN (
    SELECT '01' AS number, 'Organization Admin' AS team, 'Organization' AS kind, 'Admin' AS role_name
    UNION ALL SELECT '02', 'Organization Admin (Read Only)', 'Organization', 'Viewer'
    UNION ALL SELECT '03', 'Portal Admin', 'Portals', 'Admin'
    UNION ALL SELECT '04', 'Portal Admin', 'Portals', 'Creator'
    UNION ALL SELECT '05', 'Portal Viewer', 'Portals', 'Viewer'
    UNION ALL SELECT '06', 'API Admin', 'APIs', 'Admin'
    UNION ALL SELECT '07', 'API Admin', 'APIs', 'Creator'
    UNION ALL SELECT '08', 'API Admin', 'Application Auth Strategies', 'Maintainer'
    UNION ALL SELECT '09', 'API Admin', 'Application Auth Strategies', 'Creator'
    UNION ALL SELECT '10', 'API Admin', 'DCR Providers', 'Maintainer'
    UNION ALL SELECT '11', 'API Admin', 'DCR Providers', 'Creator'
    UNION ALL SELECT '12', 'API Viewer', 'APIs', 'Viewer'
    UNION ALL SELECT '13', 'API Viewer', 'Application Auth Strategies', 'Viewer'
    UNION ALL SELECT '14', 'API Viewer', 'DCR Providers', 'Viewer'
    UNION ALL SELECT '15', 'Control Plane Admin', 'Control Planes', 'Admin'
    UNION ALL SELECT '16', 'Control Plane Admin', 'Control Planes', 'Creator'
    UNION ALL SELECT '17', 'Control Plane Viewer', 'Control Planes', 'Viewer'
) r ON r.team = t.name;

-- Until now every operator might do everything.
INSERT INTO operator_team_members (team_id, member_id, operator_id, created_at)
SELECT '00000000-0000-7000-8000-000000000001', id, id, created_at FROM operators;
