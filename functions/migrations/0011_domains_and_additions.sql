-- Mail domains that organizations say are theirs, and who has authority over them.
CREATE TABLE domains (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  -- `dns`: a TXT record was seen; `word`: an owner's word, on an instance for one machine.
  how TEXT CHECK (how IN ('dns', 'word')),
  verified_at TEXT,
  created_by_name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  UNIQUE (organization_id, name),
  CHECK ((how IS NULL) = (verified_at IS NULL))
) STRICT, WITHOUT ROWID;
-- A domain is one organization's, once it is proved.
CREATE UNIQUE INDEX domains_proved ON domains (name) WHERE verified_at IS NOT NULL;

-- Domain admins: members whose authority covers a domain (B17). Whom they add there by address is in at once.
CREATE TABLE domain_admins (
  domain_id TEXT NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
  member_id TEXT NOT NULL REFERENCES members (id),
  organization_id TEXT NOT NULL,
  created_by_name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (domain_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX domain_admins_of_member ON domain_admins (member_id);
CREATE TRIGGER domain_admins_end_with_their_member AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND OLD.status <> 'removed' BEGIN
  DELETE FROM domain_admins WHERE member_id = NEW.id;
END;

-- Whole domains: whoever has an address there takes a seat of the license when they first come in.
CREATE TABLE license_domains (
  license_id TEXT NOT NULL REFERENCES licenses (id),
  domain_id TEXT NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL,
  PRIMARY KEY (license_id, domain_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX license_domains_of_domain ON license_domains (domain_id);

-- People who became members at once, by authority over their domain and without being asked. A row is made with all its
-- seats or not at all, as an invitation is: when a license is full, or somebody else was faster, it is left out and the
-- caller reads back which rows came in.
CREATE TABLE additions (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  member_id TEXT NOT NULL REFERENCES members (id) DEFERRABLE INITIALLY DEFERRED,
  -- The account that is made unless the address has one; it has no password until its owner sets one.
  user_id TEXT NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  claims TEXT NOT NULL,
  door TEXT NOT NULL,
  added_by_name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  operation_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX additions_of_member ON additions (member_id, operation_id);
CREATE INDEX additions_of_operation ON additions (operation_id);
CREATE TRIGGER additions_ask BEFORE INSERT ON additions BEGIN
  SELECT RAISE (IGNORE) WHERE EXISTS (
    SELECT 1 FROM members WHERE organization_id = NEW.organization_id AND email = NEW.email AND status IN ('active', 'disabled')
  ) OR EXISTS (
    SELECT 1 FROM json_each (NEW.claims) JOIN licenses ON licenses.id = value ->> 'license'
      WHERE licenses.organization_id = NEW.organization_id AND reserved + held >= seat_limit
  );
END;
CREATE TRIGGER additions_seat AFTER INSERT ON additions BEGIN
  INSERT INTO users (id, email, name, password_hash, created_at)
    VALUES (NEW.user_id, NEW.email, iif (NEW.name <> '', NEW.name, substr (NEW.email, 1, instr (NEW.email, '@') - 1)), '', NEW.created_at)
    ON CONFLICT (email) DO NOTHING;
  -- An open invitation is answered by the authority that the domain admin has; its seats become held.
  UPDATE invitations SET status = 'accepted', user_id = (SELECT id FROM users WHERE email = NEW.email), answered_at = NEW.created_at,
      changed_by = NEW.added_by_name, changed_at = NEW.created_at, operation_id = NEW.operation_id
    WHERE organization_id = NEW.organization_id AND email = NEW.email AND status = 'pending';
  INSERT INTO members (id, organization_id, user_id, email, name, role, status, came_by, created_at, changed_by, changed_at, operation_id)
    SELECT NEW.member_id, NEW.organization_id, id, NEW.email, name, NEW.role, 'active', NEW.door, NEW.created_at, NEW.added_by_name, NEW.created_at, NEW.operation_id
      FROM users WHERE email = NEW.email
    ON CONFLICT (organization_id, email) DO UPDATE SET status = 'active', user_id = excluded.user_id, role = excluded.role, name = excluded.name,
      came_by = iif (members.status = 'removed', excluded.came_by, members.came_by), changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE members.status IN ('pending', 'removed');
  INSERT INTO assignments (id, organization_id, license_id, member_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT value ->> 'assignment', NEW.organization_id, value ->> 'license', NEW.member_id, 'accepted', NEW.door, 'added',
      NEW.added_by_name, NEW.created_at, NEW.operation_id FROM json_each (NEW.claims) WHERE true
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = NULL, status = 'accepted', door = excluded.door, reason = 'added',
      changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status NOT IN ('invited', 'accepted');
END;
