-- Licenses, who is on them, and the gate: the one place where a seat is claimed or set free.
--
-- A change of `assignments.status` is the only way to change a seat. Triggers on that table ask the license for a
-- free seat, write the ledger and move the counters, in the transaction of the change. A claim on a full license
-- does nothing (the row is left as it was) and the caller reads back what it got; the CHECK on `licenses` is the
-- last line: whatever goes wrong, reserved + held never passes the limit.
--
-- A statement is compiled anew on each request, with every trigger that it could reach. So that accepting does not pay
-- for what follows a freed seat, whatever may free one also moves `releases`, and that is what those triggers watch.
CREATE TABLE licenses (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  -- What programs ask for (`products.key`), or how its package was called when the license was made.
  product TEXT NOT NULL,
  package_id TEXT REFERENCES packages (id),
  type TEXT NOT NULL CHECK (type IN ('district', 'school', 'building', 'teacher', 'staff')),
  seats INTEGER NOT NULL CHECK (seats BETWEEN 1 AND 10000000),
  overage_rule TEXT NOT NULL CHECK (overage_rule IN ('none', 'percent', 'unlimited')),
  overage_percent INTEGER NOT NULL DEFAULT 0 CHECK (overage_percent BETWEEN 0 AND 100),
  seat_limit INTEGER NOT NULL GENERATED ALWAYS AS (
    CASE overage_rule WHEN 'unlimited' THEN 9007199254740991 ELSE seats + seats * overage_percent / 100 END
  ) STORED,
  reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  held INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
  -- People in its queue (0009), kept current by the queue's triggers.
  waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting >= 0),
  starts_at TEXT,
  expires_at TEXT,
  grace_days INTEGER NOT NULL DEFAULT 0 CHECK (grace_days BETWEEN 0 AND 365),
  -- When its people lose it: the end of its term and of the days of grace.
  ends_at TEXT GENERATED ALWAYS AS (strftime ('%Y-%m-%dT%H:%M:%fZ', expires_at, grace_days || ' days')) STORED,
  -- When the sweep noticed that it had ended (0015).
  lapsed_at TEXT,
  created_at TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  CONSTRAINT seats_suffice CHECK (reserved + held <= seat_limit)
) STRICT, WITHOUT ROWID;
CREATE INDEX licenses_by_name ON licenses (organization_id, name, id);
CREATE INDEX licenses_by_product ON licenses (organization_id, product);
CREATE INDEX licenses_by_package ON licenses (package_id) WHERE package_id IS NOT NULL;
CREATE INDEX licenses_by_end ON licenses (ends_at) WHERE ends_at IS NOT NULL;

CREATE TABLE assignments (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  license_id TEXT NOT NULL REFERENCES licenses (id),
  member_id TEXT NOT NULL REFERENCES members (id) DEFERRABLE INITIALLY DEFERRED,
  invitation_id TEXT,
  status TEXT NOT NULL CHECK (status IN ('invited', 'accepted', 'rejected', 'suspended', 'removed')),
  door TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- How often its seat may have been set free.
  releases INTEGER NOT NULL DEFAULT 0,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  UNIQUE (license_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignments_of_member ON assignments (member_id, status);
CREATE INDEX assignments_of_operation ON assignments (operation_id);
CREATE INDEX assignments_of_invitation ON assignments (invitation_id, status);

-- Every change of a seat, never edited: what, whose, by which door, why, who, when.
CREATE TABLE seat_ledger (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id TEXT NOT NULL,
  license_id TEXT NOT NULL,
  assignment_id TEXT,
  member_id TEXT,
  at TEXT NOT NULL,
  door TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  total INTEGER NOT NULL,
  reserved INTEGER NOT NULL,
  held INTEGER NOT NULL,
  operation_id TEXT NOT NULL
) STRICT;
CREATE INDEX seat_ledger_of_license ON seat_ledger (license_id, sequence);
CREATE INDEX seat_ledger_of_assignment ON seat_ledger (assignment_id, sequence);
CREATE TRIGGER seat_ledger_is_never_edited BEFORE UPDATE ON seat_ledger BEGIN
  SELECT RAISE (ABORT, 'ledger_is_append_only');
END;
CREATE TRIGGER seat_ledger_is_never_shortened BEFORE DELETE ON seat_ledger BEGIN
  SELECT RAISE (ABORT, 'ledger_is_append_only');
END;
CREATE TRIGGER seat_ledger_moves_the_counters AFTER INSERT ON seat_ledger WHEN NEW.reserved <> 0 OR NEW.held <> 0 BEGIN
  UPDATE licenses SET reserved = reserved + NEW.reserved, held = held + NEW.held WHERE id = NEW.license_id;
END;

-- The gate. A claim is refused by leaving the row as it was.
CREATE TRIGGER gate_asks_on_insert BEFORE INSERT ON assignments WHEN NEW.status IN ('invited', 'accepted') BEGIN
  SELECT RAISE (IGNORE) FROM licenses
    WHERE id = NEW.license_id AND reserved + held >= seat_limit AND NOT EXISTS (
      SELECT 1 FROM assignments
        WHERE license_id = NEW.license_id AND member_id = NEW.member_id AND status IN ('invited', 'accepted')
    );
END;
CREATE TRIGGER gate_asks_on_update BEFORE UPDATE OF status ON assignments
  WHEN NEW.status IN ('invited', 'accepted') AND OLD.status NOT IN ('invited', 'accepted')
BEGIN
  SELECT RAISE (IGNORE) FROM licenses WHERE id = NEW.license_id AND reserved + held >= seat_limit;
END;
CREATE TRIGGER gate_counts_releases BEFORE UPDATE OF status ON assignments
  WHEN OLD.status IN ('invited', 'accepted') AND NEW.status NOT IN ('invited', 'accepted') AND NEW.releases = OLD.releases
BEGIN
  SELECT RAISE (ABORT, 'release_not_counted');
END;
CREATE TRIGGER gate_books_an_insert AFTER INSERT ON assignments WHEN NEW.status IN ('invited', 'accepted') BEGIN
  INSERT INTO seat_ledger (organization_id, license_id, assignment_id, member_id, at, door, reason, actor, total, reserved, held, operation_id)
    VALUES (NEW.organization_id, NEW.license_id, NEW.id, NEW.member_id, NEW.changed_at, NEW.door, NEW.reason, NEW.changed_by,
      0, NEW.status = 'invited', NEW.status = 'accepted', NEW.operation_id);
  UPDATE seat_queue SET state = iif (NEW.door = 'queue', 'seated', 'left'), reason = iif (NEW.door = 'queue', 'seated', 'seated_otherwise'),
      changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.member_id AND license_id = NEW.license_id AND state = 'waiting';
END;
CREATE TRIGGER gate_books_a_claim AFTER UPDATE OF status ON assignments WHEN NEW.status <> OLD.status AND NEW.status IN ('invited', 'accepted') BEGIN
  INSERT INTO seat_ledger (organization_id, license_id, assignment_id, member_id, at, door, reason, actor, total, reserved, held, operation_id)
    VALUES (NEW.organization_id, NEW.license_id, NEW.id, NEW.member_id, NEW.changed_at, NEW.door, NEW.reason, NEW.changed_by,
      0, (NEW.status = 'invited') - (OLD.status = 'invited'), (NEW.status = 'accepted') - (OLD.status = 'accepted'), NEW.operation_id);
  UPDATE seat_queue SET state = iif (NEW.door = 'queue', 'seated', 'left'), reason = iif (NEW.door = 'queue', 'seated', 'seated_otherwise'),
      changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.member_id AND license_id = NEW.license_id AND state = 'waiting';
END;
-- Whoever waited (0009) waits no longer once they have a seat; a seat that comes free goes to whoever is first in the
-- queue, before anybody else can see it. Claims and releases are two triggers because no trigger of SQLite runs inside
-- itself: the seat given by the one is booked by the other.
CREATE TRIGGER gate_books_a_release AFTER UPDATE OF releases ON assignments
  WHEN OLD.status IN ('invited', 'accepted') AND NEW.status NOT IN ('invited', 'accepted')
BEGIN
  INSERT INTO seat_ledger (organization_id, license_id, assignment_id, member_id, at, door, reason, actor, total, reserved, held, operation_id)
    VALUES (NEW.organization_id, NEW.license_id, NEW.id, NEW.member_id, NEW.changed_at, NEW.door, NEW.reason, NEW.changed_by,
      0, (NEW.status = 'invited') - (OLD.status = 'invited'), (NEW.status = 'accepted') - (OLD.status = 'accepted'), NEW.operation_id);
  UPDATE seat_queue SET turns = turns + 1, changed_by = 'Usher', changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE license_id = NEW.license_id AND state = 'waiting' AND position < coalesce ((SELECT position FROM seat_queue WHERE license_id = NEW.license_id AND state = 'waiting'
      ORDER BY position LIMIT 1 OFFSET coalesce ((SELECT max (seat_limit - reserved - held, 0) FROM licenses
        WHERE id = NEW.license_id AND coalesce (ends_at > NEW.changed_at, true)), 0)), 9223372036854775807);
END;
CREATE TRIGGER gate_keeps_assignments BEFORE DELETE ON assignments BEGIN
  SELECT RAISE (ABORT, 'assignments_are_never_deleted');
END;

-- The number of seats is in the ledger too, so that any past day can be told.
CREATE TRIGGER gate_books_new_seats AFTER INSERT ON licenses BEGIN
  INSERT INTO seat_ledger (organization_id, license_id, at, door, reason, actor, total, reserved, held, operation_id)
    VALUES (NEW.organization_id, NEW.id, NEW.created_at, 'license', 'created', NEW.changed_by, NEW.seats, 0, 0, NEW.operation_id);
END;
-- More seats, and those of a renewed term, go to those who wait.
CREATE TRIGGER gate_books_changed_seats AFTER UPDATE OF seats, overage_rule, overage_percent, expires_at, grace_days ON licenses BEGIN
  INSERT INTO seat_ledger (organization_id, license_id, at, door, reason, actor, total, reserved, held, operation_id)
    SELECT NEW.organization_id, NEW.id, NEW.changed_at, 'license', 'changed', NEW.changed_by, NEW.seats - OLD.seats, 0, 0, NEW.operation_id
    WHERE NEW.seats <> OLD.seats;
  -- Whose seats the end of the term suspended (0015) come back first, before anybody who waits.
  UPDATE assignments SET reason = 'disabled' WHERE license_id = NEW.id AND status = 'suspended' AND reason = 'term_ended'
    AND coalesce (NEW.ends_at > NEW.changed_at, true) AND EXISTS (SELECT 1 FROM members m WHERE m.id = assignments.member_id AND m.status = 'disabled');
  UPDATE assignments SET status = 'accepted', door = 'renewal', reason = 'renewed', changed_by = NEW.changed_by, changed_at = NEW.changed_at,
      operation_id = NEW.operation_id
    WHERE license_id = NEW.id AND status = 'suspended' AND reason = 'term_ended' AND coalesce (NEW.ends_at > NEW.changed_at, true);
  UPDATE seat_queue SET turns = turns + 1, changed_by = 'Usher', changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE license_id = NEW.id AND state = 'waiting' AND position < coalesce ((SELECT position FROM seat_queue WHERE license_id = NEW.id AND state = 'waiting'
      ORDER BY position LIMIT 1 OFFSET coalesce ((SELECT max (seat_limit - reserved - held, 0) FROM licenses
        WHERE id = NEW.id AND coalesce (ends_at > NEW.changed_at, true)), 0)), 9223372036854775807);
END;

-- Seats follow the member: disabling suspends, enabling asks the gate again, removing removes.
CREATE TRIGGER seats_follow_a_disabled_member AFTER UPDATE OF departures ON members WHEN NEW.status = 'disabled' AND OLD.status = 'active' BEGIN
  UPDATE assignments SET status = 'suspended', reason = 'disabled', releases = releases + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND status = 'accepted';
END;
CREATE TRIGGER seats_follow_an_enabled_member AFTER UPDATE OF returns ON members WHEN NEW.status = 'active' AND OLD.status = 'disabled' BEGIN
  UPDATE assignments SET status = 'accepted', door = 'enable', reason = 'enabled', changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND status = 'suspended' AND reason = 'disabled';
END;
CREATE TRIGGER seats_follow_a_removed_member AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND OLD.status <> 'removed' BEGIN
  UPDATE assignments SET status = 'removed', reason = 'member_removed', releases = releases + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND status IN ('invited', 'accepted', 'suspended');
END;
