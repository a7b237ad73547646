CREATE TABLE control_planes (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    description TEXT,
    cluster_type TEXT COLLATE "C" NOT NULL,
    auth_type TEXT NOT NULL,
    cloud_gateway BOOLEAN NOT NULL,
    proxy_urls TEXT NOT NULL,
    labels TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX control_planes_name ON control_planes (name);
CREATE INDEX control_planes_created ON control_planes (created_at, id);

CREATE TABLE control_plane_members (
    group_id TEXT COLLATE "C" NOT NULL REFERENCES control_planes (id) ON DELETE CASCADE,
    member_id TEXT COLLATE "C" NOT NULL REFERENCES control_planes (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, member_id)
);
CREATE INDEX control_plane_members_member ON control_plane_members (member_id);

CREATE TABLE core_entities (
    id TEXT COLLATE "C" NOT NULL,
    control_plane_id TEXT COLLATE "C" NOT NULL REFERENCES control_planes (id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C",
    service_id TEXT COLLATE "C",
    route_id TEXT COLLATE "C",
    consumer_id TEXT COLLATE "C",
    fields TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (control_plane_id, id),
    FOREIGN KEY (control_plane_id, service_id) REFERENCES core_entities (control_plane_id, id),
    FOREIGN KEY (control_plane_id, route_id) REFERENCES core_entities (control_plane_id, id),
    FOREIGN KEY (control_plane_id, consumer_id) REFERENCES core_entities (control_plane_id, id)
);
CREATE UNIQUE INDEX core_entities_name ON core_entities (control_plane_id, kind, name);
CREATE INDEX core_entities_kind ON core_entities (control_plane_id, kind, id);
CREATE INDEX core_entities_service ON core_entities (control_plane_id, service_id, kind, id);
CREATE INDEX core_entities_route ON core_entities (control_plane_id, route_id, kind, id);
CREATE INDEX core_entities_consumer ON core_entities (control_plane_id, consumer_id, kind, id);

CREATE TABLE gateway_tokens (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    control_plane_id TEXT COLLATE "C" NOT NULL REFERENCES control_planes (id) ON DELETE CASCADE,
    token_hash BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE UNIQUE INDEX gateway_tokens_hash ON gateway_tokens (token_hash);

CREATE TABLE usage_batches (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);
CREATE INDEX usage_batches_at ON usage_batches (at);

CREATE TABLE usage_rollups (
    control_plane_id TEXT COLLATE "C" NOT NULL,
    minute BIGINT NOT NULL,
    api_id TEXT COLLATE "C" NOT NULL,
    application_id TEXT COLLATE "C" NOT NULL,
    credential_id TEXT COLLATE "C" NOT NULL,
    service_id TEXT COLLATE "C" NOT NULL,
    route_id TEXT COLLATE "C" NOT NULL,
    status BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    latency_microseconds BIGINT NOT NULL,
    slowest_microseconds BIGINT NOT NULL,
    request_bytes BIGINT NOT NULL,
    response_bytes BIGINT NOT NULL,
    PRIMARY KEY (control_plane_id, minute, api_id, application_id, credential_id, service_id, route_id, status)
);
CREATE INDEX usage_rollups_api ON usage_rollups (api_id, minute);
CREATE INDEX usage_rollups_application ON usage_rollups (application_id, minute);
CREATE TABLE implementations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    api_id TEXT COLLATE "C" NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
    control_plane_id TEXT COLLATE "C" NOT NULL REFERENCES control_planes (id) ON DELETE CASCADE,
    service_id TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    FOREIGN KEY (control_plane_id, service_id) REFERENCES core_entities (control_plane_id, id)
);
CREATE UNIQUE INDEX implementations_api ON implementations (api_id);
CREATE UNIQUE INDEX implementations_service ON implementations (control_plane_id, service_id);
CREATE INDEX implementations_created ON implementations (created_at, id);
