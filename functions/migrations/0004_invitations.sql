-- Offers sent to addresses. The link and the typed code are derived from the id and the instance's secret; the
-- table holds no more than a keyed hash of the code, to find the invitation by it.
CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  member_id TEXT NOT NULL REFERENCES members (id) DEFERRABLE INITIALLY DEFERRED,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  -- What was claimed when it was made: [{"license", "assignment", "door"}]. What it offers now is in `assignments`.
  claims TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'declined', 'canceled', 'expired')),
  delivery TEXT NOT NULL CHECK (delivery IN ('queued', 'sent', 'bounced')),
  delivery_detail TEXT,
  user_id TEXT REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
  invited_by TEXT NOT NULL,
  invited_by_name TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT 'en',
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  answered_at TEXT,
  -- How often it ended otherwise than by being accepted; what follows that watches this (as `releases` in 0003).
  endings INTEGER NOT NULL DEFAULT 0,
  requested_at TEXT,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  CHECK ((status = 'accepted') = (user_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX invitations_by_status ON invitations (organization_id, status, id);
CREATE INDEX invitations_of_operation ON invitations (operation_id);
CREATE INDEX invitations_of_member ON invitations (member_id, id);
CREATE INDEX invitations_by_expiry ON invitations (expires_at) WHERE status = 'pending';
-- One open invitation per address and organization (DESIGN rule 7).
CREATE UNIQUE INDEX invitations_open ON invitations (organization_id, email) WHERE status = 'pending';

CREATE INDEX invitations_by_code ON invitations (code_hash);

CREATE INDEX invitations_open_by_email ON invitations (email) WHERE status = 'pending';

-- What happened to an invitation on its way: queued, sent, opened by a robot, by a person, answered.
CREATE TABLE invitation_trail (
  seq INTEGER PRIMARY KEY,
  organization_id TEXT NOT NULL,
  invitation_id TEXT NOT NULL REFERENCES invitations (id),
  at TEXT NOT NULL,
  step TEXT NOT NULL,
  detail TEXT
) STRICT;
CREATE INDEX invitation_trail_of ON invitation_trail (invitation_id, seq);

-- An invitation is made with all its seats or not at all: when one license is full, or the address has an open
-- invitation or a working membership, the row is left out and the caller reads back which rows came in.
CREATE TRIGGER invitations_ask BEFORE INSERT ON invitations BEGIN
  SELECT RAISE (IGNORE) WHERE EXISTS (
    SELECT 1 FROM members WHERE organization_id = NEW.organization_id AND email = NEW.email AND status IN ('active', 'disabled')
  ) OR EXISTS (
    SELECT 1 FROM invitations WHERE organization_id = NEW.organization_id AND email = NEW.email AND status = 'pending'
  ) OR EXISTS (
    SELECT 1 FROM json_each (NEW.claims) JOIN licenses ON licenses.id = value ->> 'license'
      WHERE licenses.organization_id = NEW.organization_id AND reserved + held >= seat_limit
  );
END;
CREATE TRIGGER invitations_reserve AFTER INSERT ON invitations BEGIN
  INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT value ->> 'assignment', NEW.organization_id, value ->> 'license', NEW.member_id, NEW.id, 'invited', coalesce (value ->> 'door', 'email'), 'invited',
      NEW.changed_by, NEW.changed_at, NEW.operation_id
    FROM json_each (NEW.claims) WHERE true
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = 'invited', door = excluded.door,
      reason = 'invited', changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id;
  INSERT INTO invitation_trail (organization_id, invitation_id, at, step) VALUES (NEW.organization_id, NEW.id, NEW.created_at, 'queued');
END;

-- Seats follow the invitation (DESIGN rule 3): accepting turns its reservation into a hold; every other end sets it free.
CREATE TRIGGER invitations_count_endings BEFORE UPDATE OF status ON invitations
  WHEN NEW.status IN ('declined', 'canceled', 'expired') AND NEW.status <> OLD.status AND NEW.endings = OLD.endings
BEGIN
  SELECT RAISE (ABORT, 'ending_not_counted');
END;
CREATE TRIGGER seats_follow_an_accepted_invitation AFTER UPDATE OF user_id ON invitations WHEN NEW.status = 'accepted' AND OLD.status = 'pending' BEGIN
  UPDATE members SET status = 'active', user_id = NEW.user_id, role = NEW.role, name = (SELECT name FROM users WHERE id = NEW.user_id),
      changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE id = NEW.member_id AND status = 'pending';
  UPDATE assignments SET status = 'accepted', reason = 'accepted', changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE invitation_id = NEW.id AND (status = 'invited' OR (status = 'removed' AND reason = 'bounced'));
END;
CREATE TRIGGER seats_follow_an_ended_invitation AFTER UPDATE OF endings ON invitations
  WHEN NEW.status IN ('declined', 'canceled', 'expired') AND OLD.status = 'pending'
BEGIN
  UPDATE assignments SET status = iif (NEW.status = 'declined', 'rejected', 'removed'), reason = NEW.status, releases = releases + 1,
      changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE invitation_id = NEW.id AND status = 'invited';
  UPDATE members SET status = 'removed', departures = departures + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE id = NEW.member_id AND status = 'pending' AND NEW.status <> 'expired';
END;
-- Whoever is removed before they answered has no invitation any more.
CREATE TRIGGER invitations_end_with_their_member AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND OLD.status = 'pending' BEGIN
  UPDATE invitations SET status = 'canceled', endings = endings + 1, answered_at = NEW.changed_at, changed_by = NEW.changed_by, changed_at = NEW.changed_at,
      operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND status = 'pending';
END;
CREATE TRIGGER invitations_leave_a_trail AFTER UPDATE OF status ON invitations WHEN NEW.status <> OLD.status AND NEW.status <> 'pending' BEGIN
  INSERT INTO invitation_trail (organization_id, invitation_id, at, step) VALUES (NEW.organization_id, NEW.id, NEW.changed_at, NEW.status);
END;
-- Resent after it ran out or bounced: it asks the gate again for what it had.
CREATE TRIGGER seats_follow_a_revived_invitation AFTER UPDATE OF delivery ON invitations
  WHEN NEW.status = 'pending' AND NEW.delivery = 'queued' AND (OLD.status = 'expired' OR OLD.delivery = 'bounced')
BEGIN
  UPDATE assignments SET status = 'invited', reason = 'resent', changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE invitation_id = NEW.id AND status = 'removed' AND reason IN ('expired', 'bounced');
END;
CREATE TRIGGER seats_follow_a_bounced_invitation AFTER UPDATE OF delivery ON invitations
  WHEN NEW.status = 'pending' AND NEW.delivery = 'bounced' AND OLD.delivery <> 'bounced'
BEGIN
  UPDATE assignments SET status = 'removed', reason = 'bounced', releases = releases + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE invitation_id = NEW.id AND status = 'invited';
END;
