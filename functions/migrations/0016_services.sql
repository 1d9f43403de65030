-- Something that the organization offers: an advice hour, a course, a line of support. All of it is optional.
CREATE TABLE services (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  -- Two names that differ in case alone are one.
  name_key TEXT NOT NULL GENERATED ALWAYS AS (lower (name)) STORED,
  description TEXT NOT NULL DEFAULT '',
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  -- Whether every member offers it. Its own column: a service whose last team is deleted is not everybody's for that.
  everybody INTEGER NOT NULL CHECK (everybody IN (0, 1)),
  created_at TEXT NOT NULL,
  UNIQUE (organization_id, name_key)
) STRICT, WITHOUT ROWID;

-- Which teams offer a service; whoever is in one of them is linked to it.
CREATE TABLE service_teams (
  organization_id TEXT NOT NULL,
  service_id TEXT NOT NULL REFERENCES services (id) ON DELETE CASCADE,
  team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  PRIMARY KEY (service_id, team_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX service_teams_of_team ON service_teams (team_id, service_id);

-- Who is linked to which service, whatever their status.
CREATE VIEW service_members AS
  SELECT m.organization_id, s.id AS service_id, m.id AS member_id FROM services s
    JOIN members m ON m.organization_id = s.organization_id
    WHERE s.everybody OR EXISTS (
      SELECT 1 FROM service_teams t JOIN team_members x ON x.member_id = m.id AND x.team_id = t.team_id WHERE t.service_id = s.id
    );

-- A time at which members work together for a service, or for none: Usher knows who and when, no more.
CREATE TABLE appointments (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  -- A service that is deleted leaves its name.
  service_id TEXT REFERENCES services (id) ON DELETE SET NULL,
  service_name TEXT NOT NULL DEFAULT '',
  starts_at TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 1440),
  status TEXT NOT NULL CHECK (status IN ('planned', 'canceled')),
  made_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  operation_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX appointments_by_time ON appointments (organization_id, starts_at, id);
CREATE INDEX appointments_of_service ON appointments (service_id, starts_at) WHERE service_id IS NOT NULL;

CREATE TABLE appointment_members (
  appointment_id TEXT NOT NULL REFERENCES appointments (id),
  member_id TEXT NOT NULL REFERENCES members (id),
  organization_id TEXT NOT NULL,
  PRIMARY KEY (appointment_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_members_of ON appointment_members (member_id, appointment_id);

-- Nobody comes into an appointment who is not active, or who is not linked to its service, or whose service rests: the
-- row is left out, whatever door it came by, and the caller reads back who came in.
CREATE TRIGGER appointment_members_ask BEFORE INSERT ON appointment_members BEGIN
  SELECT RAISE (IGNORE) WHERE NOT EXISTS (
    SELECT 1 FROM appointments a JOIN members m ON m.id = NEW.member_id AND m.organization_id = a.organization_id
      WHERE a.id = NEW.appointment_id AND a.organization_id = NEW.organization_id AND a.status = 'planned' AND m.status = 'active'
        AND (a.service_id IS NULL OR EXISTS (
          SELECT 1 FROM service_members l JOIN services s ON s.id = l.service_id AND s.active
            WHERE l.service_id = a.service_id AND l.member_id = m.id
        ))
  );
END;
