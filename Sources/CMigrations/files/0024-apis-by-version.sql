-- Of the APIs of one version, which may be all, the first ones in the order in which they were made.
CREATE INDEX apis_version_created ON apis (kind, version, created_at, id);
