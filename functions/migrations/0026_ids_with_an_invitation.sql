-- Ids of other systems that are given while somebody is asked are kept for them, with the invitation that is or will be
-- theirs; they are free again when that person is not to come. Those of an earlier membership stay.
ALTER TABLE external_ids ADD COLUMN invitation_id TEXT;
CREATE TRIGGER external_ids_end_with_an_offer AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND OLD.status = 'pending' BEGIN
  DELETE FROM external_ids WHERE member_id = NEW.id AND invitation_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM invitations i WHERE i.member_id = NEW.id AND i.status = 'accepted'
      AND (i.id = external_ids.invitation_id OR i.answered_at > external_ids.created_at));
END;
