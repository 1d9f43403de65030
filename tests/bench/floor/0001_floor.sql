-- The least that holds one organization's people, seats and invitations. Only for the bench's floor.
CREATE TABLE licenses (id INTEGER PRIMARY KEY, product TEXT NOT NULL, total INTEGER NOT NULL, held INTEGER NOT NULL DEFAULT 0, reserved INTEGER NOT NULL DEFAULT 0, CHECK (held + reserved <= total)) STRICT;
CREATE TABLE members (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL, status TEXT NOT NULL, license INTEGER NOT NULL, created_at TEXT NOT NULL) STRICT;
CREATE TABLE invitations (id INTEGER PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, email TEXT NOT NULL, license INTEGER NOT NULL, status TEXT NOT NULL, expires_at TEXT NOT NULL) STRICT;
CREATE TABLE sessions (hash TEXT PRIMARY KEY, email TEXT NOT NULL) STRICT;
CREATE TABLE tokens (hash TEXT PRIMARY KEY, scope TEXT NOT NULL) STRICT;
