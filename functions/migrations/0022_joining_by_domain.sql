-- Invitations that people with an address in a whole domain (0011) asked for by themselves. No seat is kept for them: who
-- accepts has proved the address, takes a seat by the gate, and waits in the queue where there is none.
CREATE TABLE domain_joins (
  invitation_id TEXT PRIMARY KEY REFERENCES invitations (id),
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  domain_id TEXT NOT NULL,
  operation_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
