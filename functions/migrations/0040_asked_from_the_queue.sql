-- Who waits is seated by the gate by which they came: a member who would have been asked about a seat that was free (a door by an
-- address, without authority over it) is asked when their turn comes, with the seat kept for them. Who stands in line already was
-- promised the seat itself.
ALTER TABLE seat_queue ADD COLUMN asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1));
-- As in 0025, but for the status of such a seat and its mail.
DROP TRIGGER queue_seats;
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
    SELECT 'asg_' || substr (NEW.id, 5), NEW.organization_id, NEW.license_id, m.id, i.id, iif (i.id IS NULL AND NEW.asked = 0, 'accepted', 'invited'), 'queue',
      'place_' || NEW.place, 'Usher', NEW.changed_at, 'op_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15)
    FROM members m LEFT JOIN invitations i ON i.member_id = m.id AND i.status = 'pending' AND m.status = 'pending'
    WHERE m.id = NEW.member_id AND (m.status = 'active' OR i.id IS NOT NULL)
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = excluded.status, door = 'queue',
      reason = excluded.reason, changed_by = 'Usher', changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status NOT IN ('invited', 'accepted');
  INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, created_at)
    SELECT 'out_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, iif (invitation_id IS NULL, 'license_invite', 'invitation'),
      coalesce (invitation_id, id), NEW.changed_at, NEW.changed_at
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
