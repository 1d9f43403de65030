-- Mails that wait to leave. Written with the change they tell of; the id makes the Message-ID, so that a mail sent
-- twice after a crash can be recognized. Texts and secrets are made when it leaves, never kept.
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('invitation', 'addition', 'license_invite', 'notice', 'password_reset', 'invitation_request')),
  subject_id TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at TEXT NOT NULL,
  leased_until TEXT,
  detail TEXT,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'queued';

-- The development mailbox: what would have been sent. Filled only where MAILER is `dev`.
CREATE TABLE dev_mail (
  id TEXT PRIMARY KEY,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  sent_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dev_mail_by_recipient ON dev_mail (recipient, sent_at);
