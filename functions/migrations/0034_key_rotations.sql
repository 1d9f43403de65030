-- When the secret of a license key or link was replaced last; none: never. Whom an admin removed since does not come back
-- by it.
ALTER TABLE license_keys ADD COLUMN rotated_at TEXT;
UPDATE license_keys SET rotated_at = changed_at WHERE rotation > 1;
