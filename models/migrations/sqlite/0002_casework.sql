-- The city's casework: who works on what, what is asked of whom, what belongs together.
CREATE TABLE assignment (
    id INTEGER PRIMARY KEY,
    ticket INTEGER NOT NULL REFERENCES ticket (id),
    agency TEXT NOT NULL,
    lead INTEGER NOT NULL,  -- 1: leads, 0: supports
    state TEXT NOT NULL CHECK (state IN ('assigned', 'accepted', 'in_progress', 'done', 'returned',
        'withdrawn')),
    accepted_by INTEGER NOT NULL DEFAULT 0,  -- officer.id
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX assignment_open ON assignment (ticket, agency) WHERE ended_at IS NULL;
CREATE INDEX assignment_open_of_agency ON assignment (agency, ticket) WHERE ended_at IS NULL;
CREATE INDEX assignment_of_ticket ON assignment (ticket, id);
CREATE INDEX assignment_of_agency ON assignment (agency, ticket);

CREATE TABLE officer (
    id INTEGER PRIMARY KEY,
    contact INTEGER NOT NULL REFERENCES contact (id),
    agency TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('officer', 'head', 'coordinator', 'assistant', 'mayor')),
    name BLOB NOT NULL,  -- sealed
    created_at INTEGER NOT NULL,
    until_at INTEGER  -- NULL: still serves
) STRICT;
CREATE UNIQUE INDEX officer_open ON officer (contact) WHERE until_at IS NULL;
CREATE INDEX officer_of_agency ON officer (agency, role) WHERE until_at IS NULL;

CREATE TABLE duty (
    id INTEGER PRIMARY KEY,
    officer INTEGER NOT NULL REFERENCES officer (id),
    days INTEGER NOT NULL,  -- bits, Monday is 1
    opens INTEGER NOT NULL,  -- minutes after midnight, local
    closes INTEGER NOT NULL,
    place INTEGER NOT NULL  -- in the roster, the first is called first
) STRICT;
CREATE INDEX duty_of_officer ON duty (officer, place);

CREATE TABLE staff (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'agency', 'coordinator', 'admin')),
    agency TEXT NOT NULL DEFAULT '',
    officer INTEGER NOT NULL DEFAULT 0,  -- officer.id of the same person, 0 none
    created_at INTEGER NOT NULL,
    until_at INTEGER
) STRICT;
CREATE UNIQUE INDEX staff_open ON staff (login) WHERE until_at IS NULL;

CREATE TABLE challenge (
    id INTEGER PRIMARY KEY,
    officer INTEGER NOT NULL REFERENCES officer (id),
    contact INTEGER NOT NULL REFERENCES contact (id),
    ticket INTEGER NOT NULL REFERENCES ticket (id),
    verb TEXT NOT NULL,
    into_ticket INTEGER NOT NULL DEFAULT 0,  -- ticket.id of GABUNG's second, 0 when none
    body BLOB NOT NULL,  -- sealed
    code BLOB NOT NULL,  -- HMAC
    until INTEGER NOT NULL,
    used_at INTEGER,
    tries INTEGER NOT NULL DEFAULT 0  -- wrong codes
) STRICT;
CREATE INDEX challenge_open ON challenge (contact, id) WHERE used_at IS NULL;

CREATE TABLE alarm (
    ticket INTEGER PRIMARY KEY REFERENCES ticket (id),
    told INTEGER NOT NULL DEFAULT 0,  -- officer.id told last
    round INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER,  -- when the next one is told; NULL: nobody any more
    taken_by INTEGER NOT NULL DEFAULT 0,  -- officer.id who wrote TERIMA
    taken_at INTEGER
) STRICT;
CREATE INDEX alarm_next ON alarm (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX alarm_told ON alarm (told, ticket) WHERE taken_at IS NULL;

CREATE TABLE incident (
    id INTEGER PRIMARY KEY,
    category TEXT NOT NULL,
    area TEXT NOT NULL,
    place_key BLOB,  -- as ticket.place_key
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    created_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE INDEX incident_by_state ON incident (state, id);

CREATE TABLE strike (
    id INTEGER PRIMARY KEY,
    contact INTEGER NOT NULL REFERENCES contact (id),
    ticket INTEGER NOT NULL DEFAULT 0,  -- ticket.id, 0 when none
    reason TEXT NOT NULL,  -- 'prank', 'ghost', 'spam', 'abuse'
    at INTEGER NOT NULL,
    forgiven_at INTEGER
) STRICT;
CREATE INDEX strike_of_contact ON strike (contact, at) WHERE forgiven_at IS NULL;

CREATE TABLE tally (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,  -- 2026-11-23, local
    channel TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('ghost', 'prank', 'spam', 'information', 'valid')),
    count INTEGER NOT NULL,
    UNIQUE (day, channel, kind)
) STRICT;

CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    ticket INTEGER NOT NULL REFERENCES ticket (id),
    event INTEGER NOT NULL REFERENCES event (id),
    sha256 BLOB NOT NULL,
    name BLOB NOT NULL,  -- sealed
    mime TEXT NOT NULL,
    size INTEGER NOT NULL,  -- bytes
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX attachment_of_ticket ON attachment (ticket, id);
CREATE INDEX attachment_by_content ON attachment (sha256);

CREATE TABLE reveal (
    id INTEGER PRIMARY KEY,
    ticket INTEGER NOT NULL DEFAULT 0,  -- ticket.id, 0 when none
    contact INTEGER NOT NULL DEFAULT 0,  -- contact.id, 0 when none
    field TEXT NOT NULL,
    actor TEXT NOT NULL,  -- 'staff:NAME'
    reason BLOB NOT NULL,  -- sealed
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX reveal_by_time ON reveal (at);

-- The words of ticket.redacted, which are empty for a rahasia report.
CREATE VIRTUAL TABLE ticket_search USING fts5 (redacted, content = 'ticket', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2');
