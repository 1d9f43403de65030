-- Two records of one person become one. What hangs on the record that ends goes to the one that stays, as
-- `shared::merge::plan` says; the record itself is removed and remembers where it went.
ALTER TABLE members ADD COLUMN merged_into TEXT;
CREATE INDEX members_merged ON members (merged_into) WHERE merged_into IS NOT NULL;
-- Whoever came back since, and is removed as anybody is, went nowhere.
CREATE TRIGGER members_forget_a_merge AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND NEW.merged_into IS OLD.merged_into
  AND NEW.merged_into IS NOT NULL
BEGIN
  UPDATE members SET merged_into = NULL WHERE id = NEW.id;
END;

-- A seat goes along without ever being free to others: the release does not move `releases`, which the queue watches, but
-- names the heir, and the trigger that watches that books the release and claims the seat for the heir by the gate. A heir who
-- does not get it undoes the batch.
ALTER TABLE assignments ADD COLUMN heir TEXT;
DROP TRIGGER gate_counts_releases;
CREATE TRIGGER gate_counts_releases BEFORE UPDATE OF status ON assignments
  WHEN OLD.status IN ('invited', 'accepted') AND NEW.status NOT IN ('invited', 'accepted') AND NEW.releases = OLD.releases
    AND (NEW.heir IS NULL OR NEW.heir IS OLD.heir)
BEGIN
  SELECT RAISE (ABORT, 'release_not_counted');
END;
CREATE TRIGGER gate_hands_over AFTER UPDATE OF heir ON assignments
  WHEN NEW.heir IS NOT NULL AND NEW.heir IS NOT OLD.heir AND OLD.status IN ('invited', 'accepted') AND NEW.status NOT IN ('invited', 'accepted')
    AND NEW.releases = OLD.releases
BEGIN
  INSERT INTO seat_ledger (organization_id, license_id, assignment_id, member_id, at, door, reason, actor, total, reserved, held, operation_id)
    VALUES (NEW.organization_id, NEW.license_id, NEW.id, NEW.member_id, NEW.changed_at, NEW.door, NEW.reason, NEW.changed_by,
      0, -(OLD.status = 'invited'), -(OLD.status = 'accepted'), NEW.operation_id);
  -- The id is of the time of the write, and of the chance of the seat, its heir and its license: seats that a role took have
  -- ids that are alike but for the license.
  -- A question that a member was asked stays one, also where they were deactivated since; what an invitation kept for somebody
  -- is the member's now. What a role took is the role's still, where the heir's takes it too, and goes with it (0025).
  INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT 'asg_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15, 4) || substr (m.id, -6) || substr (NEW.license_id, -6), NEW.organization_id, NEW.license_id, m.id, i.id,
      iif (m.status = 'active' AND NOT (OLD.status = 'invited' AND o.status <> 'pending'), 'accepted', 'invited'),
      iif (OLD.door IN ('role', 'enable', 'renewal') AND EXISTS (
        SELECT 1 FROM staff_roles s WHERE s.organization_id = m.organization_id AND s.license_id = NEW.license_id AND s.role = m.role), 'role', 'merge'), 'merged',
      NEW.changed_by, NEW.changed_at, NEW.operation_id
    FROM members m JOIN members o ON o.id = NEW.member_id
      LEFT JOIN invitations i ON i.member_id = m.id AND i.status = 'pending' AND m.status = 'pending'
    WHERE m.id = NEW.heir AND m.organization_id = NEW.organization_id AND m.id <> o.id AND (m.status = 'active' OR i.id IS NOT NULL)
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = excluded.status, door = excluded.door,
      reason = 'merged', changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status NOT IN ('invited', 'accepted');
  SELECT RAISE (ABORT, 'seat_not_handed_over') WHERE NOT EXISTS (
    SELECT 1 FROM assignments WHERE license_id = NEW.license_id AND member_id = NEW.heir AND operation_id = NEW.operation_id
      AND status IN ('invited', 'accepted'));
END;
