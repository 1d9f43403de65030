-- The customer whose people and licenses these are.
CREATE TABLE organizations (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  -- Whom to ask about licenses and prices; empty for nobody.
  contact_name TEXT NOT NULL DEFAULT '',
  contact_email TEXT NOT NULL DEFAULT '',
  contact_phone TEXT NOT NULL DEFAULT '',
  contact_url TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row once the instance is set up; its key makes a second set-up a conflict.
CREATE TABLE instance (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  organization_id TEXT NOT NULL REFERENCES organizations (id)
) STRICT;

-- Roles that an organization made; the built-in ones are constants of the code (shared/src/role.rs). What a role or a
-- member may do is a JSON list of the names of permissions.
CREATE TABLE roles (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  -- Lower case: two names that differ in case alone are one.
  name_key TEXT NOT NULL,
  description TEXT NOT NULL,
  based_on TEXT NOT NULL,
  permissions TEXT NOT NULL CHECK (json_type (permissions) = 'array'),
  created_at TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, name_key)
) STRICT, WITHOUT ROWID;

-- A person's place in one organization. One row for an address, whatever happens: `removed` is a status, and
-- somebody who comes back gets the same row.
CREATE TABLE members (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  user_id TEXT REFERENCES users (id),
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  -- The name of a built-in role, or the id of one that the organization made.
  role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'license_admin', 'team_leader', 'agent', 'standard', 'collaborator', 'customer') OR role GLOB 'role_*'),
  -- The latter alone: a role that somebody has is not deleted.
  custom_role TEXT GENERATED ALWAYS AS (iif(role GLOB 'role_*', role, NULL)) STORED,
  -- What is granted to and denied them beside their role.
  grants TEXT NOT NULL DEFAULT '[]' CHECK (json_type (grants) = 'array'),
  -- A change of a state that is no more makes an object of it, which undoes the whole batch.
  denials TEXT NOT NULL DEFAULT '[]' CONSTRAINT as_it_was_seen CHECK (json_type (denials) = 'array'),
  status TEXT NOT NULL CHECK (status IN ('pending', 'active', 'disabled', 'removed')),
  -- What lists are sorted by: the name, or the address of those who have none yet.
  sort_key TEXT NOT NULL GENERATED ALWAYS AS (lower (iif (name <> '', name, email))) STORED,
  -- By which door they came here last (`shared::member::Source`).
  came_by TEXT NOT NULL DEFAULT 'email',
  -- What else finds them beside name and address: their external ids.
  known_as TEXT NOT NULL DEFAULT '',
  -- What search looks into: letters that are written as two, or that lose no mark by decomposition, are spelled as
  -- `shared::search` spells what is typed.
  search_text TEXT NOT NULL GENERATED ALWAYS AS (
    replace (replace (replace (replace (replace (replace (replace (replace (replace (replace (replace (replace (
      name || ' ' || email || ' ' || known_as,
      'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'ł', 'l'), 'Ł', 'l'), 'đ', 'd'), 'Đ', 'd')
  ) VIRTUAL,
  organization_end TEXT NOT NULL GENERATED ALWAYS AS (substr (organization_id, -3)) VIRTUAL,
  last_sign_in_at TEXT,
  -- How often they left (disabled or removed) and came back from being disabled. What follows a change of status watches
  -- these: a statement pays for each trigger that it could reach, so that accepting must not reach what follows leaving.
  departures INTEGER NOT NULL DEFAULT 0,
  returns INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  UNIQUE (organization_id, email),
  CONSTRAINT role_held FOREIGN KEY (organization_id, custom_role) REFERENCES roles (organization_id, id),
  CHECK (status NOT IN ('active', 'disabled') OR user_id IS NOT NULL)
) STRICT;
CREATE INDEX members_by_name ON members (organization_id, sort_key, id) WHERE status <> 'removed';
CREATE INDEX members_by_status ON members (organization_id, status, sort_key, id);
CREATE INDEX members_of_operation ON members (operation_id);
CREATE INDEX members_of_role ON members (organization_id, custom_role) WHERE custom_role IS NOT NULL;
CREATE INDEX members_of_user ON members (user_id, organization_id);
-- An account is one person of an organization, by whichever of its addresses it came. Whoever is asked back may have an
-- older record beside the one by which they are in: it counts once they answer.
CREATE UNIQUE INDEX members_one_of_user ON members (organization_id, user_id) WHERE status IN ('active', 'disabled');

-- Search in name, address and external ids: by what is inside them, from three letters on (100,000 people in about a
-- millisecond), and by the beginning of any word for less, where each length of prefix that is listed costs nothing to find. Both
-- narrow by the end of the organization's id, so that another's many people cost next to nothing; who asks compares the whole id.
CREATE VIRTUAL TABLE members_inside USING fts5 (
  organization_end, search_text,
  content = 'members', content_rowid = 'seq', tokenize = 'trigram remove_diacritics 1', columnsize = 0
);
CREATE VIRTUAL TABLE members_words USING fts5 (
  organization_end, search_text,
  content = 'members', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2', columnsize = 0
);
CREATE TRIGGER members_search_insert AFTER INSERT ON members BEGIN
  INSERT INTO members_inside (rowid, organization_end, search_text) VALUES (NEW.seq, NEW.organization_end, NEW.search_text);
  INSERT INTO members_words (rowid, organization_end, search_text) VALUES (NEW.seq, NEW.organization_end, NEW.search_text);
END;
CREATE TRIGGER members_search_update AFTER UPDATE OF name, email, known_as ON members WHEN NEW.search_text <> OLD.search_text BEGIN
  INSERT INTO members_inside (members_inside, rowid, organization_end, search_text)
    VALUES ('delete', OLD.seq, OLD.organization_end, OLD.search_text);
  INSERT INTO members_words (members_words, rowid, organization_end, search_text)
    VALUES ('delete', OLD.seq, OLD.organization_end, OLD.search_text);
  INSERT INTO members_inside (rowid, organization_end, search_text) VALUES (NEW.seq, NEW.organization_end, NEW.search_text);
  INSERT INTO members_words (rowid, organization_end, search_text) VALUES (NEW.seq, NEW.organization_end, NEW.search_text);
END;

-- How many members stand where, kept current so that no page counts a hundred thousand rows.
CREATE TABLE member_counts (
  organization_id TEXT NOT NULL,
  role TEXT NOT NULL,
  status TEXT NOT NULL,
  people INTEGER NOT NULL,
  PRIMARY KEY (organization_id, role, status)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER member_counts_insert AFTER INSERT ON members BEGIN
  INSERT INTO member_counts VALUES (NEW.organization_id, NEW.role, NEW.status, 1)
    ON CONFLICT DO UPDATE SET people = people + 1;
END;
CREATE TRIGGER member_counts_update AFTER UPDATE OF role, status ON members BEGIN
  UPDATE member_counts SET people = people - 1
    WHERE organization_id = OLD.organization_id AND role = OLD.role AND status = OLD.status;
  INSERT INTO member_counts VALUES (NEW.organization_id, NEW.role, NEW.status, 1)
    ON CONFLICT DO UPDATE SET people = people + 1;
END;

-- Nobody leaves or returns unnoticed by what follows it.
CREATE TRIGGER members_count_departures BEFORE UPDATE OF status ON members
  WHEN NEW.status <> OLD.status AND (
    (NEW.status IN ('disabled', 'removed') AND NEW.departures = OLD.departures)
    OR (NEW.status = 'active' AND OLD.status = 'disabled' AND NEW.returns = OLD.returns)
  )
BEGIN
  SELECT RAISE (ABORT, 'departure_not_counted');
END;

-- An organization never loses its last active owner, by any door (DESIGN rule 8).
CREATE TRIGGER members_keep_an_owner BEFORE UPDATE OF role, status ON members
  WHEN OLD.role = 'owner' AND OLD.status = 'active' AND NOT (NEW.role = 'owner' AND NEW.status = 'active')
BEGIN
  SELECT RAISE (ABORT, 'last_owner') WHERE NOT EXISTS (
    SELECT 1 FROM members WHERE organization_id = OLD.organization_id AND role = 'owner' AND status = 'active' AND id <> OLD.id
  );
END;

-- Whoever comes back after their removal has what their new role holds and nothing more.
CREATE TRIGGER members_lose_what_stood_beside AFTER UPDATE OF departures ON members
  WHEN NEW.status = 'removed' AND (NEW.grants <> '[]' OR NEW.denials <> '[]')
BEGIN
  UPDATE members SET grants = '[]', denials = '[]' WHERE id = NEW.id;
END;

-- Whoever is no longer active is signed out of this organization at once (DESIGN rule 9).
CREATE TRIGGER members_sign_out AFTER UPDATE OF departures ON members WHEN NEW.status <> 'active' AND OLD.status = 'active' BEGIN
  DELETE FROM sessions WHERE user_id = NEW.user_id AND organization_id = NEW.organization_id;
END;
