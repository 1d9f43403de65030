-- Staff seats: an organization can name one license whose seats go with a role. Whoever is given such a role takes a seat
-- of it, by the gate (0003) as by every door; whoever is given another role sets it free. While somebody is only invited
-- their seat is reserved; while they are disabled it is free, and enabling them asks the gate again. A license whose term has
-- ended seats nobody, so nobody is given such a role until it is renewed.
CREATE TABLE staff_licenses (
  organization_id TEXT PRIMARY KEY REFERENCES organizations (id),
  license_id TEXT NOT NULL REFERENCES licenses (id),
  -- The built-in roles that take a seat; a role that the organization made takes one if it is based on such a role.
  roles TEXT NOT NULL CHECK (json_type (roles) = 'array'),
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- The built-in role at the bottom of what a role was made from; it stays when roles in between are deleted.
ALTER TABLE roles ADD COLUMN base TEXT;
UPDATE roles SET base = based_on WHERE based_on NOT GLOB 'role_*';
UPDATE roles SET base = coalesce ((SELECT b.base FROM roles b WHERE b.organization_id = roles.organization_id AND b.id = roles.based_on), 'standard') WHERE base IS NULL;
CREATE TRIGGER roles_keep_their_base AFTER INSERT ON roles BEGIN
  UPDATE roles SET base = coalesce ((SELECT b.base FROM roles b WHERE b.organization_id = NEW.organization_id AND b.id = NEW.based_on), NEW.based_on)
    WHERE organization_id = NEW.organization_id AND id = NEW.id;
END;
CREATE VIEW staff_roles AS
  SELECT s.organization_id, s.license_id, r.value AS role FROM staff_licenses s JOIN json_each (s.roles) r
  UNION ALL
  SELECT s.organization_id, s.license_id, c.id FROM staff_licenses s JOIN json_each (s.roles) r
    JOIN roles c ON c.organization_id = s.organization_id AND c.base = r.value;

-- What follows a change of role watches a counter of its own, as what follows leaving does (0002): accepting sets the
-- role too, and must not pay for this. Its seat came with the invitation.
ALTER TABLE members ADD COLUMN role_changes INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER members_count_role_changes BEFORE UPDATE OF role ON members
  WHEN NEW.role <> OLD.role AND OLD.status IN ('active', 'disabled') AND NEW.status = OLD.status AND NEW.role_changes = OLD.role_changes
BEGIN
  SELECT RAISE (ABORT, 'role_change_not_counted');
END;

-- The seat first, then the role: without a seat the member is left as they were. Whoever is disabled asks when enabled.
CREATE TRIGGER staff_seats_precede_a_role BEFORE UPDATE OF role_changes ON members
  WHEN NEW.role <> OLD.role AND OLD.status IN ('active', 'disabled') AND NEW.status = OLD.status
BEGIN
  INSERT INTO assignments (id, organization_id, license_id, member_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT 'asg_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, s.license_id, NEW.id,
      iif (NEW.status = 'active', 'accepted', 'suspended'), 'role', iif (NEW.status = 'active', 'role_given', 'disabled'),
      NEW.changed_by, NEW.changed_at, NEW.operation_id
    FROM staff_roles s JOIN licenses l ON l.id = s.license_id AND (NEW.status <> 'active' OR coalesce (l.ends_at > NEW.changed_at, true))
    WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = NULL, status = excluded.status, door = 'role', reason = excluded.reason,
      changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status IN ('removed', 'rejected') OR (status = 'suspended' AND excluded.status = 'accepted')
        OR (status = 'invited' AND excluded.status = 'accepted');
  SELECT RAISE (IGNORE) WHERE NEW.status = 'active' AND EXISTS (
    SELECT 1 FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role AND NOT EXISTS (
      SELECT 1 FROM assignments a JOIN licenses l ON l.id = a.license_id AND coalesce (l.ends_at > NEW.changed_at, true)
        WHERE a.license_id = s.license_id AND a.member_id = NEW.id AND a.status = 'accepted'));
END;
-- A seat given by hand stays whatever the role: only what a role gave, or what came back by enabling or renewing, goes with it.
CREATE TRIGGER staff_seats_follow_a_role AFTER UPDATE OF role_changes ON members WHEN NEW.role <> OLD.role BEGIN
  UPDATE assignments SET status = 'removed', reason = 'role_changed', releases = releases + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at,
      operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND status IN ('invited', 'accepted', 'suspended') AND door IN ('role', 'enable', 'renewal')
      AND license_id IN (SELECT s.license_id FROM staff_roles s WHERE s.organization_id = OLD.organization_id AND s.role = OLD.role)
      AND license_id NOT IN (SELECT s.license_id FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role);
END;

-- No invitation to such a role without its seat among what it claims; one that the queue's turn makes anew keeps a seat
-- that the person has.
CREATE TRIGGER staff_seats_come_with_an_invitation BEFORE INSERT ON invitations BEGIN
  SELECT RAISE (IGNORE) FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role
    AND NOT EXISTS (SELECT 1 FROM json_each (NEW.claims) WHERE value ->> 'license' = s.license_id)
    AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.license_id = s.license_id AND a.member_id = NEW.member_id AND a.status IN ('invited', 'accepted'));
END;
CREATE TRIGGER staff_seats_come_with_an_addition BEFORE INSERT ON additions BEGIN
  SELECT RAISE (IGNORE) FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role
    AND NOT EXISTS (SELECT 1 FROM json_each (NEW.claims) WHERE value ->> 'license' = s.license_id)
    AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.license_id = s.license_id AND a.member_id = NEW.member_id AND a.status IN ('invited', 'accepted'));
END;

-- Whoever waits for a seat of another license and is still to be invited gets the seat of the role with the invitation.
CREATE TRIGGER queue_seats AFTER UPDATE OF turns ON seat_queue WHEN NEW.state = 'waiting' BEGIN
  UPDATE invitations SET expires_at = max (expires_at, strftime ('%Y-%m-%dT%H:%M:%fZ', NEW.changed_at, NEW.days || ' days'))
    WHERE member_id = NEW.member_id AND status = 'pending';
  INSERT INTO invitations (id, organization_id, member_id, email, name, role, claims, code_hash, status, delivery, invited_by, invited_by_name,
      created_at, expires_at, changed_by, changed_at, operation_id)
    SELECT NEW.invitation_id, m.organization_id, m.id, m.email, m.name, NEW.role, coalesce ((
        SELECT json_array (json_object ('assignment', 'asg_' || substr (NEW.invitation_id, 5),
          'license', s.license_id, 'door', iif (s.license_id = NEW.license_id, 'queue', 'role')))
        FROM staff_roles s JOIN licenses l ON l.id = s.license_id AND coalesce (l.ends_at > NEW.changed_at, true)
        WHERE s.organization_id = m.organization_id AND s.role = NEW.role AND NOT EXISTS (
          SELECT 1 FROM assignments a WHERE a.license_id = s.license_id AND a.member_id = m.id AND a.status IN ('invited', 'accepted'))), '[]'), NEW.code_hash, 'pending', 'queued', NEW.queued_by, NEW.queued_by_name,
      NEW.changed_at, strftime ('%Y-%m-%dT%H:%M:%fZ', NEW.changed_at, NEW.days || ' days'), 'Usher', NEW.changed_at,
      'op_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15)
    FROM members m WHERE m.id = NEW.member_id AND m.status = 'pending'
      AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.member_id = m.id AND i.status = 'pending');
  INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT 'asg_' || substr (NEW.id, 5), NEW.organization_id, NEW.license_id, m.id, i.id, iif (i.id IS NULL, 'accepted', 'invited'), 'queue',
      'place_' || NEW.place, 'Usher', NEW.changed_at, 'op_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15)
    FROM members m LEFT JOIN invitations i ON i.member_id = m.id AND i.status = 'pending' AND m.status = 'pending'
    WHERE m.id = NEW.member_id AND (m.status = 'active' OR i.id IS NOT NULL)
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = excluded.status, door = 'queue',
      reason = excluded.reason, changed_by = 'Usher', changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status NOT IN ('invited', 'accepted');
  INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, created_at)
    SELECT 'out_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, 'invitation', invitation_id, NEW.changed_at, NEW.changed_at
    FROM assignments WHERE license_id = NEW.license_id AND member_id = NEW.member_id AND status = 'invited' AND door = 'queue' AND changed_at = NEW.changed_at;
  INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id)
    SELECT 'evt_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, NEW.changed_at, 'queue.seated', 'system', '', 'Usher', m.id,
      iif (m.name <> '', m.name, m.email), json_object ('license', l.id, 'license_name', l.name, 'place', NEW.place,
        'invited', json (iif (a.status = 'invited', 'true', 'false'))), a.operation_id
    FROM assignments a JOIN members m ON m.id = a.member_id JOIN licenses l ON l.id = a.license_id
    WHERE a.license_id = NEW.license_id AND a.member_id = NEW.member_id AND a.status IN ('invited', 'accepted') AND a.door = 'queue' AND a.changed_at = NEW.changed_at;
  -- There was no seat for the role: they are passed over, and the sweep gives the turn to the next.
  UPDATE seat_queue SET state = 'left', reason = 'no_staff_seat' WHERE id = NEW.id AND state = 'waiting' AND EXISTS (
    SELECT 1 FROM members m JOIN staff_roles s ON s.organization_id = m.organization_id AND s.role = NEW.role
      WHERE m.id = NEW.member_id AND m.status = 'pending' AND NOT EXISTS (
        SELECT 1 FROM invitations i WHERE i.member_id = m.id AND i.status = 'pending'));
END;

-- Who is added at once has the seat of their role by that door, too.
DROP TRIGGER additions_seat;
CREATE TRIGGER additions_seat AFTER INSERT ON additions BEGIN
  INSERT INTO users (id, email, name, password_hash, created_at)
    VALUES (NEW.user_id, NEW.email, iif (NEW.name <> '', NEW.name, substr (NEW.email, 1, instr (NEW.email, '@') - 1)), '', NEW.created_at)
    ON CONFLICT (email) DO NOTHING;
  -- An open invitation is answered by the authority that the domain admin has; its seats become held.
  UPDATE invitations SET status = 'accepted', user_id = coalesce ((SELECT id FROM users WHERE email = NEW.email), (SELECT user_id FROM user_emails WHERE email = NEW.email AND verified_at IS NOT NULL)), answered_at = NEW.created_at,
      changed_by = NEW.added_by_name, changed_at = NEW.created_at, operation_id = NEW.operation_id
    WHERE organization_id = NEW.organization_id AND email = NEW.email AND status = 'pending';
  INSERT INTO members (id, organization_id, user_id, email, name, role, status, came_by, created_at, changed_by, changed_at, operation_id)
    SELECT NEW.member_id, NEW.organization_id, id, NEW.email, name, NEW.role, 'active', NEW.door, NEW.created_at, NEW.added_by_name, NEW.created_at, NEW.operation_id
      FROM users WHERE id = coalesce ((SELECT id FROM users WHERE email = NEW.email), (SELECT user_id FROM user_emails WHERE email = NEW.email AND verified_at IS NOT NULL))
    ON CONFLICT (organization_id, email) DO UPDATE SET status = 'active', user_id = excluded.user_id, role = excluded.role, name = excluded.name,
      came_by = iif (members.status = 'removed', excluded.came_by, members.came_by), changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE members.status IN ('pending', 'removed');
  INSERT INTO assignments (id, organization_id, license_id, member_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT value ->> 'assignment', NEW.organization_id, value ->> 'license', NEW.member_id, 'accepted', coalesce (value ->> 'door', NEW.door), 'added',
      NEW.added_by_name, NEW.created_at, NEW.operation_id FROM json_each (NEW.claims) WHERE true
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = NULL, status = 'accepted', door = excluded.door, reason = 'added',
      changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status NOT IN ('invited', 'accepted');
END;

-- An open invitation that offers another role, and one that is open again after it ran out.
CREATE TRIGGER staff_seats_precede_an_offered_role BEFORE UPDATE OF role ON invitations WHEN NEW.role <> OLD.role AND NEW.status = 'pending' BEGIN
  INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT 'asg_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, s.license_id, NEW.member_id, NEW.id, 'invited', 'role', 'role_given',
      NEW.changed_by, NEW.changed_at, NEW.operation_id
    FROM staff_roles s JOIN licenses l ON l.id = s.license_id AND coalesce (l.ends_at > NEW.changed_at, true)
    WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = 'invited', door = 'role', reason = excluded.reason,
      changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status NOT IN ('invited', 'accepted');
  SELECT RAISE (IGNORE) FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role AND NOT EXISTS (
    SELECT 1 FROM assignments a JOIN licenses l ON l.id = a.license_id AND coalesce (l.ends_at > NEW.changed_at, true)
      WHERE a.license_id = s.license_id AND a.member_id = NEW.member_id AND a.status IN ('invited', 'accepted'));
END;
CREATE TRIGGER staff_seats_follow_an_offered_role AFTER UPDATE OF role ON invitations WHEN NEW.role <> OLD.role AND NEW.status = 'pending' BEGIN
  UPDATE assignments SET status = 'removed', reason = 'role_changed', releases = releases + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at,
      operation_id = NEW.operation_id
    WHERE member_id = NEW.member_id AND status = 'invited' AND door = 'role'
      AND license_id IN (SELECT s.license_id FROM staff_roles s WHERE s.organization_id = OLD.organization_id AND s.role = OLD.role)
      AND license_id NOT IN (SELECT s.license_id FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role);
END;
CREATE TRIGGER staff_seats_precede_a_revival BEFORE UPDATE OF delivery ON invitations
  WHEN NEW.status = 'pending' AND NEW.delivery = 'queued' AND (OLD.status = 'expired' OR OLD.delivery = 'bounced')
BEGIN
  INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT 'asg_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, s.license_id, NEW.member_id, NEW.id, 'invited', 'role', 'role_given',
      NEW.changed_by, NEW.changed_at, NEW.operation_id
    FROM staff_roles s JOIN licenses l ON l.id = s.license_id AND coalesce (l.ends_at > NEW.changed_at, true)
    WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = 'invited', door = 'role', reason = 'resent',
      changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status NOT IN ('invited', 'accepted');
  SELECT RAISE (IGNORE) FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role AND NOT EXISTS (
    SELECT 1 FROM assignments a JOIN licenses l ON l.id = a.license_id AND coalesce (l.ends_at > NEW.changed_at, true)
      WHERE a.license_id = s.license_id AND a.member_id = NEW.member_id AND a.status IN ('invited', 'accepted'));
END;

-- A mail that comes back sets free what was offered with it (0004), but not the seat of a role: whoever was invited is still
-- to be an agent, and accepting is not refused. Canceling frees it.
DROP TRIGGER seats_follow_a_bounced_invitation;
CREATE TRIGGER seats_follow_a_bounced_invitation AFTER UPDATE OF delivery ON invitations
  WHEN NEW.status = 'pending' AND NEW.delivery = 'bounced' AND OLD.delivery <> 'bounced'
BEGIN
  UPDATE assignments SET status = 'removed', reason = 'bounced', releases = releases + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE invitation_id = NEW.id AND status = 'invited' AND NOT EXISTS (
      SELECT 1 FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role AND s.license_id = assignments.license_id);
END;

-- What a role takes is not taken off the license by hand.
CREATE TRIGGER staff_seats_stay_with_a_role BEFORE UPDATE OF releases ON assignments WHEN NEW.reason IN ('removed', 'moved_away', 'declined')
BEGIN
  SELECT RAISE (IGNORE) FROM members m JOIN staff_roles s ON s.organization_id = m.organization_id AND s.role = m.role
    WHERE m.id = NEW.member_id AND (m.status IN ('active', 'disabled') OR (m.status = 'pending' AND NEW.reason <> 'declined')) AND s.license_id = NEW.license_id;
END;

-- Naming the license, or other roles, seats everybody who has such a role now: all of them or nobody.
CREATE TRIGGER staff_seats_are_given AFTER UPDATE OF operation_id ON staff_licenses BEGIN
  UPDATE assignments SET status = 'removed', reason = 'role_changed', releases = releases + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at,
      operation_id = NEW.operation_id
    WHERE license_id = OLD.license_id AND status IN ('invited', 'accepted', 'suspended') AND door IN ('role', 'enable', 'renewal') AND EXISTS (
      SELECT 1 FROM members m JOIN json_each (OLD.roles) r
          ON r.value = coalesce ((SELECT c.base FROM roles c WHERE c.organization_id = m.organization_id AND c.id = m.role), m.role)
        WHERE m.id = assignments.member_id)
    AND NOT EXISTS (
      SELECT 1 FROM members m JOIN staff_roles s ON s.organization_id = m.organization_id AND s.role = m.role
        WHERE m.id = assignments.member_id AND s.license_id = assignments.license_id);
  INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT 'asg_' || substr (NEW.operation_id, 4, 10) || substr (m.id, 15), m.organization_id, NEW.license_id, m.id, i.id,
      CASE m.status WHEN 'active' THEN 'accepted' WHEN 'pending' THEN 'invited' ELSE 'suspended' END, 'role', iif (m.status = 'disabled', 'disabled', 'role_given'),
      NEW.changed_by, NEW.changed_at, NEW.operation_id
    FROM members m JOIN staff_roles s ON s.organization_id = m.organization_id AND s.role = m.role
      JOIN licenses l ON l.id = s.license_id AND (m.status = 'disabled' OR coalesce (l.ends_at > NEW.changed_at, true))
      LEFT JOIN invitations i ON i.member_id = m.id AND i.status = 'pending'
    WHERE m.organization_id = NEW.organization_id AND (m.status IN ('active', 'disabled') OR (m.status = 'pending' AND i.id IS NOT NULL))
    ORDER BY m.role <> 'owner', m.seq
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = excluded.status, door = 'role', reason = excluded.reason,
      changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status IN ('removed', 'rejected') OR (status = 'suspended' AND excluded.status = 'accepted')
        OR (status = 'invited' AND excluded.status = 'accepted');
  SELECT RAISE (ABORT, 'staff_seats_missing') WHERE EXISTS (
    SELECT 1 FROM members m JOIN staff_roles s ON s.organization_id = m.organization_id AND s.role = m.role
      WHERE m.organization_id = NEW.organization_id AND (m.status = 'active' OR (m.status = 'pending' AND EXISTS (
        SELECT 1 FROM invitations i WHERE i.member_id = m.id AND i.status = 'pending'))) AND NOT EXISTS (
        SELECT 1 FROM assignments a WHERE a.license_id = NEW.license_id AND a.member_id = m.id AND a.status IN ('invited', 'accepted')));
END;
