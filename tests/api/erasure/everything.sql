-- Something of a person in every table, past the Worker: what removing takes away, as if it had been left, and what takes many
-- steps to bring about. {words} are put in by everything.rs.
INSERT INTO profiles VALUES ('{me}', '{org}', 'xqz teacher', '+43 xqz', '["https://xqz.example"]', 'Europe/Vienna', '{at}', '{op}');
INSERT INTO photos VALUES ('{me}', '{org}', 'image/jpeg', 'xqzAAAA', 'xqz', '{at}');
INSERT INTO custom_fields (id, organization_id, name, kind, choices, required, visible_to_person, edited_by_person, created_at)
  VALUES ('fld_1', '{org}', 'Payroll', 'text', '[]', 0, 0, 0, '{at}');
INSERT INTO member_fields VALUES ('{org}', '{me}', 'fld_1', '"xqz-77"', '{name}', '{at}', '{op}');
INSERT INTO member_fields VALUES ('{org}', '{other}', 'fld_1', '"bobs"', '{name}', '{at}', '{op}');
INSERT INTO coaching_plans VALUES ('cpl_1', '{org}', '{me}', 'xqz', '["xqz"]', NULL, 'xqz', 0, '{at}', '{at}');
INSERT INTO sign_in_days VALUES ('{org}', '2026-11-20', '{me}');
INSERT INTO auto_connect_refused VALUES ('{me}', '{org}');
INSERT INTO notice_choices VALUES ('{org}', '{me}', 'queue', 1, '{name}', '{at}', '{op}');
INSERT INTO notice_choices VALUES ('{org}', '', 'queue', 1, '{name}', '{at}', '{op}');
INSERT INTO domain_admins VALUES ((SELECT id FROM domains), '{other}', '{org}', '{name}', '{at}', '{op}');
INSERT INTO external_accounts VALUES ('acc_1', '{org}', 'webex', 'xqz.webex', NULL, 'xqz', '{me}', '{name}', '{at}', '{name}', '{at}', '{op}');
INSERT INTO external_accounts VALUES ('acc_2', '{org}', 'webex', 'room', NULL, 'Room', NULL, '{name}', '{at}', '{name}', '{at}', '{op}');
INSERT INTO connections VALUES ('con_1', '{org}', '{other}', 'webex', 'acc_2', 'connected', NULL, 'admin', '{name}', '{at}', '{op}');
INSERT INTO provider_settings VALUES ('{org}', 'zoom', '{at}', NULL, 0, '{"admin_account": {"at": "{at}", "by": "{name}"}}', '{name}', '{at}', '{op}');
INSERT INTO sessions VALUES ('ses_1', 'hash', '{user}', '{org}', 'xqz browser', '{at}', '{at}');
INSERT INTO user_emails VALUES ('eml_1', '{user}', 'xqzfurther@xqz2.example', '{at}', '{at}', '{at}');
INSERT INTO address_changes VALUES ('chg_1', '{user}', 'eml_1', '{at}', '{at}');
INSERT INTO password_resets VALUES ('rst_1', '{user}', '{at}', '{at}', NULL);
INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, detail, created_at)
  VALUES ('out_1', '{org}', 'invitation', '{invitation}', '{at}', 'no {email}', '{at}'), ('out_2', '{org}', 'notice', 'ntc_1/{me}', '{at}', NULL, '{at}'),
    ('out_3', '', 'password_reset', 'rst_1', '{at}', '{email}', '{at}');
INSERT INTO dev_mail VALUES ('out_1', '{email}', 'xqz', 'xqz', 'xqz', '{at}');
INSERT INTO appointments VALUES ('apt_1', '{org}', NULL, '', '{at}', 30, 'planned', '{name}', '{at}', '{op}');
INSERT INTO appointment_members VALUES ('apt_1', '{other}', '{org}');
INSERT INTO roles (organization_id, id, name, name_key, description, based_on, permissions, created_at, changed_by, changed_at, operation_id)
  VALUES ('{org}', 'role_1', 'Desk', 'desk', '', 'standard', '[]', '{at}', '{name}', '{at}', '{op}');
INSERT INTO staff_licenses VALUES ('{org}', '{license}', '[]', '{name}', '{at}', '{op}');
INSERT INTO seat_queue (id, organization_id, license_id, member_id, state, reason, role, invitation_id, code_hash, days, queued_by, queued_by_name, created_at,
    changed_by, changed_at, operation_id)
  VALUES ('que_1', '{org}', '{license}', '{me}', 'left', 'taken_out', 'standard', 'inv_1', 'xqz', 14, '{me}', '{name}', '{at}', '{name}', '{at}', '{op}');
UPDATE licenses SET waiting = 0, changed_by = '{name}';
UPDATE license_keys SET changed_by = '{name}';
INSERT INTO license_key_uses VALUES ('use_1', '{org}', (SELECT id FROM license_keys), 1, '{license}', '{me}', 'inv_1', 'key', '{name}', '{at}', '{op}');
INSERT INTO invitation_trail (organization_id, invitation_id, at, step, detail) VALUES ('{org}', '{invitation}', '{at}', 'bounced', '550 {email}');
UPDATE invitations SET code_hash = 'xqz', delivery_detail = '550 {email}' WHERE id = '{invitation}';
UPDATE organizations SET contact_name = '{name}', contact_email = '{email}', contact_phone = '+43 xqz', contact_url = 'https://xqz.example';
DROP TRIGGER additions_seat;
INSERT INTO additions VALUES ('add_0', '{org}', '{me}', '{user}', '{email}x', '{name}', 'standard', '[]', 'email', '{name}', '{at}', '{op}');
INSERT INTO additions VALUES ('add_1', '{org}', '{other}', '{user}', 'bob@x.examplex', 'Bob', 'standard', '[]', 'email', '{name}', '{at}', '{op}');
INSERT INTO events SELECT 'evt_x' || (value ->> 0), '{org}', '{at}', value ->> 1, 'system', '', 'Usher', value ->> 2, value ->> 3, value -> 4, '{op}' FROM json_each ('[
  [1, "address.changed", "{me}", "{name}", {"from": "xqzold@xqz.example", "to": "{email}"}],
  [2, "address.added", "{me}", "{name}", {"email": "xqzfurther@xqz2.example"}],
  [3, "connection.made", "{me}", "{name}", {"provider": "webex", "account": "xqz.webex"}],
  [4, "connection.broken", "{me}", "{name}", {"provider": "webex", "account": "xqz.webex", "reason": "xqz"}],
  [5, "invitation.bounced", "{invitation}", "{name}", {"said": "550 {email}"}],
  [6, "account.removed", "acc_gone", "{name}", {"provider": "zoom", "email": "xqzold@xqz.example"}],
  [7, "organization.changed", "{org}", "Northwind", {"contact": "{name}"}]]');
