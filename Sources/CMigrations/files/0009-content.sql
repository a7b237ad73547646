CREATE TABLE portal_pages (
    id TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" NOT NULL REFERENCES portals (id) ON DELETE CASCADE,
    parent_id TEXT COLLATE "C",
    -- The parent's id, or empty at the top, so that the segments there are unique too.
    parent_key TEXT COLLATE "C" NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    -- What the slug adds to the address, whichever way it was written.
    segment TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    visibility TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    UNIQUE (portal_id, id),
    FOREIGN KEY (portal_id, parent_id) REFERENCES portal_pages (portal_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX portal_pages_segment ON portal_pages (portal_id, parent_key, segment);
CREATE INDEX portal_pages_parent ON portal_pages (portal_id, parent_id);

CREATE TABLE snippets (
    id TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" NOT NULL REFERENCES portals (id) ON DELETE CASCADE,
    name TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    visibility TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    content TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX snippets_name ON snippets (portal_id, name);
CREATE INDEX snippets_created ON snippets (portal_id, created_at, id);
CREATE INDEX snippets_updated ON snippets (portal_id, updated_at, id);
CREATE INDEX snippets_title ON snippets (portal_id, title, id);
CREATE INDEX snippets_visibility ON snippets (portal_id, visibility, id);

CREATE TABLE portal_customizations (
    portal_id TEXT COLLATE "C" PRIMARY KEY REFERENCES portals (id) ON DELETE CASCADE,
    theme_name TEXT COLLATE "C" NOT NULL,
    theme_mode TEXT COLLATE "C" NOT NULL,
    theme_primary TEXT COLLATE "C" NOT NULL,
    layout TEXT COLLATE "C" NOT NULL,
    menu TEXT NOT NULL,
    spec_renderer TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    robots TEXT COLLATE "C",
    css TEXT COLLATE "C"
);
INSERT INTO portal_customizations
    (portal_id, theme_name, theme_mode, theme_primary, layout, menu, spec_renderer, updated_at)
    SELECT id, 'portico', theme_mode, theme_primary, 'topnav', '{}', '{}', updated_at FROM portals;
ALTER TABLE portals DROP COLUMN theme_mode;
ALTER TABLE portals DROP COLUMN theme_primary;

CREATE TABLE portal_assets (
    portal_id TEXT COLLATE "C" NOT NULL REFERENCES portals (id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    type TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    -- The data URL as it was sent, and what is served.
    data TEXT COLLATE "C" NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (portal_id, kind)
);

CREATE TABLE portal_integrations (
    portal_id TEXT COLLATE "C" PRIMARY KEY REFERENCES portals (id) ON DELETE CASCADE,
    document TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
