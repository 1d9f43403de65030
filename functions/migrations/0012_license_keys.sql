-- License keys (typed) and license links (followed). The secret is derived from the id, the rotation and the instance's
-- key; the table holds a keyed hash, to find the row by what somebody typed or followed.
CREATE TABLE license_keys (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  license_id TEXT NOT NULL REFERENCES licenses (id),
  form TEXT NOT NULL CHECK (form IN ('key', 'link')),
  rotation INTEGER NOT NULL DEFAULT 1,
  secret_hash TEXT NOT NULL UNIQUE,
  max_uses INTEGER CHECK (max_uses > 0),
  uses INTEGER NOT NULL DEFAULT 0 CHECK (uses >= 0),
  -- A JSON array of mail domains; empty: any.
  domains TEXT NOT NULL DEFAULT '[]',
  expires_at TEXT,
  revoked_at TEXT,
  created_by TEXT NOT NULL REFERENCES members (id),
  created_by_name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  CONSTRAINT uses_suffice CHECK (max_uses IS NULL OR uses <= max_uses)
) STRICT, WITHOUT ROWID;
CREATE INDEX license_keys_of_license ON license_keys (license_id, form, id);

-- Who came by which key. With an invitation: somebody new, who has yet to confirm their address by accepting it.
CREATE TABLE license_key_uses (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  key_id TEXT NOT NULL REFERENCES license_keys (id),
  rotation INTEGER NOT NULL,
  license_id TEXT NOT NULL,
  member_id TEXT NOT NULL REFERENCES members (id) DEFERRABLE INITIALLY DEFERRED,
  invitation_id TEXT,
  door TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at TEXT NOT NULL,
  operation_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX license_key_uses_of_member ON license_key_uses (member_id, key_id);
CREATE INDEX license_key_uses_of_invitation ON license_key_uses (invitation_id);
CREATE INDEX license_key_uses_of_operation ON license_key_uses (operation_id);

-- A use that a limit, the license or the gate refuses is left out, and the caller reads back what there is.
-- `shared::license_key::KeyFacts::judge` is the same rule with its reasons. The use of somebody new is not asked here:
-- their invitation has the seat, and `uses_suffice` undoes the whole when the key is used up.
CREATE TRIGGER license_keys_ask BEFORE INSERT ON license_key_uses WHEN NEW.invitation_id IS NULL BEGIN
  SELECT RAISE (IGNORE) FROM license_keys k JOIN licenses l ON l.id = k.license_id JOIN members m ON m.id = NEW.member_id
    LEFT JOIN assignments a ON a.license_id = k.license_id AND a.member_id = NEW.member_id
    WHERE k.id = NEW.key_id AND (
      k.revoked_at IS NOT NULL OR k.rotation <> NEW.rotation OR k.expires_at <= NEW.at OR k.uses >= k.max_uses OR l.expires_at <= NEW.at
      OR m.status <> 'active' OR a.status = 'accepted'
      OR (l.reserved + l.held >= l.seat_limit AND a.status IS NOT 'invited')
      OR (k.domains <> '[]' AND substr (m.email, instr (m.email, '@') + 1) NOT IN (SELECT value FROM json_each (k.domains)))
      OR (a.status = 'removed' AND EXISTS (SELECT 1 FROM license_key_uses u WHERE u.member_id = NEW.member_id AND u.key_id = NEW.key_id AND u.rotation = NEW.rotation))
    );
END;
CREATE TRIGGER license_keys_let_in AFTER INSERT ON license_key_uses BEGIN
  UPDATE license_keys SET uses = uses + 1 WHERE id = NEW.key_id;
  INSERT INTO assignments (id, organization_id, license_id, member_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT NEW.id, NEW.organization_id, NEW.license_id, NEW.member_id, 'accepted', NEW.door, 'joined', NEW.by_name, NEW.at, NEW.operation_id
    WHERE NEW.invitation_id IS NULL
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = NULL, status = 'accepted', door = excluded.door, reason = 'joined',
      changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id;
END;
-- Who does not confirm in time gives the use back.
CREATE TRIGGER license_keys_forget AFTER UPDATE OF endings ON invitations
  WHEN OLD.status = 'pending' AND NEW.status IN ('declined', 'canceled', 'expired')
BEGIN
  DELETE FROM license_key_uses WHERE invitation_id = NEW.id;
END;
CREATE TRIGGER license_keys_count_back AFTER DELETE ON license_key_uses BEGIN
  UPDATE license_keys SET uses = uses - 1 WHERE id = OLD.key_id;
END;
