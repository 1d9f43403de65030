CREATE INDEX additions_of_member ON additions (member_id, operation_id);
CREATE INDEX additions_of_operation ON additions (operation_id);
CREATE INDEX address_changes_of_email ON address_changes (email_id);
CREATE INDEX api_tokens_of_organization ON api_tokens (organization_id, id);
CREATE INDEX appointment_members_of ON appointment_members (member_id, appointment_id);
CREATE INDEX appointments_by_time ON appointments (organization_id, starts_at, id);
CREATE INDEX appointments_of_service ON appointments (service_id, starts_at) WHERE service_id IS NOT NULL;
CREATE INDEX assignments_of_invitation ON assignments (invitation_id, status);
CREATE INDEX assignments_of_member ON assignments (member_id, status);
CREATE INDEX assignments_of_operation ON assignments (operation_id);
CREATE INDEX coaching_plans_of ON coaching_plans (member_id, id);
CREATE INDEX company_choices_of ON company_choices (company_id);
CREATE INDEX company_domains_of ON company_domains (company_id);
CREATE INDEX connections_by_state ON connections (organization_id, state, member_id);
CREATE INDEX connections_of_operation ON connections (operation_id);
CREATE UNIQUE INDEX connections_one_for_a_member ON connections (member_id, provider);
CREATE UNIQUE INDEX connections_one_for_an_account ON connections (account_id);
CREATE INDEX dev_mail_by_recipient ON dev_mail (recipient, sent_at);
CREATE INDEX domain_admins_of_member ON domain_admins (member_id);
CREATE INDEX domain_joins_due ON domain_joins (invitation_id) WHERE due = 1;
CREATE UNIQUE INDEX domains_proved ON domains (name) WHERE verified_at IS NOT NULL;
CREATE INDEX erasures_under_way ON erasures (organization_id) WHERE under_way = 1;
CREATE INDEX events_latest ON events (organization_id, id);
CREATE INDEX events_of_kind ON events (organization_id, kind, id);
CREATE INDEX events_of_target ON events (organization_id, target, id);
CREATE UNIQUE INDEX external_accounts_address_once ON external_accounts (organization_id, provider, email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX external_accounts_once ON external_accounts (organization_id, provider, account_id);
CREATE INDEX external_ids_of ON external_ids (member_id);
CREATE INDEX imports_drafts ON imports (part_at) WHERE status = 'draft';
CREATE INDEX imports_of_organization ON imports (organization_id, id);
CREATE INDEX imports_running ON imports (leased_until) WHERE status = 'running';
CREATE INDEX invitation_trail_of ON invitation_trail (invitation_id, seq);
CREATE INDEX invitations_by_code ON invitations (code_hash);
CREATE INDEX invitations_by_expiry ON invitations (expires_at) WHERE status = 'pending';
CREATE INDEX invitations_by_status ON invitations (organization_id, status, id);
CREATE INDEX invitations_of_member ON invitations (member_id, id);
CREATE INDEX invitations_of_operation ON invitations (operation_id);
CREATE UNIQUE INDEX invitations_open ON invitations (organization_id, email) WHERE status = 'pending';
CREATE INDEX invitations_open_by_email ON invitations (email) WHERE status = 'pending';
CREATE INDEX license_domains_of_domain ON license_domains (domain_id);
CREATE INDEX license_key_uses_of_invitation ON license_key_uses (invitation_id);
CREATE INDEX license_key_uses_of_member ON license_key_uses (member_id, key_id);
CREATE INDEX license_key_uses_of_operation ON license_key_uses (operation_id);
CREATE INDEX license_keys_of_license ON license_keys (license_id, form, id);
CREATE INDEX license_providers_by_provider ON license_providers (organization_id, provider, license_id);
CREATE INDEX licenses_by_end ON licenses (ends_at) WHERE ends_at IS NOT NULL;
CREATE INDEX licenses_by_name ON licenses (organization_id, name, id);
CREATE INDEX licenses_by_package ON licenses (package_id) WHERE package_id IS NOT NULL;
CREATE INDEX licenses_by_product ON licenses (organization_id, product);
CREATE INDEX licenses_with_a_queue ON licenses (id) WHERE waiting > 0;
CREATE INDEX measures_by_day ON measures (organization_id, day, metric);
CREATE INDEX measures_of ON measures (organization_id, source, external_id, day);
CREATE INDEX member_fields_of_field ON member_fields (field_id);
CREATE INDEX members_by_name ON members (organization_id, sort_key, id, role, status, came_by, last_sign_in_at, created_at) WHERE status <> 'removed';
CREATE INDEX members_by_status ON members (organization_id, status, sort_key, id, role, came_by, last_sign_in_at, created_at);
CREATE INDEX members_customers_by_domain ON members (organization_id, substr (email, instr (email, '@') + 1))
  WHERE role = 'customer' AND status <> 'removed';
CREATE INDEX members_merged ON members (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX members_of_operation ON members (operation_id);
CREATE INDEX members_of_role ON members (organization_id, custom_role) WHERE custom_role IS NOT NULL;
CREATE INDEX members_of_user ON members (user_id, organization_id);
CREATE UNIQUE INDEX members_one_of_user ON members (organization_id, user_id) WHERE status IN ('active', 'disabled');
CREATE INDEX members_staff_by_name ON members (organization_id, sort_key, id, role, status, came_by, last_sign_in_at, created_at)
  WHERE status <> 'removed' AND role <> 'customer';
CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'queued';
CREATE INDEX outbox_of_subject ON outbox (subject_id);
CREATE INDEX package_products_by_product ON package_products (product_id);
CREATE INDEX password_resets_of_user ON password_resets (user_id, created_at);
CREATE INDEX photos_versions ON photos (member_id, version);
CREATE INDEX seat_ledger_by_day ON seat_ledger (license_id, at, total, reserved, held);
CREATE INDEX seat_ledger_of_assignment ON seat_ledger (assignment_id, sequence);
CREATE INDEX seat_ledger_of_license ON seat_ledger (license_id, sequence);
CREATE INDEX seat_queue_by_state ON seat_queue (license_id, state, changed_at, id);
CREATE INDEX seat_queue_in_order ON seat_queue (license_id, position) WHERE state = 'waiting';
CREATE INDEX seat_queue_of_member ON seat_queue (member_id, id);
CREATE UNIQUE INDEX seat_queue_of_person ON seat_queue (member_id, license_id) WHERE state = 'waiting';
CREATE INDEX service_teams_of_team ON service_teams (team_id, service_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_of_user ON sessions (user_id);
CREATE INDEX sign_in_days_of ON sign_in_days (member_id, day);
CREATE INDEX team_members_of_team ON team_members (team_id, member_id);
CREATE UNIQUE INDEX user_emails_once ON user_emails (email) WHERE verified_at IS NOT NULL;
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
CREATE TABLE address_changes (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
  email_id TEXT NOT NULL REFERENCES user_emails (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE api_tokens (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  token_hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_by_name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE appointment_members (
  appointment_id TEXT NOT NULL REFERENCES appointments (id),
  member_id TEXT NOT NULL REFERENCES members (id),
  organization_id TEXT NOT NULL,
  PRIMARY KEY (appointment_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE appointments (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  -- A service that is deleted leaves its name.
  service_id TEXT REFERENCES services (id) ON DELETE SET NULL,
  service_name TEXT NOT NULL DEFAULT '',
  starts_at TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 1440),
  status TEXT NOT NULL CHECK (status IN ('planned', 'canceled')),
  made_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  operation_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
  operation_id TEXT NOT NULL, heir TEXT,
  UNIQUE (license_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE attempts (
  subject TEXT PRIMARY KEY,
  tries INTEGER NOT NULL,
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE auto_connect_refused (
  member_id TEXT PRIMARY KEY REFERENCES members (id),
  organization_id TEXT NOT NULL REFERENCES organizations (id)
) STRICT, WITHOUT ROWID;
CREATE TABLE coaching_plans (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  member_id TEXT NOT NULL REFERENCES members (id),
  goal TEXT NOT NULL,
  steps TEXT NOT NULL CHECK (json_type (steps) = 'array'),
  due TEXT,
  notes TEXT NOT NULL,
  done INTEGER NOT NULL CHECK (done IN (0, 1)),
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE companies (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  -- Two names that differ in case alone are one.
  name_key TEXT NOT NULL GENERATED ALWAYS AS (lower (name)) STORED,
  created_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  UNIQUE (organization_id, name_key)
) STRICT, WITHOUT ROWID;
CREATE TABLE company_choices (
  member_id TEXT PRIMARY KEY REFERENCES members (id),
  organization_id TEXT NOT NULL,
  company_id TEXT REFERENCES companies (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE company_domains (
  organization_id TEXT NOT NULL,
  domain TEXT NOT NULL,
  company_id TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  PRIMARY KEY (organization_id, domain)
) STRICT, WITHOUT ROWID;
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
  created_at TEXT NOT NULL, searchable INTEGER NOT NULL DEFAULT 1 CHECK (searchable IN (0, 1)),
  UNIQUE (organization_id, name_key)
) STRICT, WITHOUT ROWID;
CREATE TABLE dev_mail (
  id TEXT PRIMARY KEY,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  sent_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE domain_admins (
  domain_id TEXT NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
  member_id TEXT NOT NULL REFERENCES members (id),
  organization_id TEXT NOT NULL,
  created_by_name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (domain_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE domain_joins (
  invitation_id TEXT PRIMARY KEY REFERENCES invitations (id),
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  domain_id TEXT NOT NULL,
  operation_id TEXT NOT NULL
, due INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
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
CREATE TABLE erasure_words (
  kind TEXT NOT NULL CHECK (kind IN ('name', 'address', 'id', 'account', 'thing', 'user', 'operation')),
  word TEXT NOT NULL,
  shared INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, word)
) STRICT, WITHOUT ROWID;
CREATE TABLE erasures (
  member_id TEXT PRIMARY KEY REFERENCES members (id),
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  -- What stands in place of their name, and of their addresses.
  pseudonym TEXT NOT NULL,
  address TEXT NOT NULL,
  -- Who did it, by id: a name would be a further copy of one.
  erased_by TEXT NOT NULL,
  erased_at TEXT NOT NULL,
  -- 1 inside the statement that makes it, and never again.
  under_way INTEGER NOT NULL DEFAULT 1 CHECK (under_way IN (0, 1)),
  operation_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE events (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('member', 'token', 'invitee', 'system')),
  actor TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  target TEXT NOT NULL,
  target_name TEXT NOT NULL,
  details TEXT NOT NULL DEFAULT '{}',
  operation_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE external_ids (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  source TEXT NOT NULL,
  external_id TEXT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  member_id TEXT NOT NULL REFERENCES members (id),
  created_at TEXT NOT NULL,
  operation_id TEXT NOT NULL, invitation_id TEXT,
  PRIMARY KEY (organization_id, source, external_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE import_addresses (
  import_id TEXT NOT NULL REFERENCES imports (id),
  email TEXT NOT NULL,
  row INTEGER NOT NULL,
  part INTEGER NOT NULL,
  PRIMARY KEY (import_id, email, row)
) STRICT, WITHOUT ROWID;
CREATE TABLE import_parts (
  import_id TEXT NOT NULL REFERENCES imports (id),
  n INTEGER NOT NULL,
  organization_id TEXT NOT NULL,
  -- Counts the writes of results: two workers at one part can't both write.
  turn INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,
  invited INTEGER NOT NULL DEFAULT 0,
  extended INTEGER NOT NULL DEFAULT 0,
  added INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  -- The rows, a JSON array; and what became of each, null while it is open. Last, so that counting reads none of it.
  rows TEXT NOT NULL,
  results TEXT NOT NULL,
  PRIMARY KEY (import_id, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE imports (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('draft', 'running', 'done', 'canceled')),
  rows INTEGER NOT NULL CHECK (rows BETWEEN 1 AND 100000),
  license_id TEXT REFERENCES licenses (id),
  days INTEGER NOT NULL,
  -- Who answers for it, and by which token: what they may do is asked again for each part.
  member_id TEXT NOT NULL REFERENCES members (id),
  token_id TEXT REFERENCES api_tokens (id),
  created_by_name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  -- Until when a worker is at it.
  leased_until TEXT,
  operation_id TEXT NOT NULL
, part_at TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE instance (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  organization_id TEXT NOT NULL REFERENCES organizations (id)
) STRICT;
CREATE TABLE invitation_trail (
  seq INTEGER PRIMARY KEY,
  organization_id TEXT NOT NULL,
  invitation_id TEXT NOT NULL REFERENCES invitations (id),
  at TEXT NOT NULL,
  step TEXT NOT NULL,
  detail TEXT
) STRICT;
CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  member_id TEXT NOT NULL REFERENCES members (id) DEFERRABLE INITIALLY DEFERRED,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  -- What was claimed when it was made: [{"license", "assignment", "door"}]. What it offers now is in `assignments`.
  claims TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'declined', 'canceled', 'expired')),
  delivery TEXT NOT NULL CHECK (delivery IN ('queued', 'sent', 'bounced')),
  delivery_detail TEXT,
  user_id TEXT REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
  invited_by TEXT NOT NULL,
  invited_by_name TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT 'en',
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  answered_at TEXT,
  -- How often it ended otherwise than by being accepted; what follows that watches this (as `releases` in 0003).
  endings INTEGER NOT NULL DEFAULT 0,
  requested_at TEXT,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  CHECK ((status = 'accepted') = (user_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE license_domains (
  license_id TEXT NOT NULL REFERENCES licenses (id),
  domain_id TEXT NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL,
  PRIMARY KEY (license_id, domain_id)
) STRICT, WITHOUT ROWID;
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
  operation_id TEXT NOT NULL, rotated_at TEXT,
  CONSTRAINT uses_suffice CHECK (max_uses IS NULL OR uses <= max_uses)
) STRICT, WITHOUT ROWID;
CREATE TABLE license_providers (
  license_id TEXT NOT NULL REFERENCES licenses (id),
  provider TEXT NOT NULL,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  PRIMARY KEY (license_id, provider)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE measures (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  key TEXT NOT NULL,
  source TEXT NOT NULL,
  external_id TEXT NOT NULL,
  metric TEXT NOT NULL,
  day TEXT NOT NULL,
  value REAL NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE member_counts (
  organization_id TEXT NOT NULL,
  role TEXT NOT NULL,
  status TEXT NOT NULL,
  people INTEGER NOT NULL,
  PRIMARY KEY (organization_id, role, status)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE members (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  user_id TEXT REFERENCES users (id),
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  -- The name of a built-in role, or the id of one that the organization made.
  role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'license_admin', 'team_leader', 'agent', 'standard', 'collaborator', 'customer') OR role GLOB 'role_*'),
  -- The latter alone: a role that somebody has is not deleted.
  custom_role TEXT GENERATED ALWAYS AS (iif(role GLOB 'role_*', role, NULL)) STORED,
  -- What is granted to and denied them beside their role.
  grants TEXT NOT NULL DEFAULT '[]' CHECK (json_type (grants) = 'array'),
  -- A change of a state that is no more makes an object of it, which undoes the whole batch.
  denials TEXT NOT NULL DEFAULT '[]' CONSTRAINT as_it_was_seen CHECK (json_type (denials) = 'array'),
  status TEXT NOT NULL CHECK (status IN ('pending', 'active', 'disabled', 'removed')),
  -- What lists are sorted by: the name, or the address of those who have none yet.
  sort_key TEXT NOT NULL GENERATED ALWAYS AS (lower (iif (name <> '', name, email))) STORED,
  -- By which door they came here last (`shared::member::Source`).
  came_by TEXT NOT NULL DEFAULT 'email',
  -- What else finds them beside name and address: their external ids.
  known_as TEXT NOT NULL DEFAULT '',
  -- What search looks into: letters that are written as two, or that lose no mark by decomposition, are spelled as
  -- `shared::search` spells what is typed.
  search_text TEXT NOT NULL GENERATED ALWAYS AS (
    replace (replace (replace (replace (replace (replace (replace (replace (replace (replace (replace (replace (
      name || ' ' || email || ' ' || known_as,
      'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'ł', 'l'), 'Ł', 'l'), 'đ', 'd'), 'Đ', 'd')
  ) VIRTUAL,
  organization_end TEXT NOT NULL GENERATED ALWAYS AS (substr (organization_id, -3)) VIRTUAL,
  last_sign_in_at TEXT,
  -- How often they left (disabled or removed) and came back from being disabled. What follows a change of status watches
  -- these: a statement pays for each trigger that it could reach, so that accepting must not reach what follows leaving.
  departures INTEGER NOT NULL DEFAULT 0,
  returns INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL, role_changes INTEGER NOT NULL DEFAULT 0, merged_into TEXT,
  UNIQUE (organization_id, email),
  CONSTRAINT role_held FOREIGN KEY (organization_id, custom_role) REFERENCES roles (organization_id, id),
  CHECK (status NOT IN ('active', 'disabled') OR user_id IS NOT NULL)
) STRICT;
CREATE VIRTUAL TABLE members_inside USING fts5 (
  organization_end, search_text,
  content = 'members', content_rowid = 'seq', tokenize = 'trigram remove_diacritics 1', columnsize = 0
);
CREATE VIRTUAL TABLE members_words USING fts5 (
  organization_end, search_text,
  content = 'members', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2', columnsize = 0
);
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
CREATE TABLE organizations (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  -- Whom to ask about licenses and prices; empty for nobody.
  contact_name TEXT NOT NULL DEFAULT '',
  contact_email TEXT NOT NULL DEFAULT '',
  contact_phone TEXT NOT NULL DEFAULT '',
  contact_url TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE "outbox" (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('invitation', 'addition', 'license_invite', 'notice', 'password_reset', 'invitation_request',
    'address_code', 'address_change')),
  subject_id TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at TEXT NOT NULL,
  leased_until TEXT,
  detail TEXT,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE package_products (
  package_id TEXT NOT NULL REFERENCES packages (id) ON DELETE CASCADE,
  product_id TEXT NOT NULL REFERENCES products (id),
  PRIMARY KEY (package_id, product_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE packages (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (organization_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE password_resets (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE photos (
  member_id TEXT PRIMARY KEY REFERENCES members (id),
  organization_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('image/jpeg', 'image/webp')),
  image TEXT NOT NULL CHECK (length (image) <= 87384),
  -- What made it; names the version for those who keep it.
  version TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE products (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  -- What programs ask for, never changed.
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (organization_id, key),
  UNIQUE (organization_id, name)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE roles (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  -- Lower case: two names that differ in case alone are one.
  name_key TEXT NOT NULL,
  description TEXT NOT NULL,
  based_on TEXT NOT NULL,
  permissions TEXT NOT NULL CHECK (json_type (permissions) = 'array'),
  created_at TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL, base TEXT,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, name_key)
) STRICT, WITHOUT ROWID;
CREATE TABLE search_due (
  organization_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, member_id)
) STRICT, WITHOUT ROWID;
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
, asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1))) STRICT, WITHOUT ROWID;
CREATE TABLE service_teams (
  organization_id TEXT NOT NULL,
  service_id TEXT NOT NULL REFERENCES services (id) ON DELETE CASCADE,
  team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  PRIMARY KEY (service_id, team_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE services (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  -- Two names that differ in case alone are one.
  name_key TEXT NOT NULL GENERATED ALWAYS AS (lower (name)) STORED,
  description TEXT NOT NULL DEFAULT '',
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  -- Whether every member offers it. Its own column: a service whose last team is deleted is not everybody's for that.
  everybody INTEGER NOT NULL CHECK (everybody IN (0, 1)),
  created_at TEXT NOT NULL,
  UNIQUE (organization_id, name_key)
) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sign_in_days (
  organization_id TEXT NOT NULL,
  day TEXT NOT NULL,
  member_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, day, member_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE sqlite_sequence(name,seq);
CREATE TABLE staff_licenses (
  organization_id TEXT PRIMARY KEY REFERENCES organizations (id),
  license_id TEXT NOT NULL REFERENCES licenses (id),
  -- The built-in roles that take a seat; a role that the organization made takes one if it is based on such a role.
  roles TEXT NOT NULL CHECK (json_type (roles) = 'array'),
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  operation_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE team_members (
  organization_id TEXT NOT NULL,
  team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  member_id TEXT NOT NULL REFERENCES members (id) DEFERRABLE INITIALLY DEFERRED,
  leader INTEGER NOT NULL DEFAULT 0 CHECK (leader IN (0, 1)),
  PRIMARY KEY (member_id, team_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE teams (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  -- Two names that differ in case alone are one.
  name_key TEXT NOT NULL GENERATED ALWAYS AS (lower (name)) STORED,
  created_at TEXT NOT NULL,
  UNIQUE (organization_id, name_key)
) STRICT, WITHOUT ROWID;
CREATE TABLE user_emails (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  -- NULL while the code was not typed.
  verified_at TEXT,
  created_at TEXT NOT NULL,
  -- Until when the last mailed code is good.
  expires_at TEXT NOT NULL,
  UNIQUE (user_id, email)
) STRICT, WITHOUT ROWID;
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'de')),
  created_at TEXT NOT NULL
, proved_at TEXT) STRICT, WITHOUT ROWID;
CREATE TRIGGER additions_ask BEFORE INSERT ON additions BEGIN
  SELECT RAISE (IGNORE) WHERE EXISTS (
    SELECT 1 FROM members WHERE organization_id = NEW.organization_id AND email = NEW.email AND status IN ('active', 'disabled')
  ) OR EXISTS (
    SELECT 1 FROM members WHERE organization_id = NEW.organization_id AND status IN ('active', 'disabled')
      AND user_id = coalesce ((SELECT id FROM users WHERE email = NEW.email), (SELECT user_id FROM user_emails WHERE email = NEW.email AND verified_at IS NOT NULL))
  ) OR EXISTS (
    SELECT 1 FROM users WHERE email = NEW.email AND password_hash <> '' AND proved_at IS NULL
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
  UPDATE invitations SET status = 'accepted', user_id = coalesce ((SELECT id FROM users WHERE email = NEW.email), (SELECT user_id FROM user_emails WHERE email = NEW.email AND verified_at IS NOT NULL)), answered_at = NEW.created_at,
      changed_by = NEW.added_by_name, changed_at = NEW.created_at, operation_id = NEW.operation_id
    WHERE organization_id = NEW.organization_id AND email = NEW.email AND status = 'pending';
  INSERT INTO members (id, organization_id, user_id, email, name, role, status, came_by, created_at, changed_by, changed_at, operation_id)
    SELECT NEW.member_id, NEW.organization_id, id, NEW.email, name, NEW.role, 'active', NEW.door, NEW.created_at, NEW.added_by_name, NEW.created_at, NEW.operation_id
      FROM users WHERE id = coalesce ((SELECT id FROM users WHERE email = NEW.email), (SELECT user_id FROM user_emails WHERE email = NEW.email AND verified_at IS NOT NULL))
    ON CONFLICT (organization_id, email) DO UPDATE SET status = 'active', user_id = excluded.user_id, role = excluded.role, name = excluded.name,
      came_by = iif (members.status = 'removed', excluded.came_by, members.came_by), changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE members.status IN ('pending', 'removed');
  INSERT INTO assignments (id, organization_id, license_id, member_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT value ->> 'assignment', NEW.organization_id, value ->> 'license', NEW.member_id, 'accepted', coalesce (value ->> 'door', NEW.door), 'added',
      NEW.added_by_name, NEW.created_at, NEW.operation_id FROM json_each (NEW.claims) WHERE true
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = NULL, status = 'accepted', door = excluded.door, reason = 'added',
      changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status NOT IN ('invited', 'accepted');
END;
CREATE TRIGGER appointment_members_ask BEFORE INSERT ON appointment_members BEGIN
  SELECT RAISE (IGNORE) WHERE NOT EXISTS (
    SELECT 1 FROM appointments a JOIN members m ON m.id = NEW.member_id AND m.organization_id = a.organization_id
      WHERE a.id = NEW.appointment_id AND a.organization_id = NEW.organization_id AND a.status = 'planned' AND m.status = 'active'
        AND (a.service_id IS NULL OR EXISTS (
          SELECT 1 FROM service_members l JOIN services s ON s.id = l.service_id AND s.active
            WHERE l.service_id = a.service_id AND l.member_id = m.id
        ))
  );
END;
CREATE TRIGGER connections_by_address_are_told AFTER INSERT ON connections WHEN NEW.way = 'address' BEGIN
  INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id)
    SELECT 'evt_' || substr(NEW.operation_id, 4, 10) || substr(NEW.id, 15), NEW.organization_id, NEW.changed_at, 'connection.made',
      'system', '', 'Usher', m.id, iif(m.name <> '', m.name, m.email),
      json_object('provider', NEW.provider, 'account', x.account_id), NEW.operation_id
    FROM members m JOIN external_accounts x ON x.id = NEW.account_id WHERE m.id = NEW.member_id;
END;
CREATE TRIGGER connections_end_with_their_member AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND OLD.status <> 'removed' BEGIN
  DELETE FROM connections WHERE member_id = NEW.id;
END;
CREATE TRIGGER connections_follow_a_new_account AFTER INSERT ON external_accounts WHEN NEW.email IS NOT NULL BEGIN
  INSERT INTO connections (id, organization_id, member_id, provider, account_id, state, way, changed_by, changed_at, operation_id)
    SELECT DISTINCT 'con_' || substr(NEW.operation_id, 4, 10) || substr(NEW.id, 15), organization_id, member_id, provider, account_id,
      'connected', 'address', 'Usher', NEW.changed_at, NEW.operation_id
    FROM connectable WHERE account_id = NEW.id
      AND member_id = (SELECT id FROM members WHERE organization_id = NEW.organization_id AND email = NEW.email);
END;
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
CREATE TRIGGER connections_follow_an_account AFTER UPDATE OF email ON external_accounts WHEN NEW.email IS NOT OLD.email BEGIN
  INSERT INTO connections (id, organization_id, member_id, provider, account_id, state, way, changed_by, changed_at, operation_id)
    SELECT DISTINCT 'con_' || substr(NEW.operation_id, 4, 10) || substr(NEW.id, 15), organization_id, member_id, provider, account_id,
      'connected', 'address', 'Usher', NEW.changed_at, NEW.operation_id
    FROM connectable WHERE account_id = NEW.id
      AND member_id = (SELECT id FROM members WHERE organization_id = NEW.organization_id AND email = NEW.email);
END;
CREATE TRIGGER connections_follow_an_address AFTER UPDATE OF email ON members WHEN NEW.email <> OLD.email AND NEW.status = 'active' BEGIN
  INSERT INTO connections (id, organization_id, member_id, provider, account_id, state, way, changed_by, changed_at, operation_id)
    SELECT DISTINCT 'con_' || substr(NEW.operation_id, 4, 10) || substr(account_id, 15), organization_id, member_id, provider, account_id,
      'connected', 'address', 'Usher', NEW.changed_at, NEW.operation_id
    FROM connectable WHERE member_id = NEW.id;
END;
CREATE TRIGGER custom_fields_are_few BEFORE INSERT ON custom_fields BEGIN
  SELECT RAISE (ABORT, 'too_many_fields')
    WHERE (SELECT count(*) FROM custom_fields WHERE organization_id = NEW.organization_id) >= 50;
END;
CREATE TRIGGER custom_fields_find_members AFTER UPDATE OF searchable ON custom_fields WHEN NEW.searchable <> OLD.searchable BEGIN
  INSERT INTO search_due SELECT organization_id, member_id FROM member_fields WHERE field_id = NEW.id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER custom_fields_find_members_no_longer BEFORE DELETE ON custom_fields WHEN OLD.searchable BEGIN
  INSERT INTO search_due SELECT organization_id, member_id FROM member_fields WHERE field_id = OLD.id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER domain_admins_end_with_their_member AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND OLD.status <> 'removed' BEGIN
  DELETE FROM domain_admins WHERE member_id = NEW.id;
END;
CREATE TRIGGER domain_joins_are_due AFTER UPDATE OF user_id ON invitations WHEN NEW.status = 'accepted' AND OLD.status = 'pending' BEGIN
  UPDATE domain_joins SET due = 1 WHERE invitation_id = NEW.id;
END;
CREATE TRIGGER erased_people_stay_erased BEFORE UPDATE OF status ON members
  WHEN OLD.status = 'removed' AND NEW.status <> 'removed' AND OLD.user_id IS NULL
BEGIN
  SELECT RAISE (IGNORE) FROM erasures WHERE member_id = OLD.id;
END;
CREATE TRIGGER erasures_are_kept BEFORE DELETE ON erasures BEGIN
  SELECT RAISE (ABORT, 'erasures_are_kept');
END;
CREATE TRIGGER erasures_ask BEFORE INSERT ON erasures BEGIN
  SELECT RAISE (IGNORE) WHERE NOT EXISTS (
    SELECT 1 FROM members WHERE organization_id = NEW.organization_id AND id = NEW.member_id AND status = 'removed');
END;
CREATE TRIGGER erasures_begin_once BEFORE UPDATE ON erasures WHEN OLD.under_way = 0 BEGIN
  SELECT RAISE (ABORT, 'erasures_are_kept');
END;
CREATE TRIGGER erasures_carry_out AFTER INSERT ON erasures BEGIN
  -- How they were called and reached, today and before.
  INSERT INTO erasure_words (kind, word) SELECT 'user', user_id FROM members WHERE id = NEW.member_id AND user_id IS NOT NULL;
  INSERT OR IGNORE INTO erasure_words (kind, word)
    SELECT 'name', name FROM members WHERE id = NEW.member_id
    UNION SELECT 'name', name FROM invitations WHERE member_id = NEW.member_id
    UNION SELECT 'name', name FROM additions WHERE member_id = NEW.member_id
    UNION SELECT 'name', u.name FROM users u JOIN erasure_words w ON w.kind = 'user' AND u.id = w.word
    UNION SELECT 'name', actor_name FROM events WHERE organization_id = NEW.organization_id AND actor = NEW.member_id;
  INSERT OR IGNORE INTO erasure_words (kind, word)
    SELECT iif (target_name LIKE '%_@_%', 'address', 'name'), target_name FROM events WHERE organization_id = NEW.organization_id
      AND target IN (SELECT NEW.member_id UNION ALL SELECT id FROM invitations WHERE member_id = NEW.member_id)
    UNION SELECT 'name', details ->> '$.name.from' FROM events
      WHERE organization_id = NEW.organization_id AND target = NEW.member_id AND kind = 'member.changed' AND details ->> '$.name.from' <> '';
  INSERT OR IGNORE INTO erasure_words (kind, word)
    SELECT 'address', email FROM members WHERE id = NEW.member_id
    UNION SELECT 'address', email FROM invitations WHERE member_id = NEW.member_id
    UNION SELECT 'address', email FROM additions WHERE member_id = NEW.member_id
    UNION SELECT 'address', u.email FROM users u JOIN erasure_words w ON w.kind = 'user' AND u.id = w.word
    UNION SELECT 'address', e.email FROM user_emails e JOIN erasure_words w ON w.kind = 'user' AND e.user_id = w.word WHERE e.verified_at IS NOT NULL;
  INSERT OR IGNORE INTO erasure_words (kind, word)
    SELECT 'address', x.value FROM events e JOIN json_each (e.details) x ON x.key IN ('email', 'from', 'to')
      WHERE e.organization_id = NEW.organization_id AND e.target = NEW.member_id AND e.kind IN ('address.added', 'address.removed', 'address.changed');
  DELETE FROM erasure_words WHERE word = '';
  -- Tokens and files to which they gave a name that tells who they are. What such a token did stands under its name.
  INSERT OR IGNORE INTO erasure_words (kind, word)
    SELECT 'thing', t.id FROM api_tokens t JOIN erasure_words w ON w.kind IN ('name', 'address') AND length (w.word) > 2 AND instr (t.name, w.word)
      WHERE t.organization_id = NEW.organization_id AND t.created_by = NEW.member_id
    UNION SELECT 'thing', i.id FROM imports i JOIN erasure_words w ON w.kind IN ('name', 'address') AND length (w.word) > 2 AND instr (i.name, w.word)
      WHERE i.organization_id = NEW.organization_id AND i.member_id = NEW.member_id;
  INSERT OR IGNORE INTO erasure_words (kind, word) SELECT 'name', t.name FROM api_tokens t JOIN erasure_words w ON w.kind = 'thing' AND t.id = w.word;
  -- Somebody else is, or was while they did something, called so.
  UPDATE erasure_words SET shared = 1 WHERE kind IN ('name', 'address') AND (word = 'Usher'
    OR word IN (SELECT name FROM members WHERE organization_id = NEW.organization_id AND id <> NEW.member_id)
    OR word IN (SELECT name FROM api_tokens WHERE organization_id = NEW.organization_id AND id NOT IN (SELECT w.word FROM erasure_words w WHERE w.kind = 'thing'))
    OR word IN (SELECT actor_name FROM events WHERE organization_id = NEW.organization_id AND actor <> NEW.member_id
      AND actor NOT IN (SELECT w.word FROM erasure_words w WHERE w.kind = 'thing')
      AND NOT (actor_kind = 'invitee' AND target IN (SELECT id FROM invitations WHERE member_id = NEW.member_id))));
  UPDATE erasure_words SET shared = 1 WHERE kind = 'address' AND (
    EXISTS (SELECT 1 FROM members m WHERE m.organization_id = NEW.organization_id AND m.email = word AND m.id <> NEW.member_id)
    OR EXISTS (SELECT 1 FROM users u WHERE u.email = word AND u.id NOT IN (SELECT w.word FROM erasure_words w WHERE w.kind = 'user'))
    OR EXISTS (SELECT 1 FROM user_emails e WHERE e.email = erasure_words.word AND e.verified_at IS NOT NULL
      AND e.user_id NOT IN (SELECT w.word FROM erasure_words w WHERE w.kind = 'user')));
  INSERT INTO erasure_words (kind, word)
    SELECT DISTINCT 'operation', operation_id FROM events WHERE organization_id = NEW.organization_id
      AND (actor = NEW.member_id OR actor IN (SELECT word FROM erasure_words WHERE kind = 'thing')
        OR (actor_kind = 'invitee' AND target IN (SELECT id FROM invitations WHERE member_id = NEW.member_id)))
      AND EXISTS (SELECT 1 FROM erasure_names WHERE shared = 1);
  -- Their ids in other systems, and those that they had and that nobody has; their accounts at providers, but those that
  -- somebody else is or was connected to, as a room's.
  INSERT OR IGNORE INTO erasure_words (kind, word)
    SELECT 'id', source || ': ' || external_id FROM external_ids WHERE member_id = NEW.member_id
    UNION SELECT 'id', details ->> 'id' FROM events e
      WHERE e.organization_id = NEW.organization_id AND e.target = NEW.member_id AND e.kind IN ('external_id.given', 'external_id.taken')
        AND NOT EXISTS (SELECT 1 FROM external_ids x WHERE x.organization_id = NEW.organization_id AND x.member_id <> NEW.member_id
          AND x.source = substr (e.details ->> 'id', 1, instr (e.details ->> 'id', ': ') - 1)
          AND x.external_id = substr (e.details ->> 'id', instr (e.details ->> 'id', ': ') + 2));
  INSERT OR IGNORE INTO erasure_words (kind, word)
    SELECT 'account', x.id FROM external_accounts x WHERE x.organization_id = NEW.organization_id
      AND NOT EXISTS (SELECT 1 FROM connections c WHERE c.account_id = x.id AND c.member_id <> NEW.member_id)
      AND (x.stated_by = NEW.member_id OR ((x.provider, x.account_id) NOT IN (SELECT provider, account FROM erasure_accounts_of_others)
        AND (x.email IN (SELECT word FROM erasure_words WHERE kind = 'address' AND shared = 0) OR x.name IN (SELECT word FROM erasure_names WHERE shared = 0)
          OR (x.email IS NULL AND EXISTS (SELECT 1 FROM events e WHERE e.organization_id = NEW.organization_id AND e.target = NEW.member_id
            AND e.kind = 'connection.made' AND e.details ->> 'provider' = x.provider AND e.details ->> 'account' = x.account_id)))));
  -- And those that are on the list no more.
  INSERT OR IGNORE INTO erasure_words (kind, word)
    SELECT 'account', a.target FROM events e CROSS JOIN events a ON a.organization_id = NEW.organization_id
        AND a.kind IN ('account.added', 'account.changed', 'account.removed') AND a.target_name = e.details ->> 'account' AND a.details ->> 'provider' = e.details ->> 'provider'
      WHERE e.organization_id = NEW.organization_id AND e.target = NEW.member_id AND e.kind IN ('connection.made', 'connection.ended', 'connection.broken')
        AND (e.details ->> 'provider', e.details ->> 'account') NOT IN (SELECT provider, account FROM erasure_accounts_of_others)
        AND NOT EXISTS (SELECT 1 FROM external_accounts x WHERE x.id = a.target);

  -- What was theirs goes.
  DELETE FROM profiles WHERE member_id = NEW.member_id;
  DELETE FROM photos WHERE member_id = NEW.member_id;
  DELETE FROM member_fields WHERE member_id = NEW.member_id;
  DELETE FROM company_choices WHERE member_id = NEW.member_id;
  DELETE FROM domain_admins WHERE member_id = NEW.member_id;
  DELETE FROM coaching_plans WHERE member_id = NEW.member_id;
  DELETE FROM notice_choices WHERE organization_id = NEW.organization_id AND member_id = NEW.member_id;
  DELETE FROM auto_connect_refused WHERE member_id = NEW.member_id;
  DELETE FROM sign_in_days WHERE member_id = NEW.member_id;
  DELETE FROM team_members WHERE member_id = NEW.member_id;
  DELETE FROM connections WHERE member_id = NEW.member_id;
  DELETE FROM external_accounts WHERE id IN (SELECT word FROM erasure_words WHERE kind = 'account');
  UPDATE external_accounts SET stated_by = NULL WHERE organization_id = NEW.organization_id AND stated_by = NEW.member_id;
  UPDATE external_accounts SET email = NULL, name = iif (name IN (SELECT word FROM erasure_names WHERE shared = 0), '', name)
    WHERE organization_id = NEW.organization_id AND email IN (SELECT word FROM erasure_words WHERE kind = 'address' AND shared = 0);
  DELETE FROM measures WHERE organization_id = NEW.organization_id AND (source, external_id) IN (
    SELECT substr (word, 1, instr (word, ': ') - 1), substr (word, instr (word, ': ') + 2) FROM erasure_words WHERE kind = 'id');
  DELETE FROM external_ids WHERE member_id = NEW.member_id;
  DELETE FROM dev_mail WHERE id IN (SELECT o.id FROM outbox o WHERE o.organization_id IN (NEW.organization_id, '')) AND EXISTS (
    SELECT 1 FROM erasure_words w WHERE w.kind IN ('name', 'address') AND w.shared = 0 AND length (w.word) > 2
      AND (instr (dev_mail.recipient, w.word) OR instr (dev_mail.subject, w.word) OR instr (dev_mail.text, w.word)));
  -- A mail that asks for a new invitation names no organization.
  DELETE FROM outbox WHERE organization_id IN (NEW.organization_id, '') AND (subject_id GLOB '*/' || NEW.member_id OR subject_id IN (
    SELECT id FROM invitations WHERE member_id = NEW.member_id UNION ALL SELECT id FROM additions WHERE member_id = NEW.member_id
    UNION ALL SELECT id FROM assignments WHERE member_id = NEW.member_id));
  UPDATE outbox SET detail = NULL WHERE organization_id IN (NEW.organization_id, '') AND EXISTS (
    SELECT 1 FROM erasure_words w WHERE w.kind = 'address' AND w.shared = 0 AND instr (lower (outbox.detail), w.word));

  -- The log: who they are becomes the pseudonym, and what details tell of them goes.
  UPDATE events SET
      actor_name = iif (actor = NEW.member_id OR actor_kind = 'invitee', NEW.pseudonym, actor_name),
      actor = iif (actor_kind = 'invitee' AND actor <> '', NEW.member_id, actor),
      target_name = iif (target = NEW.member_id OR target IN (SELECT id FROM invitations WHERE member_id = NEW.member_id), NEW.pseudonym, target_name),
      details = CASE
        WHEN kind = 'member.changed' THEN json_remove (details, '$.name')
        WHEN kind IN ('address.added', 'address.removed', 'address.changed')
          THEN json_replace (details, '$.email', NEW.address, '$.from', NEW.address, '$.to', NEW.address)
        WHEN kind IN ('external_id.given', 'external_id.taken') THEN json_replace (details, '$.id', '…')
        WHEN kind IN ('connection.made', 'connection.ended', 'connection.broken') THEN json_remove (json_replace (details, '$.account', '…'), '$.reason')
        WHEN kind = 'invitation.bounced' THEN json_remove (details, '$.said')
        -- Which record it was merged with would tell who they are.
        WHEN kind = 'member.merged' THEN json_remove (json_replace (details,
          '$.from', json_object ('id', '', 'name', '…', 'email', '…'), '$.into', json_object ('id', '', 'name', '…', 'email', '…')), '$.gained', '$.dropped')
        ELSE details END
    WHERE organization_id = NEW.organization_id
      AND (target = NEW.member_id OR target IN (SELECT id FROM invitations WHERE member_id = NEW.member_id));
  -- What others' entries tell of them: whose an id was or became, accounts with their address, the contact.
  UPDATE events SET details = json_replace (details,
      '$.id', iif (details ->> 'id' IN (SELECT word FROM erasure_words WHERE kind = 'id'), '…', details ->> 'id'),
      '$.from', iif (details ->> 'from' IN (SELECT word FROM erasure_words WHERE kind IN ('name', 'address')), NEW.pseudonym, details ->> 'from'),
      '$.to', iif (details ->> 'to' IN (SELECT word FROM erasure_words WHERE kind IN ('name', 'address')), NEW.pseudonym, details ->> 'to'))
    WHERE organization_id = NEW.organization_id AND kind IN ('external_id.given', 'external_id.taken') AND target <> NEW.member_id
      AND (details ->> 'id' IN (SELECT word FROM erasure_words WHERE kind = 'id')
        OR EXISTS (SELECT 1 FROM erasure_words w WHERE w.kind IN ('name', 'address') AND w.word IN (events.details ->> 'from', events.details ->> 'to')
          AND (w.shared = 0 OR EXISTS (SELECT 1 FROM events o WHERE o.organization_id = NEW.organization_id AND o.target = NEW.member_id
            AND o.kind IN ('external_id.given', 'external_id.taken') AND o.operation_id = events.operation_id))));
  UPDATE events SET details = json_remove (json_replace (details, '$.from.id', '', '$.from.name', NEW.pseudonym, '$.from.email', NEW.pseudonym), '$.gained', '$.dropped')
    WHERE organization_id = NEW.organization_id AND kind = 'member.merged' AND details ->> '$.from.id' = NEW.member_id;
  UPDATE events SET details = json_remove (json_replace (details, '$.into.id', '', '$.into.name', NEW.pseudonym, '$.into.email', NEW.pseudonym), '$.gained', '$.dropped')
    WHERE organization_id = NEW.organization_id AND kind = 'member.merged' AND details ->> '$.into.id' = NEW.member_id;
  UPDATE events SET target_name = NEW.pseudonym, details = json_remove (details, '$.email')
    WHERE organization_id = NEW.organization_id AND kind IN ('account.added', 'account.changed', 'account.removed')
      AND (target IN (SELECT word FROM erasure_words WHERE kind = 'account')
        OR details ->> 'email' IN (SELECT word FROM erasure_words WHERE kind = 'address' AND shared = 0));
  UPDATE events SET details = json_replace (details, '$.contact', NEW.pseudonym)
    WHERE organization_id = NEW.organization_id AND kind = 'organization.changed'
      AND details ->> 'contact' IN (SELECT word FROM erasure_words WHERE kind IN ('name', 'address') AND shared = 0);
  -- What they did; and of whatever else names one of their addresses, that. No name is looked for here: a license may be called so.
  UPDATE events SET
      actor_name = iif (actor = NEW.member_id OR actor IN (SELECT word FROM erasure_words WHERE kind = 'thing'), NEW.pseudonym, actor_name),
      details = (SELECT json_group_object (d.key, json (events.details -> d.fullkey)) FROM json_each (events.details) d WHERE NOT EXISTS (
        SELECT 1 FROM erasure_words w WHERE w.kind = 'address' AND w.shared = 0 AND instr (events.details -> d.fullkey, json_quote (w.word))))
    WHERE organization_id = NEW.organization_id AND ((actor = NEW.member_id AND actor_name <> NEW.pseudonym)
      OR actor IN (SELECT word FROM erasure_words WHERE kind = 'thing') OR (details <> '{}' AND EXISTS (
        SELECT 1 FROM erasure_words w WHERE w.kind = 'address' AND w.shared = 0 AND instr (events.details, json_quote (w.word)))));
  UPDATE events SET target_name = NEW.pseudonym
    WHERE organization_id = NEW.organization_id AND target IN (SELECT word FROM erasure_words WHERE kind = 'thing');

  -- What they did, where their id stands beside their name.
  UPDATE api_tokens SET created_by_name = NEW.pseudonym, revoked_at = coalesce (revoked_at, NEW.erased_at),
      name = iif (id IN (SELECT word FROM erasure_words WHERE kind = 'thing'), NEW.pseudonym, name)
    WHERE organization_id = NEW.organization_id AND created_by = NEW.member_id;
  UPDATE imports SET created_by_name = NEW.pseudonym,
      name = iif (id IN (SELECT word FROM erasure_words WHERE kind = 'thing'), NEW.pseudonym, name)
    WHERE organization_id = NEW.organization_id AND member_id = NEW.member_id;
  UPDATE license_keys SET created_by_name = NEW.pseudonym WHERE organization_id = NEW.organization_id AND created_by = NEW.member_id;
  UPDATE invitations SET invited_by_name = NEW.pseudonym WHERE organization_id = NEW.organization_id AND invited_by = NEW.member_id;
  UPDATE seat_queue SET queued_by_name = NEW.pseudonym WHERE organization_id = NEW.organization_id AND queued_by = NEW.member_id;
  UPDATE license_key_uses SET by_name = NEW.pseudonym WHERE member_id = NEW.member_id;
  UPDATE seat_queue SET code_hash = '' WHERE member_id = NEW.member_id;
  UPDATE assignments SET heir = NULL WHERE member_id = NEW.member_id AND heir IS NOT NULL;
  -- And where their name stands alone.
  UPDATE seat_ledger SET actor = NEW.pseudonym WHERE license_id IN (SELECT id FROM licenses WHERE organization_id = NEW.organization_id)
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = seat_ledger.actor AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = seat_ledger.operation_id)));
  UPDATE assignments SET changed_by = NEW.pseudonym WHERE license_id IN (SELECT id FROM licenses WHERE organization_id = NEW.organization_id)
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = assignments.changed_by AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = assignments.operation_id)));
  UPDATE members SET changed_by = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = members.changed_by AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = members.operation_id)));
  UPDATE invitations SET changed_by = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = invitations.changed_by AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = invitations.operation_id)));
  UPDATE additions SET added_by_name = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = additions.added_by_name AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = additions.operation_id)));
  UPDATE member_fields SET changed_by = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = member_fields.changed_by AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = member_fields.operation_id)));
  UPDATE seat_queue SET changed_by = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = seat_queue.changed_by AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = seat_queue.operation_id)));
  UPDATE license_key_uses SET by_name = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = license_key_uses.by_name AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = license_key_uses.operation_id)));
  UPDATE license_keys SET changed_by = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = license_keys.changed_by AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = license_keys.operation_id)));
  UPDATE licenses SET changed_by = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = licenses.changed_by AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = licenses.operation_id)));
  UPDATE connections SET changed_by = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = connections.changed_by AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = connections.operation_id)));
  -- The operation is that of the last change; who made the account known is theirs if the name is nobody else's.
  UPDATE external_accounts SET created_by = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND created_by IN (SELECT word FROM erasure_names WHERE shared = 0);
  UPDATE external_accounts SET changed_by = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = external_accounts.changed_by AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = external_accounts.operation_id)));
  UPDATE provider_settings SET changed_by = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = provider_settings.changed_by AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = provider_settings.operation_id)));
  UPDATE provider_settings SET ticks = (SELECT json_group_object (t.key, json (iif (t.value ->> 'by' IN (SELECT word FROM erasure_names WHERE shared = 0),
      json_set (t.value, '$.by', NEW.pseudonym), t.value))) FROM json_each (provider_settings.ticks) t)
    WHERE organization_id = NEW.organization_id AND EXISTS (
      SELECT 1 FROM json_each (provider_settings.ticks) t WHERE t.value ->> 'by' IN (SELECT word FROM erasure_names WHERE shared = 0));
  UPDATE roles SET changed_by = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = roles.changed_by AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = roles.operation_id)));
  UPDATE notice_choices SET changed_by = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = notice_choices.changed_by AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = notice_choices.operation_id)));
  UPDATE staff_licenses SET changed_by = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = staff_licenses.changed_by AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = staff_licenses.operation_id)));
  UPDATE domains SET created_by_name = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = domains.created_by_name AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = domains.operation_id)));
  UPDATE domain_admins SET created_by_name = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = domain_admins.created_by_name AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = domain_admins.operation_id)));
  UPDATE appointments SET made_by = NEW.pseudonym WHERE organization_id = NEW.organization_id
    AND EXISTS (SELECT 1 FROM erasure_names w WHERE w.word = appointments.made_by AND (w.shared = 0 OR EXISTS (
      SELECT 1 FROM erasure_words p WHERE p.kind = 'operation' AND p.word = appointments.operation_id)));
  UPDATE organizations SET contact_name = '', contact_email = '', contact_phone = '', contact_url = '' WHERE id = NEW.organization_id
    AND (contact_email IN (SELECT word FROM erasure_words WHERE kind = 'address' AND shared = 0)
      OR contact_name IN (SELECT word FROM erasure_names WHERE shared = 0));

  -- Files in which they are a row: by their address, or by their name where the address is none or the row is answered. A row that
  -- is still to be carried out, of somebody who is called the same, stays.
  UPDATE import_parts SET turn = turn + 1,
      results = (SELECT json_group_array (json (v)) FROM (SELECT CASE WHEN r.type = 'null' THEN 'null' ELSE json_remove (
          json_replace (r.value, '$.email', iif (lower (trim (r.value ->> 'email')) IN (SELECT word FROM erasure_words WHERE kind = 'address' AND shared = 0),
            NEW.address, r.value ->> 'email')),
          iif (EXISTS (SELECT 1 FROM erasure_words w WHERE w.kind IN ('name', 'address') AND w.shared = 0 AND instr (r.value ->> 'message', w.word)),
            '$.message', '$.none')) END AS v FROM json_each (import_parts.results) r ORDER BY r.key)),
      rows = (SELECT json_group_array (json (v)) FROM (SELECT iif (r.value ->> 'email_key' IN (SELECT word FROM erasure_words WHERE kind = 'address' AND shared = 0)
          OR lower (trim (r.value ->> 'email')) IN (SELECT word FROM erasure_words WHERE kind = 'address' AND shared = 0)
          OR (trim (r.value ->> 'name') IN (SELECT word FROM erasure_names WHERE shared = 0)
            AND (r.value ->> 'email_key' IS NULL OR json_extract (import_parts.results, '$[' || r.key || ']') IS NOT NULL)),
        json_set (r.value, '$.email', NEW.address, '$.name', NEW.pseudonym, '$.email_key', NULL), r.value) AS v FROM json_each (import_parts.rows) r ORDER BY r.key))
    WHERE import_id IN (SELECT id FROM imports WHERE organization_id = NEW.organization_id) AND EXISTS (
      SELECT 1 FROM erasure_words w WHERE w.kind IN ('name', 'address') AND w.shared = 0
        AND (instr (import_parts.rows, trim (json_quote (w.word), '"')) OR instr (import_parts.results, trim (json_quote (w.word), '"'))));
  UPDATE import_addresses SET email = NEW.address WHERE import_id IN (SELECT id FROM imports WHERE organization_id = NEW.organization_id)
    AND email IN (SELECT word FROM erasure_words WHERE kind = 'address' AND shared = 0);

  -- Their invitations, and they themselves. An accepted invitation names an account: one that is nobody's, under what is no address,
  -- so that nobody can have it.
  INSERT INTO users (id, email, name, password_hash, created_at)
    SELECT 'usr_00000000000000000000000000', 'nobody', 'Erased person', '', NEW.erased_at
      WHERE EXISTS (SELECT 1 FROM invitations WHERE member_id = NEW.member_id AND user_id IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM users WHERE id = 'usr_00000000000000000000000000');
  UPDATE invitations SET email = NEW.address, name = NEW.pseudonym, code_hash = '', delivery_detail = NULL, requested_at = NULL, language = 'en',
      delivery = iif (delivery = 'queued', 'sent', delivery), user_id = iif (user_id IS NULL, NULL, 'usr_00000000000000000000000000')
    WHERE member_id = NEW.member_id;
  UPDATE invitation_trail SET detail = NULL WHERE invitation_id IN (SELECT id FROM invitations WHERE member_id = NEW.member_id);
  UPDATE additions SET email = NEW.address, name = NEW.pseudonym, user_id = '' WHERE member_id = NEW.member_id;
  UPDATE members SET email = NEW.address, name = NEW.pseudonym, user_id = NULL, grants = '[]', denials = '[]', known_as = '', last_sign_in_at = NULL, merged_into = NULL,
      changed_by = coalesce ((SELECT a.name FROM members a WHERE a.id = NEW.erased_by), 'Usher'), changed_at = NEW.erased_at, operation_id = NEW.operation_id
    WHERE id = NEW.member_id;

  -- The account, if no other record of anybody is its.
  DELETE FROM erasure_words WHERE kind = 'user' AND (EXISTS (SELECT 1 FROM members m WHERE m.user_id = word)
    OR EXISTS (SELECT 1 FROM invitations i WHERE i.user_id = word));
  DELETE FROM outbox WHERE subject_id IN (
    SELECT r.id FROM password_resets r JOIN erasure_words w ON w.kind = 'user' AND r.user_id = w.word
    UNION ALL SELECT e.id FROM user_emails e JOIN erasure_words w ON w.kind = 'user' AND e.user_id = w.word
    UNION ALL SELECT c.id FROM address_changes c JOIN erasure_words w ON w.kind = 'user' AND c.user_id = w.word);
  DELETE FROM users WHERE id IN (SELECT word FROM erasure_words WHERE kind = 'user');

  DELETE FROM erasure_words;
  UPDATE erasures SET under_way = 0 WHERE member_id = NEW.member_id;
END;
CREATE TRIGGER erasures_leave_no_letters AFTER UPDATE OF under_way ON erasures WHEN NEW.under_way = 0 BEGIN
  INSERT INTO members_inside (members_inside) VALUES ('optimize');
  INSERT INTO members_words (members_words) VALUES ('optimize');
END;
CREATE TRIGGER events_are_never_edited BEFORE UPDATE ON events BEGIN
  SELECT RAISE (ABORT, 'events_are_append_only') WHERE NOT EXISTS (
    SELECT 1 FROM erasures x WHERE x.organization_id = OLD.organization_id AND x.under_way = 1
      AND (NEW.id, NEW.organization_id, NEW.at, NEW.kind, NEW.actor_kind, NEW.target, NEW.operation_id)
        = (OLD.id, OLD.organization_id, OLD.at, OLD.kind, OLD.actor_kind, OLD.target, OLD.operation_id)
      AND NEW.actor IN (OLD.actor, x.member_id)
      AND NEW.actor_name IN (OLD.actor_name, x.pseudonym) AND NEW.target_name IN (OLD.target_name, x.pseudonym));
END;
CREATE TRIGGER events_are_never_shortened BEFORE DELETE ON events BEGIN
  SELECT RAISE (ABORT, 'events_are_append_only');
END;
CREATE TRIGGER external_ids_end_with_an_offer AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND OLD.status = 'pending' BEGIN
  DELETE FROM external_ids WHERE member_id = NEW.id AND invitation_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM invitations i WHERE i.member_id = NEW.id AND i.status = 'accepted'
      AND (i.id = external_ids.invitation_id OR i.answered_at > external_ids.created_at));
END;
CREATE TRIGGER external_ids_find_members AFTER INSERT ON external_ids BEGIN
  INSERT INTO search_due VALUES (NEW.organization_id, NEW.member_id) ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE organization_id = NEW.organization_id AND member_id = NEW.member_id;
END;
CREATE TRIGGER external_ids_find_members_again AFTER UPDATE OF member_id, external_id ON external_ids BEGIN
  INSERT INTO search_due VALUES (NEW.organization_id, NEW.member_id), (OLD.organization_id, OLD.member_id) ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE organization_id = NEW.organization_id AND member_id IN (OLD.member_id, NEW.member_id);
END;
CREATE TRIGGER external_ids_find_members_no_longer AFTER DELETE ON external_ids BEGIN
  INSERT INTO search_due VALUES (OLD.organization_id, OLD.member_id) ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE organization_id = OLD.organization_id AND member_id = OLD.member_id;
END;
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
CREATE TRIGGER gate_books_a_claim AFTER UPDATE OF status ON assignments WHEN NEW.status <> OLD.status AND NEW.status IN ('invited', 'accepted') BEGIN
  INSERT INTO seat_ledger (organization_id, license_id, assignment_id, member_id, at, door, reason, actor, total, reserved, held, operation_id)
    VALUES (NEW.organization_id, NEW.license_id, NEW.id, NEW.member_id, NEW.changed_at, NEW.door, NEW.reason, NEW.changed_by,
      0, (NEW.status = 'invited') - (OLD.status = 'invited'), (NEW.status = 'accepted') - (OLD.status = 'accepted'), NEW.operation_id);
  UPDATE seat_queue SET state = iif (NEW.door = 'queue', 'seated', 'left'), reason = iif (NEW.door = 'queue', 'seated', 'seated_otherwise'),
      changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.member_id AND license_id = NEW.license_id AND state = 'waiting';
END;
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
CREATE TRIGGER gate_books_an_insert AFTER INSERT ON assignments WHEN NEW.status IN ('invited', 'accepted') BEGIN
  INSERT INTO seat_ledger (organization_id, license_id, assignment_id, member_id, at, door, reason, actor, total, reserved, held, operation_id)
    VALUES (NEW.organization_id, NEW.license_id, NEW.id, NEW.member_id, NEW.changed_at, NEW.door, NEW.reason, NEW.changed_by,
      0, NEW.status = 'invited', NEW.status = 'accepted', NEW.operation_id);
  UPDATE seat_queue SET state = iif (NEW.door = 'queue', 'seated', 'left'), reason = iif (NEW.door = 'queue', 'seated', 'seated_otherwise'),
      changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.member_id AND license_id = NEW.license_id AND state = 'waiting';
END;
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
CREATE TRIGGER gate_books_new_seats AFTER INSERT ON licenses BEGIN
  INSERT INTO seat_ledger (organization_id, license_id, at, door, reason, actor, total, reserved, held, operation_id)
    VALUES (NEW.organization_id, NEW.id, NEW.created_at, 'license', 'created', NEW.changed_by, NEW.seats, 0, 0, NEW.operation_id);
END;
CREATE TRIGGER gate_counts_releases BEFORE UPDATE OF status ON assignments
  WHEN OLD.status IN ('invited', 'accepted') AND NEW.status NOT IN ('invited', 'accepted') AND NEW.releases = OLD.releases
    AND (NEW.heir IS NULL OR NEW.heir IS OLD.heir)
BEGIN
  SELECT RAISE (ABORT, 'release_not_counted');
END;
CREATE TRIGGER gate_hands_over AFTER UPDATE OF heir ON assignments
  WHEN NEW.heir IS NOT NULL AND NEW.heir IS NOT OLD.heir AND OLD.status IN ('invited', 'accepted') AND NEW.status NOT IN ('invited', 'accepted')
    AND NEW.releases = OLD.releases
BEGIN
  INSERT INTO seat_ledger (organization_id, license_id, assignment_id, member_id, at, door, reason, actor, total, reserved, held, operation_id)
    VALUES (NEW.organization_id, NEW.license_id, NEW.id, NEW.member_id, NEW.changed_at, NEW.door, NEW.reason, NEW.changed_by,
      0, -(OLD.status = 'invited'), -(OLD.status = 'accepted'), NEW.operation_id);
  -- The id is of the time of the write, and of the chance of the seat, its heir and its license: seats that a role took have
  -- ids that are alike but for the license.
  -- A question that a member was asked stays one, also where they were deactivated since; what an invitation kept for somebody
  -- is the member's now. What a role took is the role's still, where the heir's takes it too, and goes with it (0025).
  INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT 'asg_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15, 4) || substr (m.id, -6) || substr (NEW.license_id, -6), NEW.organization_id, NEW.license_id, m.id, i.id,
      iif (m.status = 'active' AND NOT (OLD.status = 'invited' AND o.status <> 'pending'), 'accepted', 'invited'),
      iif (OLD.door IN ('role', 'enable', 'renewal') AND EXISTS (
        SELECT 1 FROM staff_roles s WHERE s.organization_id = m.organization_id AND s.license_id = NEW.license_id AND s.role = m.role), 'role', 'merge'), 'merged',
      NEW.changed_by, NEW.changed_at, NEW.operation_id
    FROM members m JOIN members o ON o.id = NEW.member_id
      LEFT JOIN invitations i ON i.member_id = m.id AND i.status = 'pending' AND m.status = 'pending'
    WHERE m.id = NEW.heir AND m.organization_id = NEW.organization_id AND m.id <> o.id AND (m.status = 'active' OR i.id IS NOT NULL)
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = excluded.status, door = excluded.door,
      reason = 'merged', changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status NOT IN ('invited', 'accepted');
  SELECT RAISE (ABORT, 'seat_not_handed_over') WHERE NOT EXISTS (
    SELECT 1 FROM assignments WHERE license_id = NEW.license_id AND member_id = NEW.heir AND operation_id = NEW.operation_id
      AND status IN ('invited', 'accepted'));
END;
CREATE TRIGGER gate_keeps_assignments BEFORE DELETE ON assignments BEGIN
  SELECT RAISE (ABORT, 'assignments_are_never_deleted');
END;
CREATE TRIGGER import_parts_count AFTER UPDATE OF results ON import_parts BEGIN
  UPDATE import_parts SET (done, invited, extended, added, unchanged, refused) = (
    SELECT count(*) FILTER (WHERE type = 'null') = 0, count(*) FILTER (WHERE value ->> 'outcome' = 'invited'),
      count(*) FILTER (WHERE value ->> 'outcome' = 'extended'), count(*) FILTER (WHERE value ->> 'outcome' = 'added'),
      count(*) FILTER (WHERE value ->> 'outcome' = 'unchanged'), count(*) FILTER (WHERE value ->> 'outcome' = 'refused')
    FROM json_each (NEW.results)
  ) WHERE import_id = NEW.import_id AND n = NEW.n;
END;
CREATE TRIGGER import_parts_take_turns BEFORE UPDATE OF results ON import_parts WHEN NEW.turn <> OLD.turn + 1 BEGIN
  SELECT RAISE (ABORT, 'import_turn_taken');
END;
CREATE TRIGGER invitations_ask BEFORE INSERT ON invitations BEGIN
  SELECT RAISE (IGNORE) WHERE EXISTS (
    SELECT 1 FROM members WHERE organization_id = NEW.organization_id AND email = NEW.email AND status IN ('active', 'disabled')
  ) OR EXISTS (
    SELECT 1 FROM invitations WHERE organization_id = NEW.organization_id AND email = NEW.email AND status = 'pending'
  ) OR EXISTS (
    SELECT 1 FROM json_each (NEW.claims) JOIN licenses ON licenses.id = value ->> 'license'
      WHERE licenses.organization_id = NEW.organization_id AND reserved + held >= seat_limit
  );
END;
CREATE TRIGGER invitations_count_endings BEFORE UPDATE OF status ON invitations
  WHEN NEW.status IN ('declined', 'canceled', 'expired') AND NEW.status <> OLD.status AND NEW.endings = OLD.endings
BEGIN
  SELECT RAISE (ABORT, 'ending_not_counted');
END;
CREATE TRIGGER invitations_end_with_their_member AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND OLD.status = 'pending' BEGIN
  UPDATE invitations SET status = 'canceled', endings = endings + 1, answered_at = NEW.changed_at, changed_by = NEW.changed_by, changed_at = NEW.changed_at,
      operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND status = 'pending';
END;
CREATE TRIGGER invitations_leave_a_trail AFTER UPDATE OF status ON invitations WHEN NEW.status <> OLD.status AND NEW.status <> 'pending' BEGIN
  INSERT INTO invitation_trail (organization_id, invitation_id, at, step) VALUES (NEW.organization_id, NEW.id, NEW.changed_at, NEW.status);
END;
CREATE TRIGGER invitations_reserve AFTER INSERT ON invitations BEGIN
  INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT value ->> 'assignment', NEW.organization_id, value ->> 'license', NEW.member_id, NEW.id, 'invited', coalesce (value ->> 'door', 'email'), 'invited',
      NEW.changed_by, NEW.changed_at, NEW.operation_id
    FROM json_each (NEW.claims) WHERE true
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = 'invited', door = excluded.door,
      reason = 'invited', changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id;
  INSERT INTO invitation_trail (organization_id, invitation_id, at, step) VALUES (NEW.organization_id, NEW.id, NEW.created_at, 'queued');
END;
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
CREATE TRIGGER license_keys_count_back AFTER DELETE ON license_key_uses BEGIN
  UPDATE license_keys SET uses = uses - 1 WHERE id = OLD.key_id;
END;
CREATE TRIGGER license_keys_forget AFTER UPDATE OF endings ON invitations
  WHEN OLD.status = 'pending' AND NEW.status IN ('declined', 'canceled', 'expired')
BEGIN
  DELETE FROM license_key_uses WHERE invitation_id = NEW.id;
END;
CREATE TRIGGER license_keys_let_in AFTER INSERT ON license_key_uses BEGIN
  UPDATE license_keys SET uses = uses + 1 WHERE id = NEW.key_id;
  INSERT INTO assignments (id, organization_id, license_id, member_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT NEW.id, NEW.organization_id, NEW.license_id, NEW.member_id, 'accepted', NEW.door, 'joined', NEW.by_name, NEW.at, NEW.operation_id
    WHERE NEW.invitation_id IS NULL
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = NULL, status = 'accepted', door = excluded.door, reason = 'joined',
      changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id;
END;
CREATE TRIGGER licenses_are_renewed AFTER UPDATE OF expires_at, grace_days ON licenses
  WHEN NEW.lapsed_at IS NOT NULL AND coalesce (NEW.ends_at > NEW.changed_at, true)
BEGIN
  UPDATE licenses SET lapsed_at = NULL WHERE id = NEW.id;
END;
CREATE TRIGGER member_counts_insert AFTER INSERT ON members BEGIN
  INSERT INTO member_counts VALUES (NEW.organization_id, NEW.role, NEW.status, 1)
    ON CONFLICT DO UPDATE SET people = people + 1;
END;
CREATE TRIGGER member_counts_update AFTER UPDATE OF role, status ON members BEGIN
  UPDATE member_counts SET people = people - 1
    WHERE organization_id = OLD.organization_id AND role = OLD.role AND status = OLD.status;
  INSERT INTO member_counts VALUES (NEW.organization_id, NEW.role, NEW.status, 1)
    ON CONFLICT DO UPDATE SET people = people + 1;
END;
CREATE TRIGGER member_fields_find_members AFTER INSERT ON member_fields
  WHEN EXISTS (SELECT 1 FROM custom_fields WHERE id = NEW.field_id AND searchable)
BEGIN
  INSERT INTO search_due VALUES (NEW.organization_id, NEW.member_id) ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE organization_id = NEW.organization_id AND member_id = NEW.member_id;
END;
CREATE TRIGGER member_fields_find_members_again AFTER UPDATE OF member_id, value ON member_fields
  WHEN (NEW.member_id <> OLD.member_id OR NEW.value <> OLD.value) AND EXISTS (SELECT 1 FROM custom_fields WHERE id = NEW.field_id AND searchable)
BEGIN
  INSERT INTO search_due VALUES (NEW.organization_id, NEW.member_id), (OLD.organization_id, OLD.member_id) ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE organization_id = NEW.organization_id AND member_id IN (OLD.member_id, NEW.member_id);
END;
CREATE TRIGGER member_fields_find_members_no_longer AFTER DELETE ON member_fields
  WHEN EXISTS (SELECT 1 FROM custom_fields WHERE id = OLD.field_id AND searchable)
BEGIN
  INSERT INTO search_due VALUES (OLD.organization_id, OLD.member_id) ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE organization_id = OLD.organization_id AND member_id = OLD.member_id;
END;
CREATE TRIGGER members_come_with_words AFTER INSERT ON members WHEN NEW.user_id IS NOT NULL BEGIN
  INSERT INTO search_due SELECT NEW.organization_id, NEW.id WHERE EXISTS (
    SELECT 1 FROM user_emails WHERE user_id = NEW.user_id AND verified_at IS NOT NULL
  ) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER members_count_departures BEFORE UPDATE OF status ON members
  WHEN NEW.status <> OLD.status AND (
    (NEW.status IN ('disabled', 'removed') AND NEW.departures = OLD.departures)
    OR (NEW.status = 'active' AND OLD.status = 'disabled' AND NEW.returns = OLD.returns)
  )
BEGIN
  SELECT RAISE (ABORT, 'departure_not_counted');
END;
CREATE TRIGGER members_count_role_changes BEFORE UPDATE OF role ON members
  WHEN NEW.role <> OLD.role AND OLD.status IN ('active', 'disabled') AND NEW.status = OLD.status AND NEW.role_changes = OLD.role_changes
BEGIN
  SELECT RAISE (ABORT, 'role_change_not_counted');
END;
CREATE TRIGGER members_forget_a_merge AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND NEW.merged_into IS OLD.merged_into
  AND NEW.merged_into IS NOT NULL
BEGIN
  UPDATE members SET merged_into = NULL WHERE id = NEW.id;
END;
CREATE TRIGGER members_go_with_words AFTER UPDATE OF user_id, status ON members
  WHEN NEW.user_id IS NOT OLD.user_id OR (NEW.status IN ('active', 'disabled')) <> (OLD.status IN ('active', 'disabled'))
    OR (NEW.status = 'removed') <> (OLD.status = 'removed')
BEGIN
  INSERT INTO search_due SELECT NEW.organization_id, NEW.id WHERE EXISTS (
    SELECT 1 FROM user_emails WHERE user_id = NEW.user_id AND verified_at IS NOT NULL
  ) OR EXISTS (SELECT 1 FROM member_fields WHERE member_id = NEW.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER members_keep_an_owner BEFORE UPDATE OF role, status ON members
  WHEN OLD.role = 'owner' AND OLD.status = 'active' AND NOT (NEW.role = 'owner' AND NEW.status = 'active')
BEGIN
  SELECT RAISE (ABORT, 'last_owner') WHERE NOT EXISTS (
    SELECT 1 FROM members WHERE organization_id = OLD.organization_id AND role = 'owner' AND status = 'active' AND id <> OLD.id
  );
END;
CREATE TRIGGER members_leave_further_addresses BEFORE INSERT ON members
  WHEN EXISTS (
    SELECT 1 FROM user_emails e JOIN members m ON m.user_id = e.user_id AND m.organization_id = NEW.organization_id
    WHERE e.email = NEW.email AND e.verified_at IS NOT NULL AND m.status <> 'removed' AND m.id <> NEW.id
  )
BEGIN
  SELECT RAISE (ABORT, 'address_taken');
END;
CREATE TRIGGER members_lose_what_stood_beside AFTER UPDATE OF departures ON members
  WHEN NEW.status = 'removed' AND (NEW.grants <> '[]' OR NEW.denials <> '[]')
BEGIN
  UPDATE members SET grants = '[]', denials = '[]' WHERE id = NEW.id;
END;
CREATE TRIGGER members_search_insert AFTER INSERT ON members BEGIN
  INSERT INTO members_inside (rowid, organization_end, search_text) VALUES (NEW.seq, NEW.organization_end, NEW.search_text);
  INSERT INTO members_words (rowid, organization_end, search_text) VALUES (NEW.seq, NEW.organization_end, NEW.search_text);
END;
CREATE TRIGGER members_search_update AFTER UPDATE OF name, email, known_as ON members WHEN NEW.search_text <> OLD.search_text BEGIN
  INSERT INTO members_inside (members_inside, rowid, organization_end, search_text)
    VALUES ('delete', OLD.seq, OLD.organization_end, OLD.search_text);
  INSERT INTO members_words (members_words, rowid, organization_end, search_text)
    VALUES ('delete', OLD.seq, OLD.organization_end, OLD.search_text);
  INSERT INTO members_inside (rowid, organization_end, search_text) VALUES (NEW.seq, NEW.organization_end, NEW.search_text);
  INSERT INTO members_words (rowid, organization_end, search_text) VALUES (NEW.seq, NEW.organization_end, NEW.search_text);
END;
CREATE TRIGGER members_sign_out AFTER UPDATE OF departures ON members WHEN NEW.status <> 'active' AND OLD.status = 'active' BEGIN
  DELETE FROM sessions WHERE user_id = NEW.user_id AND organization_id = NEW.organization_id;
END;
CREATE TRIGGER packages_in_use_stay BEFORE DELETE ON packages BEGIN
  SELECT RAISE (ABORT, 'package_in_use') FROM licenses WHERE package_id = OLD.id;
END;
CREATE TRIGGER products_are_new BEFORE INSERT ON products BEGIN
  SELECT RAISE (ABORT, 'product_name_taken') FROM products
    WHERE organization_id = NEW.organization_id AND name = NEW.key AND key <> NEW.key;
END;
CREATE TRIGGER products_are_told_apart BEFORE UPDATE OF name ON products BEGIN
  SELECT RAISE (ABORT, 'product_name_taken') FROM products
    WHERE organization_id = NEW.organization_id AND key = NEW.name AND id <> NEW.id;
END;
CREATE TRIGGER products_follow_licenses AFTER INSERT ON licenses WHEN NEW.package_id IS NULL BEGIN
  UPDATE licenses SET product = p.key FROM products p
    WHERE licenses.id = NEW.id AND p.organization_id = NEW.organization_id AND p.name = NEW.product AND p.key <> NEW.product;
  INSERT OR IGNORE INTO products (id, organization_id, key, name, created_at)
    SELECT 'prd_' || substr (NEW.id, 5), NEW.organization_id, NEW.product, NEW.product, NEW.created_at
    WHERE NOT EXISTS (SELECT 1 FROM products WHERE organization_id = NEW.organization_id AND NEW.product IN (key, name));
END;
CREATE TRIGGER products_follow_licenses_out_of_packages AFTER UPDATE OF package_id ON licenses
  WHEN NEW.package_id IS NULL AND OLD.package_id IS NOT NULL
BEGIN
  UPDATE licenses SET product = p.key FROM products p
    WHERE licenses.id = NEW.id AND p.organization_id = NEW.organization_id AND p.name = NEW.product AND p.key <> NEW.product;
  INSERT OR IGNORE INTO products (id, organization_id, key, name, created_at)
    SELECT 'prd_' || substr (NEW.id, 5), NEW.organization_id, NEW.product, NEW.product, NEW.changed_at
    WHERE NOT EXISTS (SELECT 1 FROM products WHERE organization_id = NEW.organization_id AND NEW.product IN (key, name));
END;
CREATE TRIGGER products_in_use_stay BEFORE DELETE ON products BEGIN
  SELECT RAISE (ABORT, 'product_in_use') WHERE EXISTS (
    SELECT 1 FROM licenses WHERE organization_id = OLD.organization_id AND product = OLD.key AND package_id IS NULL
  ) OR EXISTS (SELECT 1 FROM package_products WHERE product_id = OLD.id);
END;
CREATE TRIGGER profiles_end_with_their_member AFTER UPDATE OF departures ON members
WHEN NEW.status = 'removed' AND OLD.status <> 'removed' BEGIN
  DELETE FROM profiles WHERE member_id = NEW.id;
  DELETE FROM photos WHERE member_id = NEW.id;
END;
CREATE TRIGGER queue_follows_members AFTER UPDATE OF departures ON members WHEN NEW.status IN ('disabled', 'removed') AND NEW.status <> OLD.status BEGIN
  UPDATE seat_queue SET state = 'left', reason = 'member_' || NEW.status, changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND state = 'waiting';
END;
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
CREATE TRIGGER queue_lets_out AFTER UPDATE OF state ON seat_queue WHEN NEW.state <> OLD.state BEGIN
  UPDATE licenses SET waiting = waiting - 1 WHERE id = NEW.license_id;
  INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id)
    SELECT 'evt_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, NEW.changed_at, 'queue.left', 'system', '', 'Usher', m.id,
      iif (m.name <> '', m.name, m.email), json_object ('license', l.id, 'license_name', l.name, 'reason', NEW.reason), NEW.operation_id
    FROM licenses l JOIN members m ON m.id = NEW.member_id WHERE l.id = NEW.license_id AND NEW.state = 'left' AND NEW.reason <> 'taken_out';
END;
CREATE TRIGGER queue_seats AFTER UPDATE OF turns ON seat_queue WHEN NEW.state = 'waiting' BEGIN
  UPDATE invitations SET expires_at = max (expires_at, strftime ('%Y-%m-%dT%H:%M:%fZ', NEW.changed_at, NEW.days || ' days'))
    WHERE member_id = NEW.member_id AND status = 'pending';
  INSERT INTO invitations (id, organization_id, member_id, email, name, role, claims, code_hash, status, delivery, invited_by, invited_by_name,
      created_at, expires_at, changed_by, changed_at, operation_id)
    SELECT NEW.invitation_id, m.organization_id, m.id, m.email, m.name, NEW.role, coalesce ((
        SELECT json_array (json_object ('assignment', 'asg_' || substr (NEW.invitation_id, 5),
          'license', s.license_id, 'door', iif (s.license_id = NEW.license_id, 'queue', 'role')))
        FROM staff_roles s JOIN licenses l ON l.id = s.license_id AND coalesce (l.ends_at > NEW.changed_at, true)
        WHERE s.organization_id = m.organization_id AND s.role = NEW.role AND NOT EXISTS (
          SELECT 1 FROM assignments a WHERE a.license_id = s.license_id AND a.member_id = m.id AND a.status IN ('invited', 'accepted'))), '[]'), NEW.code_hash, 'pending', 'queued', NEW.queued_by, NEW.queued_by_name,
      NEW.changed_at, strftime ('%Y-%m-%dT%H:%M:%fZ', NEW.changed_at, NEW.days || ' days'), 'Usher', NEW.changed_at,
      'op_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15)
    FROM members m WHERE m.id = NEW.member_id AND m.status = 'pending'
      AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.member_id = m.id AND i.status = 'pending');
  INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT 'asg_' || substr (NEW.id, 5), NEW.organization_id, NEW.license_id, m.id, i.id, iif (i.id IS NULL AND NEW.asked = 0, 'accepted', 'invited'), 'queue',
      'place_' || NEW.place, 'Usher', NEW.changed_at, 'op_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15)
    FROM members m LEFT JOIN invitations i ON i.member_id = m.id AND i.status = 'pending' AND m.status = 'pending'
    WHERE m.id = NEW.member_id AND (m.status = 'active' OR i.id IS NOT NULL)
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = excluded.status, door = 'queue',
      reason = excluded.reason, changed_by = 'Usher', changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status NOT IN ('invited', 'accepted');
  INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, created_at)
    SELECT 'out_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, iif (invitation_id IS NULL, 'license_invite', 'invitation'),
      coalesce (invitation_id, id), NEW.changed_at, NEW.changed_at
    FROM assignments WHERE license_id = NEW.license_id AND member_id = NEW.member_id AND status = 'invited' AND door = 'queue' AND changed_at = NEW.changed_at;
  INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id)
    SELECT 'evt_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, NEW.changed_at, 'queue.seated', 'system', '', 'Usher', m.id,
      iif (m.name <> '', m.name, m.email), json_object ('license', l.id, 'license_name', l.name, 'place', NEW.place,
        'invited', json (iif (a.status = 'invited', 'true', 'false'))), a.operation_id
    FROM assignments a JOIN members m ON m.id = a.member_id JOIN licenses l ON l.id = a.license_id
    WHERE a.license_id = NEW.license_id AND a.member_id = NEW.member_id AND a.status IN ('invited', 'accepted') AND a.door = 'queue' AND a.changed_at = NEW.changed_at;
  -- There was no seat for the role: they are passed over, and the sweep gives the turn to the next.
  UPDATE seat_queue SET state = 'left', reason = 'no_staff_seat' WHERE id = NEW.id AND state = 'waiting' AND EXISTS (
    SELECT 1 FROM members m JOIN staff_roles s ON s.organization_id = m.organization_id AND s.role = NEW.role
      WHERE m.id = NEW.member_id AND m.status = 'pending' AND NOT EXISTS (
        SELECT 1 FROM invitations i WHERE i.member_id = m.id AND i.status = 'pending'));
END;
CREATE TRIGGER roles_keep_their_base AFTER INSERT ON roles BEGIN
  UPDATE roles SET base = coalesce ((SELECT b.base FROM roles b WHERE b.organization_id = NEW.organization_id AND b.id = NEW.based_on), NEW.based_on)
    WHERE organization_id = NEW.organization_id AND id = NEW.id;
END;
CREATE TRIGGER roles_that_are_offered_stay BEFORE DELETE ON roles BEGIN
  SELECT RAISE (ABORT, 'role_held') WHERE EXISTS (
    SELECT 1 FROM invitations WHERE organization_id = OLD.organization_id AND status = 'pending' AND role = OLD.id
  ) OR EXISTS (
    SELECT 1 FROM seat_queue WHERE organization_id = OLD.organization_id AND state = 'waiting' AND role = OLD.id
  );
END;
CREATE TRIGGER search_due_is_done AFTER DELETE ON search_due BEGIN
  UPDATE members SET known_as = w.words
    FROM (SELECT coalesce (group_concat (word, ' '), '') AS words FROM member_words WHERE member_id = OLD.member_id) w
    WHERE members.id = OLD.member_id AND members.known_as <> w.words;
END;
CREATE TRIGGER seat_ledger_is_never_edited BEFORE UPDATE ON seat_ledger BEGIN
  SELECT RAISE (ABORT, 'ledger_is_append_only') WHERE NOT EXISTS (
    SELECT 1 FROM erasures x WHERE x.organization_id = OLD.organization_id AND x.under_way = 1 AND NEW.actor IN (OLD.actor, x.pseudonym)
      AND (NEW.sequence, NEW.organization_id, NEW.license_id, NEW.assignment_id, NEW.member_id, NEW.at, NEW.door, NEW.reason)
        IS (OLD.sequence, OLD.organization_id, OLD.license_id, OLD.assignment_id, OLD.member_id, OLD.at, OLD.door, OLD.reason)
      AND (NEW.total, NEW.reserved, NEW.held, NEW.operation_id) = (OLD.total, OLD.reserved, OLD.held, OLD.operation_id));
END;
CREATE TRIGGER seat_ledger_is_never_shortened BEFORE DELETE ON seat_ledger BEGIN
  SELECT RAISE (ABORT, 'ledger_is_append_only');
END;
CREATE TRIGGER seat_ledger_moves_the_counters AFTER INSERT ON seat_ledger WHEN NEW.reserved <> 0 OR NEW.held <> 0 BEGIN
  UPDATE licenses SET reserved = reserved + NEW.reserved, held = held + NEW.held WHERE id = NEW.license_id;
END;
CREATE TRIGGER seat_queue_is_never_shortened BEFORE DELETE ON seat_queue BEGIN
  SELECT RAISE (ABORT, 'seat_queue_is_kept');
END;
CREATE TRIGGER seats_follow_a_bounced_invitation AFTER UPDATE OF delivery ON invitations
  WHEN NEW.status = 'pending' AND NEW.delivery = 'bounced' AND OLD.delivery <> 'bounced'
BEGIN
  UPDATE assignments SET status = 'removed', reason = 'bounced', releases = releases + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE invitation_id = NEW.id AND status = 'invited' AND NOT EXISTS (
      SELECT 1 FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role AND s.license_id = assignments.license_id);
END;
CREATE TRIGGER seats_follow_a_disabled_member AFTER UPDATE OF departures ON members WHEN NEW.status = 'disabled' AND OLD.status = 'active' BEGIN
  UPDATE assignments SET status = 'suspended', reason = 'disabled', releases = releases + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND status = 'accepted';
END;
CREATE TRIGGER seats_follow_a_removed_member AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND OLD.status <> 'removed' BEGIN
  UPDATE assignments SET status = 'removed', reason = 'member_removed', releases = releases + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND status IN ('invited', 'accepted', 'suspended');
END;
CREATE TRIGGER seats_follow_a_revived_invitation AFTER UPDATE OF delivery ON invitations
  WHEN NEW.status = 'pending' AND NEW.delivery = 'queued' AND (OLD.status = 'expired' OR OLD.delivery = 'bounced')
BEGIN
  UPDATE assignments SET status = 'invited', reason = 'resent', changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE invitation_id = NEW.id AND status = 'removed' AND reason IN ('expired', 'bounced');
END;
CREATE TRIGGER seats_follow_an_accepted_invitation AFTER UPDATE OF user_id ON invitations WHEN NEW.status = 'accepted' AND OLD.status = 'pending' BEGIN
  UPDATE members SET status = 'active', user_id = NEW.user_id, role = NEW.role, name = (SELECT name FROM users WHERE id = NEW.user_id),
      changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE id = NEW.member_id AND status = 'pending';
  UPDATE assignments SET status = 'accepted', reason = 'accepted', changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE invitation_id = NEW.id AND (status = 'invited' OR (status = 'removed' AND reason = 'bounced'));
END;
CREATE TRIGGER seats_follow_an_enabled_member AFTER UPDATE OF returns ON members WHEN NEW.status = 'active' AND OLD.status = 'disabled' BEGIN
  UPDATE assignments SET reason = 'term_ended' WHERE member_id = NEW.id AND status = 'suspended' AND reason = 'disabled'
    AND EXISTS (SELECT 1 FROM licenses l WHERE l.id = assignments.license_id AND l.ends_at <= NEW.changed_at);
  UPDATE assignments SET status = 'accepted', door = 'enable', reason = 'enabled', changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND status = 'suspended' AND reason = 'disabled';
  UPDATE assignments SET status = 'accepted', door = 'role', reason = 'role_given', changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND status = 'invited' AND license_id IN (
      SELECT s.license_id FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role);
END;
CREATE TRIGGER seats_follow_an_ended_invitation AFTER UPDATE OF endings ON invitations
  WHEN NEW.status IN ('declined', 'canceled', 'expired') AND OLD.status = 'pending'
BEGIN
  UPDATE assignments SET status = iif (NEW.status = 'declined', 'rejected', 'removed'), reason = NEW.status, releases = releases + 1,
      changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE invitation_id = NEW.id AND status = 'invited';
  UPDATE members SET status = 'removed', departures = departures + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at, operation_id = NEW.operation_id
    WHERE id = NEW.member_id AND status = 'pending' AND NEW.status <> 'expired';
END;
CREATE TRIGGER sign_in_days_note AFTER UPDATE OF last_sign_in_at ON members WHEN NEW.last_sign_in_at IS NOT NULL BEGIN
  INSERT OR IGNORE INTO sign_in_days VALUES (NEW.organization_id, substr (NEW.last_sign_in_at, 1, 10), NEW.id);
END;
CREATE TRIGGER staff_seats_are_given AFTER UPDATE OF operation_id ON staff_licenses BEGIN
  UPDATE assignments SET status = 'removed', reason = 'role_changed', releases = releases + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at,
      operation_id = NEW.operation_id
    WHERE license_id = OLD.license_id AND status IN ('invited', 'accepted', 'suspended') AND door IN ('role', 'enable', 'renewal') AND EXISTS (
      SELECT 1 FROM members m JOIN json_each (OLD.roles) r
          ON r.value = coalesce ((SELECT c.base FROM roles c WHERE c.organization_id = m.organization_id AND c.id = m.role), m.role)
        WHERE m.id = assignments.member_id)
    AND NOT EXISTS (
      SELECT 1 FROM members m JOIN staff_roles s ON s.organization_id = m.organization_id AND s.role = m.role
        WHERE m.id = assignments.member_id AND s.license_id = assignments.license_id);
  INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT 'asg_' || substr (NEW.operation_id, 4, 10) || substr (m.id, 15), m.organization_id, NEW.license_id, m.id, i.id,
      CASE m.status WHEN 'active' THEN 'accepted' WHEN 'pending' THEN 'invited' ELSE 'suspended' END, 'role', iif (m.status = 'disabled', 'disabled', 'role_given'),
      NEW.changed_by, NEW.changed_at, NEW.operation_id
    FROM members m JOIN staff_roles s ON s.organization_id = m.organization_id AND s.role = m.role
      JOIN licenses l ON l.id = s.license_id AND (m.status = 'disabled' OR coalesce (l.ends_at > NEW.changed_at, true))
      LEFT JOIN invitations i ON i.member_id = m.id AND i.status = 'pending'
    WHERE m.organization_id = NEW.organization_id AND (m.status IN ('active', 'disabled') OR (m.status = 'pending' AND i.id IS NOT NULL))
    ORDER BY m.role <> 'owner', m.seq
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = excluded.status, door = 'role', reason = excluded.reason,
      changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status IN ('removed', 'rejected') OR (status = 'suspended' AND excluded.status = 'accepted')
        OR (status = 'invited' AND excluded.status = 'accepted');
  SELECT RAISE (ABORT, 'staff_seats_missing') WHERE EXISTS (
    SELECT 1 FROM members m JOIN staff_roles s ON s.organization_id = m.organization_id AND s.role = m.role
      WHERE m.organization_id = NEW.organization_id AND (m.status = 'active' OR (m.status = 'pending' AND EXISTS (
        SELECT 1 FROM invitations i WHERE i.member_id = m.id AND i.status = 'pending'))) AND NOT EXISTS (
        SELECT 1 FROM assignments a WHERE a.license_id = NEW.license_id AND a.member_id = m.id AND a.status IN ('invited', 'accepted')));
END;
CREATE TRIGGER staff_seats_come_with_an_addition BEFORE INSERT ON additions BEGIN
  SELECT RAISE (IGNORE) FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role
    AND NOT EXISTS (SELECT 1 FROM json_each (NEW.claims) WHERE value ->> 'license' = s.license_id)
    AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.license_id = s.license_id AND a.member_id = NEW.member_id AND a.status IN ('invited', 'accepted'));
END;
CREATE TRIGGER staff_seats_come_with_an_invitation BEFORE INSERT ON invitations BEGIN
  SELECT RAISE (IGNORE) FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role
    AND NOT EXISTS (SELECT 1 FROM json_each (NEW.claims) WHERE value ->> 'license' = s.license_id)
    AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.license_id = s.license_id AND a.member_id = NEW.member_id AND a.status IN ('invited', 'accepted'));
END;
CREATE TRIGGER staff_seats_follow_a_role AFTER UPDATE OF role_changes ON members WHEN NEW.role <> OLD.role BEGIN
  UPDATE assignments SET status = 'removed', reason = 'role_changed', releases = releases + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at,
      operation_id = NEW.operation_id
    WHERE member_id = NEW.id AND status IN ('invited', 'accepted', 'suspended') AND door IN ('role', 'enable', 'renewal')
      AND license_id IN (SELECT s.license_id FROM staff_roles s WHERE s.organization_id = OLD.organization_id AND s.role = OLD.role)
      AND license_id NOT IN (SELECT s.license_id FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role);
END;
CREATE TRIGGER staff_seats_follow_an_offered_role AFTER UPDATE OF role ON invitations WHEN NEW.role <> OLD.role AND NEW.status = 'pending' BEGIN
  UPDATE assignments SET status = 'removed', reason = 'role_changed', releases = releases + 1, changed_by = NEW.changed_by, changed_at = NEW.changed_at,
      operation_id = NEW.operation_id
    WHERE member_id = NEW.member_id AND status = 'invited' AND door = 'role'
      AND license_id IN (SELECT s.license_id FROM staff_roles s WHERE s.organization_id = OLD.organization_id AND s.role = OLD.role)
      AND license_id NOT IN (SELECT s.license_id FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role);
END;
CREATE TRIGGER staff_seats_precede_a_revival BEFORE UPDATE OF delivery ON invitations
  WHEN NEW.status = 'pending' AND NEW.delivery = 'queued' AND (OLD.status = 'expired' OR OLD.delivery = 'bounced')
BEGIN
  INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT 'asg_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, s.license_id, NEW.member_id, NEW.id, 'invited', 'role', 'role_given',
      NEW.changed_by, NEW.changed_at, NEW.operation_id
    FROM staff_roles s JOIN licenses l ON l.id = s.license_id AND coalesce (l.ends_at > NEW.changed_at, true)
    WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = 'invited', door = 'role', reason = 'resent',
      changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status NOT IN ('invited', 'accepted');
  SELECT RAISE (IGNORE) FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role AND NOT EXISTS (
    SELECT 1 FROM assignments a JOIN licenses l ON l.id = a.license_id AND coalesce (l.ends_at > NEW.changed_at, true)
      WHERE a.license_id = s.license_id AND a.member_id = NEW.member_id AND a.status IN ('invited', 'accepted'));
END;
CREATE TRIGGER staff_seats_precede_a_role BEFORE UPDATE OF role_changes ON members
  WHEN NEW.role <> OLD.role AND OLD.status IN ('active', 'disabled') AND NEW.status = OLD.status
BEGIN
  INSERT INTO assignments (id, organization_id, license_id, member_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT 'asg_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, s.license_id, NEW.id,
      iif (NEW.status = 'active', 'accepted', 'suspended'), 'role', iif (NEW.status = 'active', 'role_given', 'disabled'),
      NEW.changed_by, NEW.changed_at, NEW.operation_id
    FROM staff_roles s JOIN licenses l ON l.id = s.license_id AND (NEW.status <> 'active' OR coalesce (l.ends_at > NEW.changed_at, true))
    WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = NULL, status = excluded.status, door = 'role', reason = excluded.reason,
      changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status IN ('removed', 'rejected') OR (status = 'suspended' AND excluded.status = 'accepted')
        OR (status = 'invited' AND excluded.status = 'accepted');
  SELECT RAISE (IGNORE) WHERE NEW.status = 'active' AND EXISTS (
    SELECT 1 FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role AND NOT EXISTS (
      SELECT 1 FROM assignments a JOIN licenses l ON l.id = a.license_id AND coalesce (l.ends_at > NEW.changed_at, true)
        WHERE a.license_id = s.license_id AND a.member_id = NEW.id AND a.status = 'accepted'));
END;
CREATE TRIGGER staff_seats_precede_an_offered_role BEFORE UPDATE OF role ON invitations WHEN NEW.role <> OLD.role AND NEW.status = 'pending' BEGIN
  INSERT INTO assignments (id, organization_id, license_id, member_id, invitation_id, status, door, reason, changed_by, changed_at, operation_id)
    SELECT 'asg_' || substr (NEW.operation_id, 4, 10) || substr (NEW.id, 15), NEW.organization_id, s.license_id, NEW.member_id, NEW.id, 'invited', 'role', 'role_given',
      NEW.changed_by, NEW.changed_at, NEW.operation_id
    FROM staff_roles s JOIN licenses l ON l.id = s.license_id AND coalesce (l.ends_at > NEW.changed_at, true)
    WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role
    ON CONFLICT (license_id, member_id) DO UPDATE SET invitation_id = excluded.invitation_id, status = 'invited', door = 'role', reason = excluded.reason,
      changed_by = excluded.changed_by, changed_at = excluded.changed_at, operation_id = excluded.operation_id
      WHERE status NOT IN ('invited', 'accepted');
  SELECT RAISE (IGNORE) FROM staff_roles s WHERE s.organization_id = NEW.organization_id AND s.role = NEW.role AND NOT EXISTS (
    SELECT 1 FROM assignments a JOIN licenses l ON l.id = a.license_id AND coalesce (l.ends_at > NEW.changed_at, true)
      WHERE a.license_id = s.license_id AND a.member_id = NEW.member_id AND a.status IN ('invited', 'accepted'));
END;
CREATE TRIGGER staff_seats_stay_with_a_role BEFORE UPDATE OF releases ON assignments WHEN NEW.reason IN ('removed', 'moved_away', 'declined')
BEGIN
  SELECT RAISE (IGNORE) FROM members m JOIN staff_roles s ON s.organization_id = m.organization_id AND s.role = m.role
    WHERE m.id = NEW.member_id AND (m.status IN ('active', 'disabled') OR (m.status = 'pending' AND NEW.reason <> 'declined')) AND s.license_id = NEW.license_id;
END;
CREATE TRIGGER tokens_end_with_their_maker AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND OLD.status IN ('active', 'disabled') BEGIN
  INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id)
    SELECT 'evt_' || substr (NEW.operation_id, 4, 10) || substr (t.id, 15), t.organization_id, NEW.changed_at, 'token.revoked', 'system', '', 'Usher', t.id, t.name,
      '{}', NEW.operation_id
    FROM api_tokens t WHERE t.organization_id = NEW.organization_id AND t.created_by = NEW.id AND t.revoked_at IS NULL AND t.expires_at > NEW.changed_at;
  UPDATE api_tokens SET revoked_at = NEW.changed_at WHERE organization_id = NEW.organization_id AND created_by = NEW.id AND revoked_at IS NULL;
END;
CREATE TRIGGER user_emails_are_few BEFORE INSERT ON user_emails
  WHEN NOT EXISTS (SELECT 1 FROM user_emails WHERE user_id = NEW.user_id AND email = NEW.email)
BEGIN
  SELECT RAISE (ABORT, 'too_many_addresses') WHERE (SELECT count(*) FROM user_emails WHERE user_id = NEW.user_id) >= 10;
END;
CREATE TRIGGER user_emails_are_nobody_elses BEFORE UPDATE ON user_emails WHEN NEW.verified_at IS NOT NULL BEGIN
  SELECT RAISE (ABORT, 'address_taken') WHERE EXISTS (
    SELECT 1 FROM users WHERE email = NEW.email AND id <> NEW.user_id
  ) OR EXISTS (
    SELECT 1 FROM members o JOIN members m ON m.organization_id = o.organization_id AND m.email = NEW.email
    WHERE o.user_id = NEW.user_id AND o.status <> 'removed' AND m.status <> 'removed' AND m.user_id IS NOT NEW.user_id
  );
END;
CREATE TRIGGER user_emails_find_members AFTER INSERT ON user_emails WHEN NEW.verified_at IS NOT NULL BEGIN
  INSERT INTO search_due SELECT organization_id, id FROM members WHERE user_id = NEW.user_id ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE (organization_id, member_id) IN (SELECT organization_id, id FROM members WHERE user_id = NEW.user_id);
END;
CREATE TRIGGER user_emails_find_members_again AFTER UPDATE OF user_id, email, verified_at ON user_emails
  WHEN coalesce (NEW.verified_at, OLD.verified_at) IS NOT NULL
BEGIN
  INSERT INTO search_due SELECT organization_id, id FROM members WHERE user_id IN (OLD.user_id, NEW.user_id) ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE (organization_id, member_id) IN (SELECT organization_id, id FROM members WHERE user_id IN (OLD.user_id, NEW.user_id));
END;
CREATE TRIGGER user_emails_find_members_no_longer AFTER DELETE ON user_emails WHEN OLD.verified_at IS NOT NULL BEGIN
  INSERT INTO search_due SELECT organization_id, id FROM members WHERE user_id = OLD.user_id ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE (organization_id, member_id) IN (SELECT organization_id, id FROM members WHERE user_id = OLD.user_id);
END;
CREATE TRIGGER user_emails_in_a_list_stay BEFORE DELETE ON user_emails
  WHEN EXISTS (SELECT 1 FROM members WHERE user_id = OLD.user_id AND email = OLD.email AND status IN ('active', 'disabled'))
BEGIN
  SELECT RAISE (ABORT, 'address_listed');
END;
CREATE TRIGGER users_find_members AFTER UPDATE OF email ON users WHEN NEW.email <> OLD.email BEGIN
  INSERT INTO search_due SELECT organization_id, id FROM members WHERE user_id = NEW.id ON CONFLICT DO NOTHING;
  DELETE FROM search_due WHERE (organization_id, member_id) IN (SELECT organization_id, id FROM members WHERE user_id = NEW.id);
END;
CREATE TRIGGER users_leave_further_addresses BEFORE INSERT ON users
  WHEN EXISTS (SELECT 1 FROM user_emails WHERE email = NEW.email AND verified_at IS NOT NULL)
BEGIN
  SELECT RAISE (IGNORE);
END;
CREATE VIEW company_members AS
  SELECT m.organization_id, m.id AS member_id, c.company_id FROM company_choices c JOIN members m ON m.id = c.member_id
    WHERE c.company_id IS NOT NULL AND m.role = 'customer' AND m.status <> 'removed'
  UNION ALL
  SELECT m.organization_id, m.id, d.company_id FROM company_domains d
    JOIN members m ON m.organization_id = d.organization_id AND substr (m.email, instr (m.email, '@') + 1) = d.domain
    WHERE m.role = 'customer' AND m.status <> 'removed' AND NOT EXISTS (SELECT 1 FROM company_choices x WHERE x.member_id = m.id);
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
CREATE VIEW erasure_accounts_of_others AS
  SELECT e.details ->> 'provider' AS provider, e.details ->> 'account' AS account FROM erasures x CROSS JOIN events e
    WHERE x.under_way = 1 AND e.organization_id = x.organization_id AND e.target <> x.member_id
      AND e.kind IN ('connection.made', 'connection.ended', 'connection.broken') AND e.details ->> 'account' IS NOT NULL;
CREATE VIEW erasure_names AS SELECT word, max (shared) AS shared FROM erasure_words WHERE kind IN ('name', 'address') GROUP BY word;
CREATE VIEW member_words (member_id, word) AS
  SELECT member_id, external_id FROM external_ids
  UNION ALL
  SELECT m.id, u.email FROM members m JOIN users u ON u.id = m.user_id AND u.email <> m.email WHERE m.status IN ('active', 'disabled')
  UNION ALL
  SELECT m.id, e.email FROM members m JOIN user_emails e ON e.user_id = m.user_id AND e.verified_at IS NOT NULL WHERE m.status IN ('active', 'disabled')
  UNION ALL
  SELECT v.member_id, v.value ->> '$' FROM member_fields v JOIN custom_fields f ON f.id = v.field_id AND f.searchable
    JOIN members m ON m.id = v.member_id WHERE m.status <> 'removed';
CREATE VIEW service_members AS
  SELECT m.organization_id, s.id AS service_id, m.id AS member_id FROM services s
    JOIN members m ON m.organization_id = s.organization_id
    WHERE s.everybody OR EXISTS (
      SELECT 1 FROM service_teams t JOIN team_members x ON x.member_id = m.id AND x.team_id = t.team_id WHERE t.service_id = s.id
    );
CREATE VIEW staff_roles AS
  SELECT s.organization_id, s.license_id, r.value AS role FROM staff_licenses s JOIN json_each (s.roles) r
  UNION ALL
  SELECT s.organization_id, s.license_id, c.id FROM staff_licenses s JOIN json_each (s.roles) r
    JOIN roles c ON c.organization_id = s.organization_id AND c.base = r.value;
CREATE VIEW subscribed AS
  SELECT l.id AS license_id, coalesce (k.name, p.name, l.product) AS name FROM licenses l
    LEFT JOIN packages k ON k.id = l.package_id
    LEFT JOIN products p ON l.package_id IS NULL AND p.organization_id = l.organization_id AND p.key = l.product;
