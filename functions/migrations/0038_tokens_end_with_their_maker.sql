-- A token ends with whoever made it, and does not live again should they come back.
UPDATE api_tokens SET revoked_at = m.changed_at FROM members m
  WHERE m.id = api_tokens.created_by AND m.status = 'removed' AND api_tokens.revoked_at IS NULL;

CREATE TRIGGER tokens_end_with_their_maker AFTER UPDATE OF departures ON members WHEN NEW.status = 'removed' AND OLD.status IN ('active', 'disabled') BEGIN
  INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id)
    SELECT 'evt_' || substr (NEW.operation_id, 4, 10) || substr (t.id, 15), t.organization_id, NEW.changed_at, 'token.revoked', 'system', '', 'Usher', t.id, t.name,
      '{}', NEW.operation_id
    FROM api_tokens t WHERE t.organization_id = NEW.organization_id AND t.created_by = NEW.id AND t.revoked_at IS NULL AND t.expires_at > NEW.changed_at;
  UPDATE api_tokens SET revoked_at = NEW.changed_at WHERE organization_id = NEW.organization_id AND created_by = NEW.id AND revoked_at IS NULL;
END;
