-- What belongs to a description besides its text: the archive that it came in, and the text that is shown when
-- documents of other servers were put into it.
CREATE TABLE api_version_sources (
    version_id TEXT COLLATE "C" PRIMARY KEY REFERENCES api_versions (id) ON DELETE CASCADE,
    archive BYTEA,
    bundle TEXT COLLATE "C"
);
