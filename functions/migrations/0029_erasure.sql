-- Erasure: nothing that is held on a person who was removed stays. Their record stays as a pseudonym that events, seats and
-- counters go on pointing to; their account goes with their last record. One insert does it, all or nothing. Records that were
-- merged into theirs (0028) are theirs too, and are erased by the same statement before it.
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
CREATE INDEX erasures_under_way ON erasures (organization_id) WHERE under_way = 1;

-- What is looked for while an erasure is under way; empty before and after. `shared`: somebody else is called so, or has the
-- address by now, so that it counts only where it is certain who is meant.
CREATE TABLE erasure_words (
  kind TEXT NOT NULL CHECK (kind IN ('name', 'address', 'id', 'account', 'thing', 'user', 'operation')),
  word TEXT NOT NULL,
  shared INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, word)
) STRICT, WITHOUT ROWID;

-- Names that stand in rows without an id, as "changed by": theirs where nobody else is called so, or where the log says that
-- the operation was theirs. Whoever has no name stands there by their address.
CREATE VIEW erasure_names AS SELECT word, max (shared) AS shared FROM erasure_words WHERE kind IN ('name', 'address') GROUP BY word;

-- Accounts at providers to which somebody else was connected, today or before: never one person's.
CREATE VIEW erasure_accounts_of_others AS
  SELECT e.details ->> 'provider' AS provider, e.details ->> 'account' AS account FROM erasures x CROSS JOIN events e
    WHERE x.under_way = 1 AND e.organization_id = x.organization_id AND e.target <> x.member_id
      AND e.kind IN ('connection.made', 'connection.ended', 'connection.broken') AND e.details ->> 'account' IS NOT NULL;

-- The log and the ledger stay append only. While a person is erased, a name in an entry may become their pseudonym and an
-- entry of the log may lose details; nothing else of it changes.
DROP TRIGGER events_are_never_edited;
CREATE TRIGGER events_are_never_edited BEFORE UPDATE ON events BEGIN
  SELECT RAISE (ABORT, 'events_are_append_only') WHERE NOT EXISTS (
    SELECT 1 FROM erasures x WHERE x.organization_id = OLD.organization_id AND x.under_way = 1
      AND (NEW.id, NEW.organization_id, NEW.at, NEW.kind, NEW.actor_kind, NEW.target, NEW.operation_id)
        = (OLD.id, OLD.organization_id, OLD.at, OLD.kind, OLD.actor_kind, OLD.target, OLD.operation_id)
      AND NEW.actor IN (OLD.actor, x.member_id)
      AND NEW.actor_name IN (OLD.actor_name, x.pseudonym) AND NEW.target_name IN (OLD.target_name, x.pseudonym));
END;
DROP TRIGGER seat_ledger_is_never_edited;
CREATE TRIGGER seat_ledger_is_never_edited BEFORE UPDATE ON seat_ledger BEGIN
  SELECT RAISE (ABORT, 'ledger_is_append_only') WHERE NOT EXISTS (
    SELECT 1 FROM erasures x WHERE x.organization_id = OLD.organization_id AND x.under_way = 1 AND NEW.actor IN (OLD.actor, x.pseudonym)
      AND (NEW.sequence, NEW.organization_id, NEW.license_id, NEW.assignment_id, NEW.member_id, NEW.at, NEW.door, NEW.reason)
        IS (OLD.sequence, OLD.organization_id, OLD.license_id, OLD.assignment_id, OLD.member_id, OLD.at, OLD.door, OLD.reason)
      AND (NEW.total, NEW.reserved, NEW.held, NEW.operation_id) = (OLD.total, OLD.reserved, OLD.held, OLD.operation_id));
END;
CREATE TRIGGER erasures_are_kept BEFORE DELETE ON erasures BEGIN
  SELECT RAISE (ABORT, 'erasures_are_kept');
END;
CREATE TRIGGER erasures_begin_once BEFORE UPDATE ON erasures WHEN OLD.under_way = 0 BEGIN
  SELECT RAISE (ABORT, 'erasures_are_kept');
END;
-- Whoever was erased comes back as somebody new: the record is nobody's any more.
CREATE TRIGGER erased_people_stay_erased BEFORE UPDATE OF status ON members
  WHEN OLD.status = 'removed' AND NEW.status <> 'removed' AND OLD.user_id IS NULL
BEGIN
  SELECT RAISE (IGNORE) FROM erasures WHERE member_id = OLD.id;
END;

CREATE TRIGGER erasures_ask BEFORE INSERT ON erasures BEGIN
  SELECT RAISE (IGNORE) WHERE NOT EXISTS (
    SELECT 1 FROM members WHERE organization_id = NEW.organization_id AND id = NEW.member_id AND status = 'removed');
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

-- What the text indexes delete is gone from them at once, instead of when their parts are next merged; and what was deleted
-- before goes now.
INSERT INTO members_inside (members_inside, rank) VALUES ('secure-delete', 1);
INSERT INTO members_words (members_words, rank) VALUES ('secure-delete', 1);
INSERT INTO members_inside (members_inside) VALUES ('optimize');
INSERT INTO members_words (members_words) VALUES ('optimize');
