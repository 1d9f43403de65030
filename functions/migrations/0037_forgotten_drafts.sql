-- When the last part of an import came: a draft that nobody goes on with does not stay.
ALTER TABLE imports ADD COLUMN part_at TEXT;
UPDATE imports SET part_at = created_at;
CREATE INDEX imports_drafts ON imports (part_at) WHERE status = 'draft';
