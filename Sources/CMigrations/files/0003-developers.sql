CREATE TABLE developers (
    id TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" NOT NULL REFERENCES portals (id) ON DELETE CASCADE,
    email TEXT COLLATE "C" NOT NULL,
    full_name TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    password_hash TEXT,
    email_verified_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX developers_email ON developers (portal_id, email);
-- What refers to a developer carries the portal too, so that another portal's developer can never match.
CREATE UNIQUE INDEX developers_portal ON developers (portal_id, id);
CREATE INDEX developers_created ON developers (portal_id, created_at, id);
CREATE INDEX developers_updated ON developers (portal_id, updated_at, id);
CREATE INDEX developers_name ON developers (portal_id, full_name, id);
CREATE INDEX developers_status ON developers (portal_id, status, created_at, id);

CREATE TABLE developer_sessions (
    id TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" NOT NULL,
    developer_id TEXT COLLATE "C" NOT NULL,
    access_hash BYTEA NOT NULL,
    refresh_hash BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT COLLATE "C",
    FOREIGN KEY (portal_id, developer_id) REFERENCES developers (portal_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX developer_sessions_access ON developer_sessions (access_hash);
CREATE UNIQUE INDEX developer_sessions_refresh ON developer_sessions (refresh_hash);
CREATE INDEX developer_sessions_developer ON developer_sessions (portal_id, developer_id);
CREATE INDEX developer_sessions_expiry ON developer_sessions (expires_at);

CREATE TABLE developer_tokens (
    hash BYTEA PRIMARY KEY,
    portal_id TEXT COLLATE "C" NOT NULL,
    developer_id TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    FOREIGN KEY (portal_id, developer_id) REFERENCES developers (portal_id, id) ON DELETE CASCADE
);
CREATE INDEX developer_tokens_developer ON developer_tokens (portal_id, developer_id, created_at);
CREATE INDEX developer_tokens_expiry ON developer_tokens (expires_at);

-- The list of e-mails, newest first.
CREATE INDEX outbox_kind ON outbox (kind, created_at, id);
