-- People who wait for a seat of a full license, first come, first seated.
--
-- A row is an offer made ready in advance: it carries what its turn will need, so that the very transaction which sets a
-- seat free (`gate_books_a_release` in 0003), adds seats, or lets somebody in gives the seat to whoever is first. No
-- moment lies between in which another door could take it. The ids of what is written then are made from the entry's
-- own random bits and the time of the operation that freed the seat. Whoever waits is a member, pending if they are new.
--
-- A turn is a column of its own (`turns`), as `releases` in 0003 is: what ends a wait by `state` leads no further.
CREATE TABLE seat_queue (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  license_id TEXT NOT NULL REFERENCES licenses (id),
  member_id TEXT NOT NULL REFERENCES members (id),
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'seated', 'left')),
  -- Why it stands as it does: `license_full` while waiting, then how it ended.
  reason TEXT NOT NULL DEFAULT 'license_full',
  -- The order, and the place in it at the beginning; both are given by the trigger, nobody chooses them.
  position INTEGER NOT NULL DEFAULT 0,
  place INTEGER NOT NULL DEFAULT 0,
  -- How often a seat was offered: once, unless the gate said no.
  turns INTEGER NOT NULL DEFAULT 0,
  -- What is sent to a person who has not joined yet when their turn comes.
  role TEXT NOT NULL,
  invitation_id TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 60),
  queued_by TEXT NOT NULL,
  queued_by_name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- One place for a person in a license's queue.
CREATE UNIQUE INDEX seat_queue_of_person ON seat_queue (member_id, license_id) WHERE state = 'waiting';
CREATE INDEX seat_queue_in_order ON seat_queue (license_id, position) WHERE state = 'waiting';
CREATE INDEX seat_queue_by_state ON seat_queue (license_id, state, changed_at, id);
CREATE INDEX licenses_with_a_queue ON licenses (id) WHERE waiting > 0;
CREATE TRIGGER seat_queue_is_never_shortened BEFORE DELETE ON seat_queue BEGIN
  SELECT RAISE (ABORT, 'seat_queue_is_kept');
END;

-- Who comes stands last; if a seat is free after all, whoever is first gets it at once.
CREATE TRIGGER queue_lets_in AFTER INSERT ON seat_queue BEGIN
  UPDATE licenses SET waiting = waiting + 1 WHERE id = NEW.license_id;
  UPDATE seat_queue SET
      position = 1 + coalesce ((SELECT max (position) FROM seat_queue WHERE license_id = NEW.license_id AND state = 'waiting' AND id <> NEW.id), 0),
      place = (SELECT waiting FROM licenses WHERE id = NEW.license_id)
    WHERE id = NEW.id;
  UPDATE seat_queue SET turns = turns + 1, changed_by = 'Usher', changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE license_id = NEW.license_id AND state = 'waiting' AND position < coalesce ((SELECT position FROM seat_queue WHERE license_id = NEW.license_id AND state = 'waiting'
      ORDER BY position LIMIT 1 OFFSET coalesce ((SELECT max (seat_limit - reserved - held, 0) FROM licenses
        WHERE id = NEW.license_id AND coalesce (ends_at > NEW.changed_at, true)), 0)), 9223372036854775807);
END;
-- The turn of one person: an active member is seated, an open invitation gets the license and its time anew, anybody
-- else is invited. The gate is asked as by every door; should it refuse, the person goes on waiting.
CREATE TRIGGER queue_seats AFTER UPDATE OF turns ON seat_queue WHEN NEW.state = 'waiting' BEGIN
  UPDATE invitations SET expires_at = max (expires_at, strftime ('%Y-%m-%dT%H:%M:%fZ', NEW.changed_at, NEW.days || ' days'))
    WHERE member_id = NEW.member_id AND status = 'pending';
  INSERT INTO invitations (id, organization_id, member_id, email, name, role, claims, code_hash, status, delivery, invited_by, invited_by_name,
      created_at, expires_at, changed_by, changed_at, operation_id)
    SELECT NEW.invitation_id, m.organization_id, m.id, m.email, m.name, NEW.role, '[]', NEW.code_hash, 'pending', 'queued', NEW.queued_by, NEW.queued_by_name,
      NEW.changed_at, strftime ('%Y-%m-%dT%H:%M:%fZ', NEW.changed_at, NEW.days || ' days'), 'Usher', NEW.changed_at,
      'op_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15)
    FROM members m WHERE m.id = NEW.member_id AND m.status = 'pending'
      AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.member_id = m.id AND i.status = 'pending');
  INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT 'asg_' || substr (NEW.id, 5), NEW.organization_id, NEW.license_id, m.id, i.id, iif (i.id IS NULL, 'accepted', 'invited'), 'queue',
      'place_' || NEW.place, 'Usher', NEW.changed_at, 'op_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15)
    FROM members m LEFT JOIN invitations i ON i.member_id = m.id AND i.status = 'pending' AND m.status = 'pending'
    WHERE m.id = NEW.member_id AND (m.status = 'active' OR i.id IS NOT NULL)
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = excluded.status, door = 'queue',
      reason = excluded.reason, changed_by = 'Usher', changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status NOT IN ('invited', 'accepted');
  INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, created_at)
    SELECT 'out_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, 'invitation', invitation_id, NEW.changed_at, NEW.changed_at
    FROM assignments WHERE license_id = NEW.license_id AND member_id = NEW.member_id AND status = 'invited' AND door = 'queue' AND changed_at = NEW.changed_at;
  INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id)
    SELECT 'evt_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, NEW.changed_at, 'queue.seated', 'system', '', 'Usher', m.id,
      iif (m.name <> '', m.name, m.email), json_object ('license', l.id, 'license_name', l.name, 'place', NEW.place,
        'invited', json (iif (a.status = 'invited', 'true', 'false'))), a.operation_id
    FROM assignments a JOIN members m ON m.id = a.member_id JOIN licenses l ON l.id = a.license_id
    WHERE a.license_id = NEW.license_id AND a.member_id = NEW.member_id AND a.status IN ('invited', 'accepted') AND a.door = 'queue' AND a.changed_at = NEW.changed_at;
END;

-- A wait ends with a seat (`gate_books_a_claim` and `gate_books_an_insert` in 0003) or without; the log tells the latter.
CREATE TRIGGER queue_lets_out AFTER UPDATE OF state ON seat_queue WHEN NEW.state <> OLD.state BEGIN
  UPDATE licenses SET waiting = waiting - 1 WHERE id = NEW.license_id;
  INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id)
    SELECT 'evt_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, NEW.changed_at, 'queue.left', 'system', '', 'Usher', m.id,
      iif (m.name <> '', m.name, m.email), json_object ('license', l.id, 'license_name', l.name, 'reason', NEW.reason), NEW.operation_id
    FROM licenses l JOIN members m ON m.id = NEW.member_id WHERE l.id = NEW.license_id AND NEW.state = 'left' AND NEW.reason <> 'taken_out';
END;
-- Whoever is disabled or removed waits no longer; the row keeps the reason.
CREATE TRIGGER queue_follows_members AFTER UPDATE OF departures ON members WHEN NEW.status IN ('disabled', 'removed') AND NEW.status <> OLD.status BEGIN
  UPDATE seat_queue SET state = 'left', reason = 'member_' || NEW.status, changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND state = 'waiting';
END;
