-- Fields that an organization adds to its people. What a field holds never changes; values are JSON.
CREATE TABLE custom_fields (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  -- Two names that differ in case alone are one.
  name_key TEXT NOT NULL GENERATED ALWAYS AS (lower (name)) STORED,
  kind TEXT NOT NULL CHECK (kind IN ('text', 'number', 'date', 'choice', 'link', 'yes_no')),
  choices TEXT NOT NULL,
  required INTEGER NOT NULL CHECK (required IN (0, 1)),
  visible_to_person INTEGER NOT NULL CHECK (visible_to_person IN (0, 1)),
  edited_by_person INTEGER NOT NULL CHECK (edited_by_person <= visible_to_person),
  created_at TEXT NOT NULL,
  UNIQUE (organization_id, name_key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER custom_fields_are_few BEFORE INSERT ON custom_fields BEGIN
  SELECT RAISE (ABORT, 'too_many_fields')
    WHERE (SELECT count(*) FROM custom_fields WHERE organization_id = NEW.organization_id) >= 50;
END;

CREATE TABLE member_fields (
  organization_id TEXT NOT NULL,
  member_id TEXT NOT NULL REFERENCES members (id),
  field_id TEXT NOT NULL REFERENCES custom_fields (id) ON DELETE CASCADE,
  value TEXT NOT NULL CHECK (json_valid (value)),
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (member_id, field_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_fields_of_field ON member_fields (field_id);
