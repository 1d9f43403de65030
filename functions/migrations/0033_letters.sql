-- An index of text keeps the letters of what was deleted until its parts are merged. To take them out with each change of a
-- name (`secure-delete`) was a quarter of the time of accepting; now the parts are merged when somebody is erased, and at no other time.
INSERT INTO members_inside (members_inside, rank) VALUES ('secure-delete', 0);
INSERT INTO members_words (members_words, rank) VALUES ('secure-delete', 0);
CREATE TRIGGER erasures_leave_no_letters AFTER UPDATE OF under_way ON erasures WHEN NEW.under_way = 0 BEGIN
  INSERT INTO members_inside (members_inside) VALUES ('optimize');
  INSERT INTO members_words (members_words) VALUES ('optimize');
END;
