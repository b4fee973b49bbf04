-- What runs by itself and must be told once: digests, mail, alarms of the house, deeds of its staff.
CREATE TABLE digest_run (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,  -- 'daily', 'weekly' ...
    day TEXT NOT NULL,  -- the local day that it closes: 2026-11-23
    recipient TEXT NOT NULL,  -- 'officer:3', 'mail:1', never a number or an address
    made_at BIGINT NOT NULL,
    UNIQUE (name, day, recipient)
);
