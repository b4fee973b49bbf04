-- What a column may hold, said so that SQLite compares: for an IN of more than two words it builds
-- and drops a table of its own with every row that is written. The words are the same ones, and
-- rows need not be read (https://sqlite.org/lang_altertable.html#otheralter: only CHECKs change).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql,
    'kind IN (''mobile'', ''short'', ''alphanumeric'', ''foreign'', ''other'')',
    'kind = ''mobile'' OR kind = ''short'' OR kind = ''alphanumeric'' OR kind = ''foreign''
        OR kind = ''other''')
    WHERE type = 'table' AND name = 'contact';
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    'urgency IN (''biasa'', ''tinggi'', ''darurat'')',
    'urgency = ''biasa'' OR urgency = ''tinggi'' OR urgency = ''darurat'''),
    'confidentiality IN (''biasa'', ''anonim'', ''rahasia'')',
    'confidentiality = ''biasa'' OR confidentiality = ''anonim'' OR confidentiality = ''rahasia'''),
    'state IN (''new'', ''held'', ''verified'', ''assigned'', ''in_progress'',
        ''done'', ''closed'', ''other_agency'', ''archived'', ''merged'', ''cancelled'', ''prank'')',
    'state = ''new'' OR state = ''held'' OR state = ''verified'' OR state = ''assigned''
        OR state = ''in_progress'' OR state = ''done'' OR state = ''closed''
        OR state = ''other_agency'' OR state = ''archived'' OR state = ''merged''
        OR state = ''cancelled'' OR state = ''prank''')
    WHERE type = 'table' AND name = 'ticket';
UPDATE sqlite_schema SET sql = replace(sql,
    'state IN (''new'', ''held'', ''done'', ''bad'')',
    'state = ''new'' OR state = ''held'' OR state = ''done'' OR state = ''bad''')
    WHERE type = 'table' AND name = 'inbox';
UPDATE sqlite_schema SET sql = replace(sql,
    'state IN (''queued'', ''sending'', ''sent'', ''unknown'', ''delivered'',
        ''failed'')',
    'state = ''queued'' OR state = ''sending'' OR state = ''sent'' OR state = ''unknown''
        OR state = ''delivered'' OR state = ''failed''')
    WHERE type = 'table' AND name = 'delivery';
-- Tells every connection that the schema is another one; this one reads it anew by itself.
DROP INDEX delivery_unknown;
CREATE INDEX delivery_unknown ON delivery (state_at) WHERE state = 'unknown';
PRAGMA writable_schema = RESET;
