CREATE TABLE audit_destinations (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    endpoint TEXT COLLATE "C" NOT NULL,
    -- Sealed: what the receiver knows us by.
    authorization_value BYTEA NOT NULL,
    format TEXT COLLATE "C" NOT NULL,
    skips_verification BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX audit_destinations_name ON audit_destinations (name);
CREATE INDEX audit_destinations_created ON audit_destinations (created_at, id);

-- At most one for the organization and one for each portal. Every recorded event reads this table.
CREATE TABLE audit_webhooks (
    -- The portal's id, or empty for the organization.
    scope TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" REFERENCES portals (id) ON DELETE CASCADE,
    destination_id TEXT COLLATE "C" REFERENCES audit_destinations (id),
    is_enabled BOOLEAN NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX audit_webhooks_destination ON audit_webhooks (destination_id);
CREATE INDEX audit_webhooks_portal ON audit_webhooks (portal_id);

-- What became of the sending; apart, so that attempts do not disturb those who record events.
CREATE TABLE audit_deliveries (
    scope TEXT COLLATE "C" PRIMARY KEY REFERENCES audit_webhooks (scope) ON DELETE CASCADE,
    attempts BIGINT NOT NULL,
    -- A worker that takes the next events moves this, so that no other worker takes them.
    next_attempt_at BIGINT NOT NULL,
    last_attempt_at BIGINT,
    last_code BIGINT,
    last_message TEXT
);
CREATE INDEX audit_deliveries_due ON audit_deliveries (next_attempt_at);

-- Events that wait to be sent: written with the event, removed when they were received.
CREATE TABLE audit_queue (
    scope TEXT COLLATE "C" NOT NULL REFERENCES audit_webhooks (scope) ON DELETE CASCADE,
    event_id TEXT COLLATE "C" NOT NULL REFERENCES audit_events (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    PRIMARY KEY (scope, at, event_id)
);
CREATE INDEX audit_queue_event ON audit_queue (event_id);
CREATE INDEX audit_queue_at ON audit_queue (at);

CREATE TABLE audit_replays (
    scope TEXT COLLATE "C" PRIMARY KEY,
    portal_id TEXT COLLATE "C" REFERENCES portals (id) ON DELETE CASCADE,
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    -- Up to which event it has come.
    sent_at BIGINT NOT NULL,
    sent_id TEXT COLLATE "C" NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX audit_replays_portal ON audit_replays (portal_id);
CREATE INDEX audit_replays_due ON audit_replays (next_attempt_at) WHERE status IN ('accepted', 'running');

CREATE INDEX audit_events_actor ON audit_events (actor_id, at, id);
CREATE INDEX audit_events_action ON audit_events (action, at, id);
CREATE INDEX audit_events_kind ON audit_events (target_kind, at, id);
