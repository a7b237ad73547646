ALTER TABLE portals ADD COLUMN passwords_enabled BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE portals ADD COLUMN operators_assign_teams BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE portals ADD COLUMN groups_assign_teams BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE identity_providers (
    id TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" NOT NULL REFERENCES portals (id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    -- Without secrets.
    configuration TEXT NOT NULL,
    -- Sealed under the master key.
    client_secret BYTEA,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX identity_providers_portal ON identity_providers (portal_id, id);
CREATE UNIQUE INDEX identity_providers_kind ON identity_providers (portal_id, kind);
CREATE UNIQUE INDEX identity_providers_enabled ON identity_providers (portal_id) WHERE is_enabled;

CREATE TABLE team_group_mappings (
    id TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" NOT NULL,
    provider_id TEXT COLLATE "C" NOT NULL,
    team_id TEXT COLLATE "C" NOT NULL,
    group_name TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    FOREIGN KEY (portal_id, provider_id) REFERENCES identity_providers (portal_id, id) ON DELETE CASCADE,
    FOREIGN KEY (portal_id, team_id) REFERENCES teams (portal_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX team_group_mappings_group ON team_group_mappings (provider_id, team_id, group_name);
CREATE INDEX team_group_mappings_created ON team_group_mappings (provider_id, created_at, id);
CREATE INDEX team_group_mappings_name ON team_group_mappings (provider_id, group_name, id);
CREATE INDEX team_group_mappings_provider ON team_group_mappings (portal_id, provider_id);
CREATE INDEX team_group_mappings_team ON team_group_mappings (portal_id, team_id);

CREATE TABLE custom_domains (
    portal_id TEXT COLLATE "C" PRIMARY KEY REFERENCES portals (id) ON DELETE CASCADE,
    hostname TEXT COLLATE "C" NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    verification_method TEXT COLLATE "C" NOT NULL,
    -- A certificate of the operator's own, in PEM; its key is sealed under the master key.
    certificate TEXT,
    private_key BYTEA,
    skips_ca_check BOOLEAN NOT NULL,
    uploaded_at BIGINT,
    expires_at BIGINT,
    -- When a request for the host name first arrived.
    seen_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX custom_domains_hostname ON custom_domains (hostname);

CREATE TABLE email_configs (
    id TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" NOT NULL REFERENCES portals (id) ON DELETE CASCADE,
    is_enabled BOOLEAN NOT NULL,
    domain_name TEXT COLLATE "C",
    from_name TEXT,
    from_email TEXT COLLATE "C",
    reply_to_email TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX email_configs_portal ON email_configs (portal_id);
CREATE INDEX email_configs_domain ON email_configs (domain_name);

-- What a portal says in its own words: a text that is NULL is the default one.
CREATE TABLE email_templates (
    portal_id TEXT COLLATE "C" NOT NULL REFERENCES portals (id) ON DELETE CASCADE,
    name TEXT COLLATE "C" NOT NULL,
    subject TEXT,
    title TEXT,
    body TEXT,
    button_label TEXT,
    is_enabled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (portal_id, name)
);

CREATE TABLE email_domains (
    domain TEXT COLLATE "C" PRIMARY KEY,
    selector TEXT COLLATE "C" NOT NULL,
    public_key TEXT NOT NULL,
    -- Sealed under the master key.
    private_key BYTEA NOT NULL,
    verification_status TEXT COLLATE "C" NOT NULL,
    checked_at BIGINT,
    verified_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX email_domains_created ON email_domains (created_at, domain);
CREATE INDEX email_domains_updated ON email_domains (updated_at, domain);
CREATE INDEX email_domains_status ON email_domains (verification_status, domain);
CREATE INDEX email_domains_checked ON email_domains (checked_at);

CREATE TABLE ip_allow_entries (
    id TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" NOT NULL REFERENCES portals (id) ON DELETE CASCADE,
    -- A JSON array of addresses and networks.
    addresses TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX ip_allow_entries_portal ON ip_allow_entries (portal_id, created_at, id);

CREATE TABLE dcr_providers (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    display_name TEXT COLLATE "C" NOT NULL,
    provider_type TEXT COLLATE "C" NOT NULL,
    issuer TEXT COLLATE "C" NOT NULL,
    -- Without secrets.
    configuration TEXT NOT NULL,
    -- Sealed under the master key.
    secret BYTEA,
    labels TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX dcr_providers_created ON dcr_providers (created_at, id);
CREATE INDEX dcr_providers_updated ON dcr_providers (updated_at, id);
CREATE INDEX dcr_providers_name ON dcr_providers (name, id);
CREATE INDEX dcr_providers_display_name ON dcr_providers (display_name, id);
CREATE INDEX dcr_providers_type ON dcr_providers (provider_type, id);
CREATE INDEX dcr_providers_issuer ON dcr_providers (issuer, id);

ALTER TABLE auth_strategies ADD COLUMN dcr_provider_id TEXT COLLATE "C" REFERENCES dcr_providers (id);
CREATE INDEX auth_strategies_dcr_provider ON auth_strategies (dcr_provider_id, id);
