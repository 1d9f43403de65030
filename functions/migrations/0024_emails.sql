-- Further addresses of an account: proved by a mailed code, which is derived from the id. A person is found and signs in by
-- any of them; mails go to the primary one, `users.email`.
CREATE TABLE user_emails (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  -- NULL while the code was not typed.
  verified_at TEXT,
  created_at TEXT NOT NULL,
  -- Until when the last mailed code is good.
  expires_at TEXT NOT NULL,
  UNIQUE (user_id, email)
) STRICT, WITHOUT ROWID;
-- Anybody may name an address, one account has it.
CREATE UNIQUE INDEX user_emails_once ON user_emails (email) WHERE verified_at IS NOT NULL;

-- Which address is to become the primary one, until the code that went to the primary one of today is typed.
CREATE TABLE address_changes (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
  email_id TEXT NOT NULL REFERENCES user_emails (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX address_changes_of_email ON address_changes (email_id);

CREATE TRIGGER user_emails_are_few BEFORE INSERT ON user_emails
  WHEN NOT EXISTS (SELECT 1 FROM user_emails WHERE user_id = NEW.user_id AND email = NEW.email)
BEGIN
  SELECT RAISE (ABORT, 'too_many_addresses') WHERE (SELECT count(*) FROM user_emails WHERE user_id = NEW.user_id) >= 10;
END;
-- An address is one account's, and within an organization one person's: neither another account nor another record of an
-- organization of theirs has it.
CREATE TRIGGER user_emails_are_nobody_elses BEFORE UPDATE ON user_emails WHEN NEW.verified_at IS NOT NULL BEGIN
  SELECT RAISE (ABORT, 'address_taken') WHERE EXISTS (
    SELECT 1 FROM users WHERE email = NEW.email AND id <> NEW.user_id
  ) OR EXISTS (
    SELECT 1 FROM members o JOIN members m ON m.organization_id = o.organization_id AND m.email = NEW.email
    WHERE o.user_id = NEW.user_id AND o.status <> 'removed' AND m.status <> 'removed' AND m.user_id IS NOT NEW.user_id
  );
END;
-- Whoever makes accounts for addresses finds that this one has an account.
CREATE TRIGGER users_leave_further_addresses BEFORE INSERT ON users
  WHEN EXISTS (SELECT 1 FROM user_emails WHERE email = NEW.email AND verified_at IS NOT NULL)
BEGIN
  SELECT RAISE (IGNORE);
END;
CREATE TRIGGER members_leave_further_addresses BEFORE INSERT ON members
  WHEN EXISTS (
    SELECT 1 FROM user_emails e JOIN members m ON m.user_id = e.user_id AND m.organization_id = NEW.organization_id
    WHERE e.email = NEW.email AND e.verified_at IS NOT NULL AND m.status <> 'removed' AND m.id <> NEW.id
  )
BEGIN
  SELECT RAISE (ABORT, 'address_taken');
END;
-- A list that has the address keeps its person: nobody is listed under an address that is not theirs.
CREATE TRIGGER user_emails_in_a_list_stay BEFORE DELETE ON user_emails
  WHEN EXISTS (SELECT 1 FROM members WHERE user_id = OLD.user_id AND email = OLD.email AND status IN ('active', 'disabled'))
BEGIN
  SELECT RAISE (ABORT, 'address_listed');
END;
-- Whoever is known by another address is connected by it, as by a new seat.
CREATE TRIGGER connections_follow_an_address AFTER UPDATE OF email ON members WHEN NEW.email <> OLD.email AND NEW.status = 'active' BEGIN
  INSERT INTO connections (id, organization_id, member_id, provider, account_id, state, way, changed_by, changed_at, operation_id)
    SELECT DISTINCT 'con_' || substr(NEW.operation_id, 4, 10) || substr(account_id, 15), organization_id, member_id, provider, account_id,
      'connected', 'address', 'Usher', NEW.changed_at, NEW.operation_id
    FROM connectable WHERE member_id = NEW.id;
END;

-- Who is added at once under a further address is who has it; whoever is in by another of their addresses is left out.
-- Their seat follows in 0025.
DROP TRIGGER additions_ask;
CREATE TRIGGER additions_ask BEFORE INSERT ON additions BEGIN
  SELECT RAISE (IGNORE) WHERE EXISTS (
    SELECT 1 FROM members WHERE organization_id = NEW.organization_id AND email = NEW.email AND status IN ('active', 'disabled')
  ) OR EXISTS (
    SELECT 1 FROM members WHERE organization_id = NEW.organization_id AND status IN ('active', 'disabled')
      AND user_id = coalesce ((SELECT id FROM users WHERE email = NEW.email), (SELECT user_id FROM user_emails WHERE email = NEW.email AND verified_at IS NOT NULL))
  ) OR EXISTS (
    SELECT 1 FROM json_each (NEW.claims) JOIN licenses ON licenses.id = value ->> 'license'
      WHERE licenses.organization_id = NEW.organization_id AND reserved + held >= seat_limit
  );
END;

-- Two more kinds of mails. A constraint is changed by a new table; the trigger that writes to it makes way and is made again in
-- 0025, which changes it.
DROP TRIGGER queue_seats;
CREATE TABLE outbox_next (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('invitation', 'addition', 'license_invite', 'notice', 'password_reset', 'invitation_request',
    'address_code', 'address_change')),
  subject_id TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at TEXT NOT NULL,
  leased_until TEXT,
  detail TEXT,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO outbox_next SELECT id, organization_id, kind, subject_id, state, attempts, due_at, leased_until, detail, created_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_next RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'queued';
