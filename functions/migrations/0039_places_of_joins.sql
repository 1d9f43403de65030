-- Whoever joined by their domain waits where no seat was free. That is written after they accepted: until it is, the sweep
-- finds them here.
ALTER TABLE domain_joins ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
CREATE INDEX domain_joins_due ON domain_joins (invitation_id) WHERE due = 1;

CREATE TRIGGER domain_joins_are_due AFTER UPDATE OF user_id ON invitations WHEN NEW.status = 'accepted' AND OLD.status = 'pending' BEGIN
  UPDATE domain_joins SET due = 1 WHERE invitation_id = NEW.id;
END;
