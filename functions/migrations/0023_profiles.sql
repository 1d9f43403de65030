-- What people tell one organization about themselves, and their photo there. Name and language are the account's.
CREATE TABLE profiles (
  member_id TEXT PRIMARY KEY REFERENCES members (id),
  organization_id TEXT NOT NULL,
  job_title TEXT NOT NULL,
  phone TEXT NOT NULL,
  links TEXT NOT NULL CHECK (json_valid (links)),
  time_zone TEXT,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The photo as base64, apart from what lists read.
CREATE TABLE photos (
  member_id TEXT PRIMARY KEY REFERENCES members (id),
  organization_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('image/jpeg', 'image/webp')),
  image TEXT NOT NULL CHECK (length (image) <= 87384),
  -- What made it; names the version for those who keep it.
  version TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Whoever is removed leaves neither behind.
CREATE TRIGGER profiles_end_with_their_member AFTER UPDATE OF departures ON members
WHEN NEW.status = 'removed' AND OLD.status <> 'removed' BEGIN
  DELETE FROM profiles WHERE member_id = NEW.id;
  DELETE FROM photos WHERE member_id = NEW.id;
END;
