-- Named groups of members.
CREATE TABLE teams (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (organization_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE team_members (
  team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  member_id TEXT NOT NULL REFERENCES members (id),
  PRIMARY KEY (member_id, team_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_members_of_team ON team_members (team_id);
