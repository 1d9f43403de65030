-- Ids of other systems that come with an invitation are kept for whoever is asked; they are free again when that person
-- is not to come any more.
CREATE TRIGGER external_ids_end_with_an_offer AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND OLD.status = 'pending' BEGIN
  DELETE FROM external_ids WHERE member_id = NEW.id;
END;
