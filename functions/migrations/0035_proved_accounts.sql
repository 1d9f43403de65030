-- When whoever uses the account showed that its mailbox is theirs: by the link of an invitation that nobody else was shown, by
-- a mailed code. Of accounts made before, nobody knows; they are taken as not proved, and so asked.
ALTER TABLE users ADD COLUMN proved_at TEXT;
-- Not over an account whose password somebody chose who never showed that: they would be let in by the address alone.
DROP TRIGGER additions_ask;
CREATE TRIGGER additions_ask BEFORE INSERT ON additions BEGIN
  SELECT RAISE (IGNORE) WHERE EXISTS (
    SELECT 1 FROM members WHERE organization_id = NEW.organization_id AND email = NEW.email AND status IN ('active', 'disabled')
  ) OR EXISTS (
    SELECT 1 FROM members WHERE organization_id = NEW.organization_id AND status IN ('active', 'disabled')
      AND user_id = coalesce ((SELECT id FROM users WHERE email = NEW.email), (SELECT user_id FROM user_emails WHERE email = NEW.email AND verified_at IS NOT NULL))
  ) OR EXISTS (
    SELECT 1 FROM users WHERE email = NEW.email AND password_hash <> '' AND proved_at IS NULL
  ) OR EXISTS (
    SELECT 1 FROM json_each (NEW.claims) JOIN licenses ON licenses.id = value ->> 'license'
      WHERE licenses.organization_id = NEW.organization_id AND reserved + held >= seat_limit
  );
END;
