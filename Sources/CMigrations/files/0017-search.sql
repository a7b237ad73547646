-- What search knows of a description: a cache, made anew when its format has changed.
CREATE TABLE search_indexes (
    version_id TEXT COLLATE "C" PRIMARY KEY REFERENCES api_versions (id) ON DELETE CASCADE,
    format BIGINT NOT NULL,
    entries TEXT COLLATE "C" NOT NULL
);
