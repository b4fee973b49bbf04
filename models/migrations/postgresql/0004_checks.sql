-- Nothing: what a column may hold is written so that SQLite is quick; PostgreSQL is as it stands.
SELECT 1;
