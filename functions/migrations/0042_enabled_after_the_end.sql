-- Whoever is enabled after a license has ended waits for its renewal like everybody there, and what was only asked on the license
-- that their role takes a seat of is theirs.
DROP TRIGGER seats_follow_an_enabled_member;
CREATE TRIGGER seats_follow_an_enabled_member AFTER UPDATE OF returns ON members WHEN NEW.status = 'active' AND OLD.status = 'disabled' BEGIN
  UPDATE assignments SET reason = 'term_ended' WHERE member_id = NEW.id AND status = 'suspended' AND reason = 'disabled'
    AND EXISTS (SELECT 1 FROM licenses l WHERE l.id = assignments.license_id AND l.ends_at <= NEW.changed_at);
  UPDATE assignments SET status = 'accepted', door = 'enable', reason = 'enabled', changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND status = 'suspended' AND reason = 'disabled';
  UPDATE assignments SET status = 'accepted', door = 'role', reason = 'role_given', changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND status = 'invited' AND license_id IN (
      SELECT s.license_id FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role);
END;
