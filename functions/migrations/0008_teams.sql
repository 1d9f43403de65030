-- Named groups of members. All of it is optional: an organization without teams works the same.
CREATE TABLE teams (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  -- Two names that differ in case alone are one.
  name_key TEXT NOT NULL GENERATED ALWAYS AS (lower (name)) STORED,
  created_at TEXT NOT NULL,
  UNIQUE (organization_id, name_key)
) STRICT, WITHOUT ROWID;

-- Who is in a team. Somebody who is deactivated or removed stays in, so that they come back as they went; lists leave
-- out the removed.
CREATE TABLE team_members (
  organization_id TEXT NOT NULL,
  team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  member_id TEXT NOT NULL REFERENCES members (id) DEFERRABLE INITIALLY DEFERRED,
  leader INTEGER NOT NULL DEFAULT 0 CHECK (leader IN (0, 1)),
  PRIMARY KEY (member_id, team_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_members_of_team ON team_members (team_id, member_id);
