-- Parts of names are found without reading every row.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX apis_name_trigrams ON apis USING gin (name gin_trgm_ops);
CREATE INDEX applications_name_trigrams ON applications USING gin (name gin_trgm_ops);
CREATE INDEX developers_email_trigrams ON developers USING gin (email gin_trgm_ops);
CREATE INDEX developers_full_name_trigrams ON developers USING gin (full_name gin_trgm_ops);
CREATE INDEX portals_name_trigrams ON portals USING gin (name gin_trgm_ops);
CREATE INDEX teams_name_trigrams ON teams USING gin (name gin_trgm_ops);
