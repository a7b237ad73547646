-- What is told about one thing goes out in the order in which it happened: entries of one lane, by their turn.
ALTER TABLE outbox ADD COLUMN lane TEXT COLLATE "C";
ALTER TABLE outbox ADD COLUMN turn BIGINT;
CREATE INDEX outbox_lane ON outbox (lane, turn)
    WHERE lane IS NOT NULL AND done_at IS NULL AND gave_up_at IS NULL;
