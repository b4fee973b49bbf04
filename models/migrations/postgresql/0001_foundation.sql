-- All times are microseconds since 1970-01-01 UTC. Ids are given by us from the table counter.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL);

CREATE TABLE session (
    id BIGINT PRIMARY KEY,
    line TEXT NOT NULL,
    node TEXT NOT NULL,
    started BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,  -- written with each batch
    ended BIGINT,
    clean BIGINT NOT NULL DEFAULT 0  -- 1: everything that was committed had been acknowledged
);
CREATE INDEX session_open ON session (line) WHERE ended IS NULL;

CREATE TABLE contact (
    id BIGINT PRIMARY KEY,
    number BYTEA NOT NULL UNIQUE,  -- sealed, deterministic: the only place a number stands
    kind TEXT NOT NULL CHECK (kind IN ('mobile', 'short', 'alphanumeric', 'foreign', 'other')),
    created_at BIGINT NOT NULL,
    blocked_until BIGINT,
    muted_until BIGINT,
    opted_out BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE ticket (
    id BIGINT PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    inbox BIGINT UNIQUE,  -- the first part: one message makes one ticket; NULL: no SMS
    contact BIGINT REFERENCES contact (id),  -- NULL: the sender is not known
    line TEXT NOT NULL,
    channel TEXT NOT NULL DEFAULT 'sms',
    type TEXT NOT NULL,
    subtype TEXT NOT NULL DEFAULT '',  -- 'ppid', 'kritik'
    category TEXT NOT NULL,
    area TEXT NOT NULL DEFAULT '',  -- code in the gazetteer
    grade TEXT NOT NULL DEFAULT '',  -- class of the complaint: 'ringan', 'field_check'
    term TEXT NOT NULL DEFAULT '',  -- 'short', 'medium', 'long'
    urgency TEXT NOT NULL CHECK (urgency IN ('biasa', 'tinggi', 'darurat')),
    confidentiality TEXT NOT NULL CHECK (confidentiality IN ('biasa', 'anonim', 'rahasia')),
    state TEXT NOT NULL CHECK (state IN ('new', 'held', 'verified', 'assigned', 'in_progress',
        'done', 'closed', 'other_agency', 'archived', 'merged', 'cancelled', 'prank')),
    held_from TEXT NOT NULL DEFAULT '',  -- state that a held ticket goes back to
    silent BIGINT NOT NULL DEFAULT 0,  -- 1: never send the reporter anything
    handler BIGINT NOT NULL DEFAULT 0,  -- officer.id of the one person for a rahasia report
    accused TEXT NOT NULL DEFAULT '',  -- agencies that must never get it, joined by blanks
    lapor_id TEXT NOT NULL DEFAULT '',  -- tracking id of SP4N-LAPOR
    outcome TEXT NOT NULL DEFAULT '',  -- of a request for information
    archive_reason TEXT NOT NULL DEFAULT '',
    outside_agency TEXT NOT NULL DEFAULT '',
    incident BIGINT,  -- incident.id
    merged_into BIGINT REFERENCES ticket (id),
    linked_to BIGINT REFERENCES ticket (id),  -- the one that this tells more about
    rating BIGINT NOT NULL DEFAULT 0,  -- 1 to 5
    released BIGINT NOT NULL DEFAULT 0,  -- 1: its text may be public
    review TEXT NOT NULL DEFAULT '',  -- why a person must read it; '' when clear
    redacted TEXT NOT NULL,  -- for search, the strictest form; '' for rahasia
    original BYTEA NOT NULL,  -- sealed
    text_key BYTEA NOT NULL,  -- HMAC of the normalised text: the sender's own repeat
    missing TEXT NOT NULL DEFAULT '',  -- parts that never came, e.g. '2,3'
    place_key BYTEA,  -- HMAC of category and place; NULL for rahasia or without a place
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    done_at BIGINT,
    ended_at BIGINT
);
CREATE INDEX ticket_of_contact ON ticket (contact, id);
CREATE INDEX ticket_by_state ON ticket (state, id);
CREATE INDEX ticket_by_category ON ticket (category, id);
CREATE INDEX ticket_by_area ON ticket (area, id) WHERE area <> '';
CREATE INDEX ticket_alike ON ticket (area, category, id) WHERE area <> '';
CREATE INDEX ticket_by_place ON ticket (place_key, id) WHERE place_key IS NOT NULL;
CREATE INDEX ticket_by_urgency ON ticket (urgency, id) WHERE urgency <> 'biasa';
CREATE INDEX ticket_by_channel ON ticket (channel, id) WHERE channel <> 'sms';
CREATE INDEX ticket_accusing ON ticket (id) WHERE accused <> '';
CREATE INDEX ticket_to_review ON ticket (id) WHERE review <> '';
CREATE INDEX ticket_of_incident ON ticket (incident, id) WHERE incident IS NOT NULL;
CREATE INDEX ticket_merged ON ticket (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX ticket_linked ON ticket (linked_to) WHERE linked_to IS NOT NULL;
CREATE INDEX ticket_by_lapor_id ON ticket (lapor_id) WHERE lapor_id <> '';

CREATE TABLE inbox (
    id BIGINT PRIMARY KEY,
    line TEXT NOT NULL,
    key BYTEA NOT NULL,  -- HMAC of what makes it this message to the carrier
    occurrence BIGINT NOT NULL DEFAULT 0,
    session BIGINT NOT NULL REFERENCES session (id),
    raw BYTEA NOT NULL,  -- sealed, byte for byte
    content BYTEA,  -- sealed: what the codec made of raw; NULL when bad
    blob_sha256 BYTEA NOT NULL,  -- over sealed raw and content
    received_at BIGINT NOT NULL,
    sent_at BIGINT,  -- the service centre's stamp, never used for deadlines
    seen BIGINT NOT NULL DEFAULT 1,
    clings BIGINT NOT NULL DEFAULT 0,  -- 1: the carrier could not be told; it will come again
    lane BIGINT NOT NULL,  -- 0 urgent, 1 ack
    state TEXT NOT NULL CHECK (state IN ('new', 'held', 'done', 'bad')),
    reason TEXT NOT NULL DEFAULT '',  -- why bad or silent, or what the desk did: a code word
    sender_key BYTEA,  -- HMAC of the sender, for caps; NULL when unknown
    group_key BYTEA,  -- HMAC(line, sender, destination, reference, total, width) of a part
    head BIGINT,  -- inbox.id of the group's first part: references are used again
    part BIGINT,
    parts BIGINT,
    ticket BIGINT REFERENCES ticket (id),
    UNIQUE (line, key, occurrence)
);
CREATE INDEX inbox_claim ON inbox (lane, id) WHERE state = 'new';
CREATE INDEX inbox_held ON inbox (received_at) WHERE state = 'held';
CREATE INDEX inbox_held_of_sender ON inbox (sender_key, head) WHERE state = 'held';
CREATE INDEX inbox_group ON inbox (group_key, id) WHERE group_key IS NOT NULL;
CREATE INDEX inbox_head ON inbox (head) WHERE head IS NOT NULL;
CREATE INDEX inbox_by_state ON inbox (state, id);
CREATE INDEX inbox_noise ON inbox (sender_key, received_at) WHERE state = 'done' AND ticket IS NULL;

CREATE TABLE clock (
    id BIGINT PRIMARY KEY,
    ticket BIGINT NOT NULL REFERENCES ticket (id),
    task BIGINT NOT NULL DEFAULT 0,  -- assignment.id, 0: the ticket's own
    name TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    due BIGINT NOT NULL,
    wake BIGINT,  -- when the sweep must look at it next; NULL: never
    paused_since BIGINT,
    met_at BIGINT,
    breached_at BIGINT,
    stopped_at BIGINT,  -- it does not matter any more: neither met nor missed
    step BIGINT NOT NULL DEFAULT 0,  -- of the ladder that has been told
    UNIQUE (ticket, name, task)
);
CREATE INDEX clock_wake ON clock (wake) WHERE wake IS NOT NULL;
CREATE INDEX clock_late ON clock (due) WHERE breached_at IS NOT NULL AND met_at IS NULL
    AND stopped_at IS NULL;

CREATE TABLE event (
    id BIGINT PRIMARY KEY,
    ticket BIGINT NOT NULL REFERENCES ticket (id),
    seq BIGINT NOT NULL,  -- 1, 2, 3 ... within the ticket
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,  -- 'citizen', 'system', 'staff:NAME', 'officer:ID'
    verb TEXT NOT NULL,
    data TEXT NOT NULL,  -- JSON of ids, codes, old and new values: never text, name or number
    chain BYTEA NOT NULL,  -- HMAC over the previous chain value and this row
    UNIQUE (ticket, seq)
);

CREATE TABLE note (
    id BIGINT PRIMARY KEY,
    ticket BIGINT NOT NULL REFERENCES ticket (id),
    event BIGINT NOT NULL REFERENCES event (id),
    kind TEXT NOT NULL,  -- 'addition', 'late_part', 'officer', 'result', 'question', 'answer'
    at BIGINT NOT NULL,
    body BYTEA NOT NULL  -- sealed
);
CREATE INDEX note_of_ticket ON note (ticket, id);

CREATE TABLE outbox (
    id BIGINT PRIMARY KEY,
    cause TEXT NOT NULL,  -- 'inbox:123', 'event:77', 'digest:9'
    kind TEXT NOT NULL,  -- the reply's key in templates/id.ini
    contact BIGINT NOT NULL REFERENCES contact (id),
    ticket BIGINT NOT NULL DEFAULT 0,  -- ticket.id, 0 when none
    lane BIGINT NOT NULL,  -- 0 urgent, 1 ack, 2 status, 3 bulk
    line TEXT NOT NULL,
    body BYTEA NOT NULL,  -- sealed
    parts BIGINT NOT NULL,
    essential BIGINT NOT NULL,  -- 1: one ambiguous retry is allowed
    created_at BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    why TEXT NOT NULL DEFAULT '',  -- why it waits: a code word such as 'budget', 'paused'
    UNIQUE (cause, kind, contact, ticket)
);
CREATE INDEX outbox_of_contact ON outbox (contact, created_at);
CREATE INDEX outbox_of_ticket ON outbox (ticket, id);

CREATE TABLE delivery (
    id BIGINT PRIMARY KEY,
    outbox BIGINT NOT NULL REFERENCES outbox (id),
    part BIGINT NOT NULL,  -- 1..outbox.parts
    line TEXT NOT NULL,
    lane BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'unknown', 'delivered',
        'failed')),
    attempt BIGINT NOT NULL DEFAULT 0,
    epoch BIGINT NOT NULL DEFAULT 0,
    ambiguous BIGINT NOT NULL DEFAULT 0,  -- retries whose first copy may have arrived: 0 or 1
    owner TEXT NOT NULL DEFAULT '',
    lease_until BIGINT,
    not_before BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    reference TEXT,  -- as the carrier gave it
    reference_key TEXT,  -- normalised for matching
    state_at BIGINT NOT NULL,
    sent_at BIGINT,
    code TEXT NOT NULL DEFAULT '',  -- last code of the carrier
    UNIQUE (outbox, part)
);
CREATE INDEX delivery_claim ON delivery (line, lane, not_before, id) WHERE state = 'queued';
CREATE INDEX delivery_open ON delivery (state, state_at) WHERE state IN ('sending', 'unknown');
CREATE INDEX delivery_sent ON delivery (sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX delivery_reference ON delivery (line, reference_key) WHERE reference_key IS NOT NULL;

CREATE TABLE report (
    id BIGINT PRIMARY KEY,
    line TEXT NOT NULL,
    key BYTEA NOT NULL UNIQUE,
    raw BYTEA NOT NULL,  -- sealed
    number BYTEA NOT NULL,  -- sealed, deterministic
    reference TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    sent_at BIGINT,
    delivery BIGINT REFERENCES delivery (id)  -- NULL: not matched yet
);
CREATE INDEX report_unmatched ON report (line, received_at) WHERE delivery IS NULL;

CREATE TABLE line_state (
    line TEXT PRIMARY KEY,
    node TEXT NOT NULL,
    data TEXT NOT NULL,  -- JSON of Health and of pauses
    paused_until BIGINT,
    pause_reason TEXT NOT NULL DEFAULT '',
    updated_at BIGINT NOT NULL
);
