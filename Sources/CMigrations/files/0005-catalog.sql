CREATE TABLE apis (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    -- Empty for an API without a version, so that names without one are unique too.
    version TEXT COLLATE "C" NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C",
    labels TEXT NOT NULL,
    attributes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX apis_name_version ON apis (name, version);
CREATE UNIQUE INDEX apis_slug ON apis (slug);
CREATE INDEX apis_version ON apis (version, id);
CREATE INDEX apis_created ON apis (created_at, id);
CREATE INDEX apis_updated ON apis (updated_at, id);

CREATE TABLE api_versions (
    id TEXT COLLATE "C" PRIMARY KEY,
    api_id TEXT COLLATE "C" NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
    version TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C",
    operation_count BIGINT NOT NULL,
    problem_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    problems TEXT NOT NULL,
    -- Last, because it is large and lists do not read it.
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX api_versions_version ON api_versions (api_id, version);
CREATE INDEX api_versions_created ON api_versions (api_id, created_at, id);

CREATE TABLE api_operations (
    version_id TEXT COLLATE "C" NOT NULL REFERENCES api_versions (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    method TEXT COLLATE "C" NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    operation_id TEXT COLLATE "C",
    summary TEXT COLLATE "C",
    description TEXT COLLATE "C",
    tags TEXT NOT NULL,
    is_deprecated BOOLEAN NOT NULL,
    search_text TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (version_id, position)
);

CREATE TABLE api_documents (
    id TEXT COLLATE "C" PRIMARY KEY,
    api_id TEXT COLLATE "C" NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
    parent_id TEXT COLLATE "C",
    -- The parent's id, or empty at the top, so that the slugs there are unique too.
    parent_key TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    UNIQUE (api_id, id),
    FOREIGN KEY (api_id, parent_id) REFERENCES api_documents (api_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX api_documents_slug ON api_documents (api_id, parent_key, slug);
CREATE INDEX api_documents_parent ON api_documents (api_id, parent_id);

CREATE TABLE api_attributes (
    key TEXT COLLATE "C" PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX api_attributes_id ON api_attributes (id);
CREATE INDEX api_attributes_created ON api_attributes (created_at, id);
CREATE INDEX api_attributes_updated ON api_attributes (updated_at, id);

CREATE TABLE api_attribute_values (
    api_id TEXT COLLATE "C" NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
    key TEXT COLLATE "C" NOT NULL REFERENCES api_attributes (key),
    value TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (api_id, key, value)
);
CREATE INDEX api_attribute_values_key ON api_attribute_values (key, value, api_id);

CREATE TABLE api_icons (
    api_id TEXT COLLATE "C" PRIMARY KEY REFERENCES apis (id) ON DELETE CASCADE,
    type TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    bytes BYTEA NOT NULL
);

CREATE TABLE publications (
    id TEXT COLLATE "C" NOT NULL,
    portal_id TEXT COLLATE "C" NOT NULL REFERENCES portals (id) ON DELETE CASCADE,
    api_id TEXT COLLATE "C" NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
    visibility TEXT COLLATE "C" NOT NULL,
    auto_approve_registrations BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (portal_id, api_id)
);
CREATE INDEX publications_api ON publications (api_id, portal_id);
CREATE UNIQUE INDEX publications_id ON publications (id);
CREATE INDEX publications_created ON publications (created_at, id);
CREATE INDEX publications_updated ON publications (updated_at, id);

CREATE TABLE publication_strategies (
    portal_id TEXT COLLATE "C" NOT NULL,
    api_id TEXT COLLATE "C" NOT NULL,
    strategy_id TEXT COLLATE "C" NOT NULL REFERENCES auth_strategies (id),
    PRIMARY KEY (portal_id, api_id, strategy_id),
    FOREIGN KEY (portal_id, api_id) REFERENCES publications (portal_id, api_id) ON DELETE CASCADE
);
CREATE INDEX publication_strategies_strategy ON publication_strategies (strategy_id, portal_id, api_id);
