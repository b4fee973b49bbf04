-- The city's casework: who works on what, what is asked of whom, what belongs together.
CREATE TABLE assignment (
    id BIGINT PRIMARY KEY,
    ticket BIGINT NOT NULL REFERENCES ticket (id),
    agency TEXT NOT NULL,
    lead BIGINT NOT NULL,  -- 1: leads, 0: supports
    state TEXT NOT NULL CHECK (state IN ('assigned', 'accepted', 'in_progress', 'done', 'returned',
        'withdrawn')),
    accepted_by BIGINT NOT NULL DEFAULT 0,  -- officer.id
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX assignment_open ON assignment (ticket, agency) WHERE ended_at IS NULL;
CREATE INDEX assignment_open_of_agency ON assignment (agency, ticket) WHERE ended_at IS NULL;
CREATE INDEX assignment_of_ticket ON assignment (ticket, id);
CREATE INDEX assignment_of_agency ON assignment (agency, ticket);

CREATE TABLE officer (
    id BIGINT PRIMARY KEY,
    contact BIGINT NOT NULL REFERENCES contact (id),
    agency TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('officer', 'head', 'coordinator', 'assistant', 'mayor')),
    name BYTEA NOT NULL,  -- sealed
    created_at BIGINT NOT NULL,
    until_at BIGINT  -- NULL: still serves
);
CREATE UNIQUE INDEX officer_open ON officer (contact) WHERE until_at IS NULL;
CREATE INDEX officer_of_agency ON officer (agency, role) WHERE until_at IS NULL;

CREATE TABLE duty (
    id BIGINT PRIMARY KEY,
    officer BIGINT NOT NULL REFERENCES officer (id),
    days BIGINT NOT NULL,  -- bits, Monday is 1
    opens BIGINT NOT NULL,  -- minutes after midnight, local
    closes BIGINT NOT NULL,
    place BIGINT NOT NULL  -- in the roster, the first is called first
);
CREATE INDEX duty_of_officer ON duty (officer, place);

CREATE TABLE staff (
    id BIGINT PRIMARY KEY,
    login TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'agency', 'coordinator', 'admin')),
    agency TEXT NOT NULL DEFAULT '',
    officer BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    until_at BIGINT
);
CREATE UNIQUE INDEX staff_open ON staff (login) WHERE until_at IS NULL;

CREATE TABLE challenge (
    id BIGINT PRIMARY KEY,
    officer BIGINT NOT NULL REFERENCES officer (id),
    contact BIGINT NOT NULL REFERENCES contact (id),
    ticket BIGINT NOT NULL REFERENCES ticket (id),
    verb TEXT NOT NULL,
    into_ticket BIGINT NOT NULL DEFAULT 0,  -- ticket.id of GABUNG's second, 0 when none
    body BYTEA NOT NULL,  -- sealed
    code BYTEA NOT NULL,  -- HMAC
    until BIGINT NOT NULL,
    used_at BIGINT,
    tries BIGINT NOT NULL DEFAULT 0  -- wrong codes
);
CREATE INDEX challenge_open ON challenge (contact, id) WHERE used_at IS NULL;

CREATE TABLE alarm (
    ticket BIGINT PRIMARY KEY REFERENCES ticket (id),
    told BIGINT NOT NULL DEFAULT 0,  -- officer.id told last
    round BIGINT NOT NULL DEFAULT 0,
    next_at BIGINT,  -- when the next one is told; NULL: nobody any more
    taken_by BIGINT NOT NULL DEFAULT 0,  -- officer.id who wrote TERIMA
    taken_at BIGINT
);
CREATE INDEX alarm_next ON alarm (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX alarm_told ON alarm (told, ticket) WHERE taken_at IS NULL;

CREATE TABLE incident (
    id BIGINT PRIMARY KEY,
    category TEXT NOT NULL,
    area TEXT NOT NULL,
    place_key BYTEA,  -- as ticket.place_key
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    created_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX incident_by_state ON incident (state, id);

CREATE TABLE strike (
    id BIGINT PRIMARY KEY,
    contact BIGINT NOT NULL REFERENCES contact (id),
    ticket BIGINT NOT NULL DEFAULT 0,  -- ticket.id, 0 when none
    reason TEXT NOT NULL,  -- 'prank', 'ghost', 'spam', 'abuse'
    at BIGINT NOT NULL,
    forgiven_at BIGINT
);
CREATE INDEX strike_of_contact ON strike (contact, at) WHERE forgiven_at IS NULL;

CREATE TABLE tally (
    id BIGINT PRIMARY KEY,
    day TEXT NOT NULL,  -- 2026-11-23, local
    channel TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('ghost', 'prank', 'spam', 'information', 'valid')),
    count BIGINT NOT NULL,
    UNIQUE (day, channel, kind)
);

CREATE TABLE attachment (
    id BIGINT PRIMARY KEY,
    ticket BIGINT NOT NULL REFERENCES ticket (id),
    event BIGINT NOT NULL REFERENCES event (id),
    sha256 BYTEA NOT NULL,
    name BYTEA NOT NULL,  -- sealed
    mime TEXT NOT NULL,
    size BIGINT NOT NULL,  -- bytes
    at BIGINT NOT NULL
);
CREATE INDEX attachment_of_ticket ON attachment (ticket, id);
CREATE INDEX attachment_by_content ON attachment (sha256);

CREATE TABLE reveal (
    id BIGINT PRIMARY KEY,
    ticket BIGINT NOT NULL DEFAULT 0,  -- ticket.id, 0 when none
    contact BIGINT NOT NULL DEFAULT 0,  -- contact.id, 0 when none
    field TEXT NOT NULL,
    actor TEXT NOT NULL,  -- 'staff:NAME'
    reason BYTEA NOT NULL,  -- sealed
    at BIGINT NOT NULL
);
CREATE INDEX reveal_by_time ON reveal (at);

-- The words of ticket.redacted, which are empty for a rahasia report. Beside the ticket: a change
-- of its state must not write the words again.
CREATE TABLE ticket_search (
    ticket BIGINT PRIMARY KEY REFERENCES ticket (id) ON DELETE CASCADE,
    words TSVECTOR NOT NULL
);
CREATE INDEX ticket_search_words ON ticket_search USING gin (words);
