-- See 0019.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('apis', 'apis_version_created', '20000 10000 500 1 1');
ANALYZE sqlite_schema;
