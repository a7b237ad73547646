-- An e-mail that could not be delivered for days is not tried any more, until an operator asks for it.
ALTER TABLE outbox ADD COLUMN gave_up_at BIGINT;
CREATE INDEX outbox_given_up ON outbox (gave_up_at) WHERE gave_up_at IS NOT NULL;

-- When developers were told that the key ends, and that it has ended.
ALTER TABLE credentials ADD COLUMN reminded_at BIGINT;
ALTER TABLE credentials ADD COLUMN ended_told_at BIGINT;

-- Whom we told that somebody guesses their password.
CREATE TABLE sign_in_warnings (
    account TEXT COLLATE "C" PRIMARY KEY,
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_warnings_at ON sign_in_warnings (at);
