-- A package is an entry of the catalog like an API: documents, publications and registrations are the same.
ALTER TABLE apis ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT 'api';
ALTER TABLE apis ADD COLUMN rate_limit BIGINT;
ALTER TABLE apis ADD COLUMN rate_span TEXT COLLATE "C";

DROP INDEX apis_name_version;
DROP INDEX apis_version;
DROP INDEX apis_created;
DROP INDEX apis_updated;
CREATE UNIQUE INDEX apis_name_version ON apis (kind, name, version);
CREATE INDEX apis_version ON apis (kind, version, id);
CREATE INDEX apis_created ON apis (kind, created_at, id);
CREATE INDEX apis_updated ON apis (kind, updated_at, id);

-- What can be called of an API that is linked to a whole control plane; gone with the link.
CREATE TABLE gateway_operations (
    id TEXT COLLATE "C" PRIMARY KEY,
    api_id TEXT COLLATE "C" NOT NULL REFERENCES implementations (api_id) ON DELETE CASCADE,
    method TEXT COLLATE "C" NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX gateway_operations_call ON gateway_operations (api_id, path, method);

CREATE TABLE package_operations (
    package_id TEXT COLLATE "C" NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
    operation_id TEXT COLLATE "C" NOT NULL REFERENCES gateway_operations (id) ON DELETE CASCADE,
    rate_limit BIGINT,
    rate_span TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (package_id, operation_id)
);
CREATE INDEX package_operations_operation ON package_operations (operation_id);
CREATE INDEX package_operations_created ON package_operations (package_id, created_at, operation_id);
CREATE INDEX package_operations_updated ON package_operations (package_id, updated_at, operation_id);
