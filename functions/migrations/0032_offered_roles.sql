-- A role that is offered, or waited with, stays as one that is held does (there by a foreign key), and so does all else that
-- was to happen with its deletion.
CREATE TRIGGER roles_that_are_offered_stay BEFORE DELETE ON roles BEGIN
  SELECT RAISE (ABORT, 'role_held') WHERE EXISTS (
    SELECT 1 FROM invitations WHERE organization_id = OLD.organization_id AND status = 'pending' AND role = OLD.id
  ) OR EXISTS (
    SELECT 1 FROM seat_queue WHERE organization_id = OLD.organization_id AND state = 'waiting' AND role = OLD.id
  );
END;
