-- The audit log: written with the change it tells of, never edited.
CREATE TABLE events (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('member', 'token', 'invitee', 'system')),
  actor TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  target TEXT NOT NULL,
  target_name TEXT NOT NULL,
  details TEXT NOT NULL DEFAULT '{}',
  operation_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX events_latest ON events (organization_id, id);
CREATE INDEX events_of_target ON events (organization_id, target, id);
CREATE INDEX events_of_kind ON events (organization_id, kind, id);
CREATE TRIGGER events_are_never_edited BEFORE UPDATE ON events BEGIN
  SELECT RAISE (ABORT, 'events_are_append_only');
END;
CREATE TRIGGER events_are_never_shortened BEFORE DELETE ON events BEGIN
  SELECT RAISE (ABORT, 'events_are_append_only');
END;
