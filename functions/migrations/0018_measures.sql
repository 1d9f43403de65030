-- Identifiers of people in other systems: one id is one person's at a time, a person may have several.
CREATE TABLE external_ids (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  source TEXT NOT NULL,
  external_id TEXT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  member_id TEXT NOT NULL REFERENCES members (id),
  created_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, source, external_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX external_ids_of ON external_ids (member_id);
-- Their ids find people.
CREATE TRIGGER external_ids_find_members AFTER INSERT ON external_ids BEGIN
  UPDATE members SET known_as = (SELECT coalesce (group_concat (external_id, ' '), '') FROM external_ids WHERE member_id = NEW.member_id)
    WHERE id = NEW.member_id;
END;
CREATE TRIGGER external_ids_find_members_again AFTER UPDATE OF member_id, external_id ON external_ids BEGIN
  UPDATE members SET known_as = (SELECT coalesce (group_concat (external_id, ' '), '') FROM external_ids x WHERE x.member_id = members.id)
    WHERE id IN (OLD.member_id, NEW.member_id);
END;
CREATE TRIGGER external_ids_find_members_no_longer AFTER DELETE ON external_ids BEGIN
  UPDATE members SET known_as = (SELECT coalesce (group_concat (external_id, ' '), '') FROM external_ids WHERE member_id = OLD.member_id)
    WHERE id = OLD.member_id;
END;

-- Figures that programs send about whoever has an id. Kept by id, so that they find their person when the id is
-- corrected; a key that comes again corrects the figure.
CREATE TABLE measures (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  key TEXT NOT NULL,
  source TEXT NOT NULL,
  external_id TEXT NOT NULL,
  metric TEXT NOT NULL,
  day TEXT NOT NULL,
  value REAL NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX measures_of ON measures (organization_id, source, external_id, day);
CREATE INDEX measures_by_day ON measures (organization_id, day, metric);

-- On which days somebody signed in.
CREATE TABLE sign_in_days (
  organization_id TEXT NOT NULL,
  day TEXT NOT NULL,
  member_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, day, member_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sign_in_days_note AFTER UPDATE OF last_sign_in_at ON members WHEN NEW.last_sign_in_at IS NOT NULL BEGIN
  INSERT OR IGNORE INTO sign_in_days VALUES (NEW.organization_id, substr (NEW.last_sign_in_at, 1, 10), NEW.id);
END;

-- What somebody wants to become better at, made and tracked by themselves. Steps: [{"text", "done"}].
CREATE TABLE coaching_plans (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  member_id TEXT NOT NULL REFERENCES members (id),
  goal TEXT NOT NULL,
  steps TEXT NOT NULL CHECK (json_type (steps) = 'array'),
  due TEXT,
  notes TEXT NOT NULL,
  done INTEGER NOT NULL CHECK (done IN (0, 1)),
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX coaching_plans_of ON coaching_plans (member_id, id);
