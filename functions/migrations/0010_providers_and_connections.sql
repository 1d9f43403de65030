-- How each meeting provider is set up. What a provider is stands in `shared::provider`.
CREATE TABLE provider_settings (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  provider TEXT NOT NULL,
  installed_at TEXT,
  site_url TEXT,
  auto_connect INTEGER NOT NULL DEFAULT 0 CHECK (auto_connect IN (0, 1)),
  -- Steps that an admin ticked: {"admin_account": {"at", "by"}}.
  ticks TEXT NOT NULL DEFAULT '{}',
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, provider)
) STRICT, WITHOUT ROWID;

-- Which providers a license uses.
CREATE TABLE license_providers (
  license_id TEXT NOT NULL REFERENCES licenses (id),
  provider TEXT NOT NULL,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  PRIMARY KEY (license_id, provider)
) STRICT, WITHOUT ROWID;
CREATE INDEX license_providers_by_provider ON license_providers (organization_id, provider, license_id);

-- Accounts that people have at a provider. An account and an address are there once.
CREATE TABLE external_accounts (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  provider TEXT NOT NULL,
  account_id TEXT NOT NULL,
  email TEXT,
  name TEXT NOT NULL,
  -- Who stated it as their own, where each person connects themselves.
  stated_by TEXT REFERENCES members (id),
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX external_accounts_once ON external_accounts (organization_id, provider, account_id);
CREATE UNIQUE INDEX external_accounts_address_once ON external_accounts (organization_id, provider, email) WHERE email IS NOT NULL;

-- Who asked not to be connected by their address.
CREATE TABLE auto_connect_refused (
  member_id TEXT PRIMARY KEY REFERENCES members (id),
  organization_id TEXT NOT NULL REFERENCES organizations (id)
) STRICT, WITHOUT ROWID;

-- Who is connected to which account: a member has one at a provider, an account has one member.
CREATE TABLE connections (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  member_id TEXT NOT NULL REFERENCES members (id),
  provider TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES external_accounts (id),
  state TEXT NOT NULL CHECK (state IN ('connected', 'broken')),
  reason TEXT,
  -- Who made it: an admin by hand, a match by address, the address by itself, or the person.
  way TEXT NOT NULL CHECK (way IN ('admin', 'match', 'address', 'person')),
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  CHECK ((state = 'broken') = (reason IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX connections_one_for_a_member ON connections (member_id, provider);
CREATE UNIQUE INDEX connections_one_for_an_account ON connections (account_id);
CREATE INDEX connections_by_state ON connections (organization_id, state, member_id);
CREATE INDEX connections_of_operation ON connections (operation_id);

-- Whoever is removed leaves their accounts to others.
CREATE TRIGGER connections_end_with_their_member AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND OLD.status <> 'removed' BEGIN
  DELETE FROM connections WHERE member_id = NEW.id;
END;

-- Who could be connected by their address, at the providers where that is switched on: a seat, no connection, and a
-- free account with the same address. `shared::provider::matching` is the same rule for the console's preview.
CREATE VIEW connectable AS
  SELECT m.organization_id, m.id AS member_id, p.provider, x.id AS account_id, p.license_id
  FROM assignments a
  JOIN members m ON m.id = a.member_id AND m.status = 'active'
  JOIN license_providers p ON p.license_id = a.license_id
  JOIN provider_settings s ON s.organization_id = m.organization_id AND s.provider = p.provider AND s.auto_connect = 1
  JOIN external_accounts x ON x.organization_id = m.organization_id AND x.provider = p.provider AND x.email = m.email
  WHERE a.status = 'accepted'
    AND NOT EXISTS (SELECT 1 FROM connections c WHERE c.member_id = m.id AND c.provider = p.provider)
    AND NOT EXISTS (SELECT 1 FROM connections c WHERE c.account_id = x.id)
    AND NOT EXISTS (SELECT 1 FROM auto_connect_refused r WHERE r.member_id = m.id);

-- Ids of what triggers make: the time of the operation, then the chance of the row that they follow.
CREATE TRIGGER connections_follow_a_new_seat AFTER INSERT ON assignments WHEN NEW.status = 'accepted' BEGIN
  INSERT INTO connections (id, organization_id, member_id, provider, account_id, state, way, changed_by, changed_at, operation_id)
    SELECT 'con_' || substr(NEW.operation_id, 4, 10) || substr(account_id, 15), organization_id, member_id, provider, account_id,
      'connected', 'address', 'Usher', NEW.changed_at, NEW.operation_id
    FROM connectable WHERE member_id = NEW.member_id AND license_id = NEW.license_id;
END;
CREATE TRIGGER connections_follow_a_seat AFTER UPDATE OF status ON assignments WHEN NEW.status = 'accepted' AND OLD.status <> 'accepted' BEGIN
  INSERT INTO connections (id, organization_id, member_id, provider, account_id, state, way, changed_by, changed_at, operation_id)
    SELECT 'con_' || substr(NEW.operation_id, 4, 10) || substr(account_id, 15), organization_id, member_id, provider, account_id,
      'connected', 'address', 'Usher', NEW.changed_at, NEW.operation_id
    FROM connectable WHERE member_id = NEW.member_id AND license_id = NEW.license_id;
END;
CREATE TRIGGER connections_follow_a_new_account AFTER INSERT ON external_accounts WHEN NEW.email IS NOT NULL BEGIN
  INSERT INTO connections (id, organization_id, member_id, provider, account_id, state, way, changed_by, changed_at, operation_id)
    SELECT DISTINCT 'con_' || substr(NEW.operation_id, 4, 10) || substr(NEW.id, 15), organization_id, member_id, provider, account_id,
      'connected', 'address', 'Usher', NEW.changed_at, NEW.operation_id
    FROM connectable WHERE account_id = NEW.id
      AND member_id = (SELECT id FROM members WHERE organization_id = NEW.organization_id AND email = NEW.email);
END;
CREATE TRIGGER connections_follow_an_account AFTER UPDATE OF email ON external_accounts WHEN NEW.email IS NOT OLD.email BEGIN
  INSERT INTO connections (id, organization_id, member_id, provider, account_id, state, way, changed_by, changed_at, operation_id)
    SELECT DISTINCT 'con_' || substr(NEW.operation_id, 4, 10) || substr(NEW.id, 15), organization_id, member_id, provider, account_id,
      'connected', 'address', 'Usher', NEW.changed_at, NEW.operation_id
    FROM connectable WHERE account_id = NEW.id
      AND member_id = (SELECT id FROM members WHERE organization_id = NEW.organization_id AND email = NEW.email);
END;
-- What nobody pressed, Usher itself tells.
CREATE TRIGGER connections_by_address_are_told AFTER INSERT ON connections WHEN NEW.way = 'address' BEGIN
  INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id)
    SELECT 'evt_' || substr(NEW.operation_id, 4, 10) || substr(NEW.id, 15), NEW.organization_id, NEW.changed_at, 'connection.made',
      'system', '', 'Usher', m.id, iif(m.name <> '', m.name, m.email),
      json_object('provider', NEW.provider, 'account', x.account_id), NEW.operation_id
    FROM members m JOIN external_accounts x ON x.id = NEW.account_id WHERE m.id = NEW.member_id;
END;
