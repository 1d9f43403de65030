-- Files of people. Rows come in parts of 500 and stay as they came, with what became of each, so that every row is
-- answered for however often a worker dies.
CREATE TABLE imports (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('draft', 'running', 'done', 'canceled')),
  rows INTEGER NOT NULL CHECK (rows BETWEEN 1 AND 100000),
  license_id TEXT REFERENCES licenses (id),
  days INTEGER NOT NULL,
  -- Who answers for it, and by which token: what they may do is asked again for each part.
  member_id TEXT NOT NULL REFERENCES members (id),
  token_id TEXT REFERENCES api_tokens (id),
  created_by_name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  -- Until when a worker is at it.
  leased_until TEXT,
  operation_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX imports_of_organization ON imports (organization_id, id);
CREATE INDEX imports_running ON imports (leased_until) WHERE status = 'running';

CREATE TABLE import_parts (
  import_id TEXT NOT NULL REFERENCES imports (id),
  n INTEGER NOT NULL,
  organization_id TEXT NOT NULL,
  -- Counts the writes of results: two workers at one part can't both write.
  turn INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,
  invited INTEGER NOT NULL DEFAULT 0,
  extended INTEGER NOT NULL DEFAULT 0,
  added INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  -- The rows, a JSON array; and what became of each, null while it is open. Last, so that counting reads none of it.
  rows TEXT NOT NULL,
  results TEXT NOT NULL,
  PRIMARY KEY (import_id, n)
) STRICT, WITHOUT ROWID;
-- A worker that is late with a part loses its whole batch, invitations and all.
CREATE TRIGGER import_parts_take_turns BEFORE UPDATE OF results ON import_parts WHEN NEW.turn <> OLD.turn + 1 BEGIN
  SELECT RAISE (ABORT, 'import_turn_taken');
END;
CREATE TRIGGER import_parts_count AFTER UPDATE OF results ON import_parts BEGIN
  UPDATE import_parts SET (done, invited, extended, added, unchanged, refused) = (
    SELECT count(*) FILTER (WHERE type = 'null') = 0, count(*) FILTER (WHERE value ->> 'outcome' = 'invited'),
      count(*) FILTER (WHERE value ->> 'outcome' = 'extended'), count(*) FILTER (WHERE value ->> 'outcome' = 'added'),
      count(*) FILTER (WHERE value ->> 'outcome' = 'unchanged'), count(*) FILTER (WHERE value ->> 'outcome' = 'refused')
    FROM json_each (NEW.results)
  ) WHERE import_id = NEW.import_id AND n = NEW.n;
END;

-- Which address is in which rows, so that a second one is told of the first; emptied when the import ends.
CREATE TABLE import_addresses (
  import_id TEXT NOT NULL REFERENCES imports (id),
  email TEXT NOT NULL,
  row INTEGER NOT NULL,
  part INTEGER NOT NULL,
  PRIMARY KEY (import_id, email, row)
) STRICT, WITHOUT ROWID;
