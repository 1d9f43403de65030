-- What was told about licenses: once for a license, threshold and term (the rule is `shared::notice`). Written in one
-- batch with its mails.
CREATE TABLE notices (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  license_id TEXT NOT NULL REFERENCES licenses (id),
  kind TEXT NOT NULL CHECK (kind IN ('expiring', 'nearly_full', 'queue')),
  threshold INTEGER NOT NULL,
  term TEXT NOT NULL,
  created_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  UNIQUE (license_id, kind, threshold, term)
) STRICT, WITHOUT ROWID;

-- What somebody said about notices; who said nothing wants them. The organization's own word has no member.
CREATE TABLE notice_choices (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  member_id TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL CHECK (kind IN ('expiring', 'nearly_full', 'queue')),
  wanted INTEGER NOT NULL CHECK (wanted IN (0, 1)),
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, member_id, kind)
) STRICT, WITHOUT ROWID;
