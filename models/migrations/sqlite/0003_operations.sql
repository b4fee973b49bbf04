-- What runs by itself and must be told once: digests, mail, alarms of the house, deeds of its staff.
CREATE TABLE digest_run (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,  -- 'daily', 'weekly' ...
    day TEXT NOT NULL,  -- the local day that it closes: 2026-11-23
    recipient TEXT NOT NULL,  -- 'officer:3', 'mail:1', never a number or an address
    made_at INTEGER NOT NULL,
    UNIQUE (name, day, recipient)
) STRICT;

CREATE TABLE alarm_state (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,  -- 'line_down', 'disk_low' ...
    subject TEXT NOT NULL,  -- a line, or '' for the whole house; never a number
    fields TEXT NOT NULL,  -- JSON of the words that its text needs
    raised_at INTEGER NOT NULL,
    cleared_at INTEGER,  -- NULL: still so
    told INTEGER NOT NULL DEFAULT 0,  -- 0 nobody knows, 1 told, 2 nothing is left to tell
    told_at INTEGER
) STRICT;
CREATE UNIQUE INDEX alarm_state_open ON alarm_state (name, subject) WHERE cleared_at IS NULL;
CREATE INDEX alarm_state_untold ON alarm_state (id) WHERE told < 2;
CREATE INDEX alarm_state_last ON alarm_state (name, subject, told_at);

-- One e-mail to one mailbox; (cause, recipient_key) makes it unique, so that nothing is said twice.
CREATE TABLE mail (
    id INTEGER PRIMARY KEY,
    cause TEXT NOT NULL,  -- 'digest:9', 'alarm:3'
    recipient BLOB NOT NULL,  -- the address, sealed
    recipient_key BLOB NOT NULL,  -- its HMAC
    essential INTEGER NOT NULL,  -- 1: one retry is allowed when nobody knows whether it was taken
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'unknown', 'failed')),
    attempt INTEGER NOT NULL DEFAULT 0,
    epoch INTEGER NOT NULL DEFAULT 0,  -- of the last claim; an older one may not record
    begun INTEGER NOT NULL DEFAULT 0,  -- 1: this try had come to the end of DATA
    ambiguous INTEGER NOT NULL DEFAULT 0,  -- retries whose first copy may have arrived: 0, 1
    lease_until INTEGER,  -- of a claim: a sender that has not recorded by then is dead
    not_before INTEGER NOT NULL,
    valid_until INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    state_at INTEGER NOT NULL,
    code TEXT NOT NULL DEFAULT '',  -- the server's last, '451', or why it failed
    content BLOB NOT NULL,  -- subject, texts and files as MIME, sealed
    UNIQUE (cause, recipient_key)
) STRICT;
CREATE INDEX mail_due ON mail (not_before, id) WHERE state = 'queued';
CREATE INDEX mail_by_state ON mail (state, state_at);

-- What sending costs: one row a line and local day of the city, written with the parts themselves.
CREATE TABLE spend (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,  -- 2026-11-23
    line TEXT NOT NULL,
    parts INTEGER NOT NULL DEFAULT 0,  -- that the carrier took
    doubtful INTEGER NOT NULL DEFAULT 0,  -- of unknown outcome, not in parts: they may have cost
    rupiah INTEGER NOT NULL DEFAULT 0,  -- the price of both, as it was when they left
    UNIQUE (day, line)
) STRICT;

-- Figures (reports/figures): what came, ended or fell due between two moments, whatever its id.
CREATE INDEX ticket_by_creation ON ticket (created_at);
CREATE INDEX ticket_by_done ON ticket (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX ticket_by_end ON ticket (ended_at) WHERE ended_at IS NOT NULL AND done_at IS NULL;
CREATE INDEX ticket_ppid ON ticket (created_at) WHERE subtype = 'ppid';
CREATE INDEX inbox_by_time ON inbox (received_at, head);
CREATE INDEX assignment_by_start ON assignment (created_at);
CREATE INDEX assignment_by_end ON assignment (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX clock_by_due ON clock (name, due) WHERE name = 'follow_up' OR name = 'settle'
    OR name = 'ppid' OR name = 'ppid_extended' OR name = 'verify';
CREATE INDEX clock_answered ON clock (met_at) WHERE met_at IS NOT NULL AND name = 'follow_up';
CREATE INDEX event_rare ON event (verb, at) WHERE verb = 'reopened' OR verb = 'rescheduled'
    OR verb = 'escalated' OR verb = 'breached';
CREATE INDEX event_held ON event (ticket) WHERE verb = 'held';
CREATE INDEX delivery_lost ON delivery (state_at) WHERE state = 'failed' OR state = 'unknown';
CREATE INDEX contact_blocked ON contact (blocked_until) WHERE blocked_until IS NOT NULL;

-- What the operator said last of a prepaid SIM, by USSD or by SMS.
CREATE TABLE line_credit (
    line TEXT PRIMARY KEY,
    balance INTEGER,  -- rupiah; NULL: not told
    expires TEXT NOT NULL DEFAULT '',  -- last day of the active period, 2026-11-23; '': not told
    short_at INTEGER,  -- when it last said that the credit does not suffice; NULL: not since a balance
    updated_at INTEGER NOT NULL
) STRICT;

-- What the staff does to the house itself, and what a new city.toml changes: tied by a hash chain.
CREATE TABLE deed (
    id INTEGER PRIMARY KEY,  -- 1, 2, 3 ... without a gap
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,  -- 'staff:NAME', 'system'
    verb TEXT NOT NULL,
    subject TEXT NOT NULL,  -- 'staff:sari', 'officer:12', 'city'; never a name or a number
    data TEXT NOT NULL,  -- JSON: codes, old and new values
    chain BLOB NOT NULL
) STRICT;

-- Copies that came under the provider's id with other words; the first words are kept.
ALTER TABLE inbox ADD COLUMN differs INTEGER NOT NULL DEFAULT 0;

-- What a person told a line to do: to stand still for a while, or to take the SIM that it has now.
CREATE TABLE line_order (
    line TEXT PRIMARY KEY,
    paused INTEGER NOT NULL,  -- 1: closed until it is resumed
    reason TEXT NOT NULL DEFAULT '',  -- in the person's words
    actor TEXT NOT NULL,  -- 'staff:NAME'
    at INTEGER NOT NULL
) STRICT;

-- SQLite takes a partial index only for a query that says the whole of its condition: `state IN (..)`
-- is not said by `state = 'sending'`, and each claim read the whole table. One for each state, then.
DROP INDEX delivery_open;
CREATE INDEX delivery_sending ON delivery (line, state_at) WHERE state = 'sending';
CREATE INDEX delivery_unknown ON delivery (state_at) WHERE state = 'unknown';

-- Printed sheets of officers' codes (HOTP): the secret, and how far the sheet is used up.
CREATE TABLE sheet (
    id INTEGER PRIMARY KEY,
    officer INTEGER NOT NULL REFERENCES officer (id),
    secret BLOB NOT NULL,  -- sealed
    place INTEGER NOT NULL,  -- counter of the next code; those before it are gone
    size INTEGER NOT NULL,  -- codes on the sheet
    made_at INTEGER NOT NULL,
    until_at INTEGER  -- NULL: the officer's present sheet
) STRICT;
CREATE UNIQUE INDEX sheet_of_officer ON sheet (officer) WHERE until_at IS NULL;
