-- People are found by more than name, address and external ids: by the values of fields (but those of which the admins say
-- otherwise) and by the further addresses of their account.
ALTER TABLE custom_fields ADD COLUMN searchable INTEGER NOT NULL DEFAULT 1 CHECK (searchable IN (0, 1));
UPDATE custom_fields SET searchable = 0 WHERE kind IN ('date', 'yes_no');

-- What finds whom beside name and address, word by word. Addresses count where the person is in, values while they are not
-- removed: as their page shows both.
CREATE VIEW member_words (member_id, word) AS
  SELECT member_id, external_id FROM external_ids
  UNION ALL
  SELECT m.id, u.email FROM members m JOIN users u ON u.id = m.user_id AND u.email <> m.email WHERE m.status IN ('active', 'disabled')
  UNION ALL
  SELECT m.id, e.email FROM members m JOIN user_emails e ON e.user_id = m.user_id AND e.verified_at IS NOT NULL WHERE m.status IN ('active', 'disabled')
  UNION ALL
  SELECT v.member_id, v.value ->> '$' FROM member_fields v JOIN custom_fields f ON f.id = v.field_id AND f.searchable
    JOIN members m ON m.id = v.member_id WHERE m.status <> 'removed';

-- Whose words are to be read anew: deleting a row here reads them. What changes for one person is put here and taken out at
-- once; what changes for all who have a value of a field is taken out part by part (`store::search`).
CREATE TABLE search_due (
  organization_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER search_due_is_done AFTER DELETE ON search_due BEGIN
  UPDATE members SET known_as = w.words
    FROM (SELECT coalesce (group_concat (word, ' '), '') AS words FROM member_words WHERE member_id = OLD.member_id) w
    WHERE members.id = OLD.member_id AND members.known_as <> w.words;
END;

DROP TRIGGER external_ids_find_members;
DROP TRIGGER external_ids_find_members_again;
DROP TRIGGER external_ids_find_members_no_longer;
CREATE TRIGGER external_ids_find_members AFTER INSERT ON external_ids BEGIN
  INSERT INTO search_due VALUES (NEW.organization_id, NEW.member_id) ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE organization_id = NEW.organization_id AND member_id = NEW.member_id;
END;
CREATE TRIGGER external_ids_find_members_again AFTER UPDATE OF member_id, external_id ON external_ids BEGIN
  INSERT INTO search_due VALUES (NEW.organization_id, NEW.member_id), (OLD.organization_id, OLD.member_id) ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE organization_id = NEW.organization_id AND member_id IN (OLD.member_id, NEW.member_id);
END;
CREATE TRIGGER external_ids_find_members_no_longer AFTER DELETE ON external_ids BEGIN
  INSERT INTO search_due VALUES (OLD.organization_id, OLD.member_id) ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE organization_id = OLD.organization_id AND member_id = OLD.member_id;
END;

CREATE TRIGGER member_fields_find_members AFTER INSERT ON member_fields
  WHEN EXISTS (SELECT 1 FROM custom_fields WHERE id = NEW.field_id AND searchable)
BEGIN
  INSERT INTO search_due VALUES (NEW.organization_id, NEW.member_id) ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE organization_id = NEW.organization_id AND member_id = NEW.member_id;
END;
CREATE TRIGGER member_fields_find_members_again AFTER UPDATE OF member_id, value ON member_fields
  WHEN (NEW.member_id <> OLD.member_id OR NEW.value <> OLD.value) AND EXISTS (SELECT 1 FROM custom_fields WHERE id = NEW.field_id AND searchable)
BEGIN
  INSERT INTO search_due VALUES (NEW.organization_id, NEW.member_id), (OLD.organization_id, OLD.member_id) ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE organization_id = NEW.organization_id AND member_id IN (OLD.member_id, NEW.member_id);
END;
-- Values that go with their field find it gone: those who had one were put above.
CREATE TRIGGER member_fields_find_members_no_longer AFTER DELETE ON member_fields
  WHEN EXISTS (SELECT 1 FROM custom_fields WHERE id = OLD.field_id AND searchable)
BEGIN
  INSERT INTO search_due VALUES (OLD.organization_id, OLD.member_id) ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE organization_id = OLD.organization_id AND member_id = OLD.member_id;
END;
CREATE TRIGGER custom_fields_find_members AFTER UPDATE OF searchable ON custom_fields WHEN NEW.searchable <> OLD.searchable BEGIN
  INSERT INTO search_due SELECT organization_id, member_id FROM member_fields WHERE field_id = NEW.id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER custom_fields_find_members_no_longer BEFORE DELETE ON custom_fields WHEN OLD.searchable BEGIN
  INSERT INTO search_due SELECT organization_id, member_id FROM member_fields WHERE field_id = OLD.id ON CONFLICT DO NOTHING;
END;

-- Addresses are an account's: it may be in several organizations.
CREATE TRIGGER users_find_members AFTER UPDATE OF email ON users WHEN NEW.email <> OLD.email BEGIN
  INSERT INTO search_due SELECT organization_id, id FROM members WHERE user_id = NEW.id ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE (organization_id, member_id) IN (SELECT organization_id, id FROM members WHERE user_id = NEW.id);
END;
CREATE TRIGGER user_emails_find_members AFTER INSERT ON user_emails WHEN NEW.verified_at IS NOT NULL BEGIN
  INSERT INTO search_due SELECT organization_id, id FROM members WHERE user_id = NEW.user_id ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE (organization_id, member_id) IN (SELECT organization_id, id FROM members WHERE user_id = NEW.user_id);
END;
CREATE TRIGGER user_emails_find_members_again AFTER UPDATE OF user_id, email, verified_at ON user_emails
  WHEN coalesce (NEW.verified_at, OLD.verified_at) IS NOT NULL
BEGIN
  INSERT INTO search_due SELECT organization_id, id FROM members WHERE user_id IN (OLD.user_id, NEW.user_id) ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE (organization_id, member_id) IN (SELECT organization_id, id FROM members WHERE user_id IN (OLD.user_id, NEW.user_id));
END;
CREATE TRIGGER user_emails_find_members_no_longer AFTER DELETE ON user_emails WHEN OLD.verified_at IS NOT NULL BEGIN
  INSERT INTO search_due SELECT organization_id, id FROM members WHERE user_id = OLD.user_id ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE (organization_id, member_id) IN (SELECT organization_id, id FROM members WHERE user_id = OLD.user_id);
END;

-- Whoever comes in, leaves for good or is asked again. Accepting must not pay for it: it is done within a minute.
CREATE TRIGGER members_come_with_words AFTER INSERT ON members WHEN NEW.user_id IS NOT NULL BEGIN
  INSERT INTO search_due SELECT NEW.organization_id, NEW.id WHERE EXISTS (
    SELECT 1 FROM user_emails WHERE user_id = NEW.user_id AND verified_at IS NOT NULL
  ) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER members_go_with_words AFTER UPDATE OF user_id, status ON members
  WHEN NEW.user_id IS NOT OLD.user_id OR (NEW.status IN ('active', 'disabled')) <> (OLD.status IN ('active', 'disabled'))
    OR (NEW.status = 'removed') <> (OLD.status = 'removed')
BEGIN
  INSERT INTO search_due SELECT NEW.organization_id, NEW.id WHERE EXISTS (
    SELECT 1 FROM user_emails WHERE user_id = NEW.user_id AND verified_at IS NOT NULL
  ) OR EXISTS (SELECT 1 FROM member_fields WHERE member_id = NEW.id) ON CONFLICT DO NOTHING;
END;

INSERT INTO search_due
  SELECT organization_id, id FROM members WHERE user_id IN (SELECT user_id FROM user_emails WHERE verified_at IS NOT NULL)
  UNION SELECT organization_id, member_id FROM member_fields;
