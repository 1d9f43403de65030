-- People who can sign in. Users and their sessions are the only rows that belong to no organization.
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'de')),
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A signed-in browser, acting in one organization. Only the hash of its secret is kept.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Mailed codes that let a person set a new password. The code is derived from the id; nothing secret is kept.
CREATE TABLE password_resets (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX password_resets_of_user ON password_resets (user_id, created_at);

-- Tries at secrets, by what was tried at: a hashed address, a hashed code, an invitation.
CREATE TABLE attempts (
  subject TEXT PRIMARY KEY,
  tries INTEGER NOT NULL,
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
