-- Customers' employers. They come by themselves with the first customer of a mail domain, or are made by hand.
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

-- The mail domains of a company: a domain is one company's.
CREATE TABLE company_domains (
  organization_id TEXT NOT NULL,
  domain TEXT NOT NULL,
  company_id TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  PRIMARY KEY (organization_id, domain)
) STRICT, WITHOUT ROWID;
CREATE INDEX company_domains_of ON company_domains (company_id);

-- Customers whose company was set by hand and follows their domain no longer; no company: they are in none.
CREATE TABLE company_choices (
  member_id TEXT PRIMARY KEY REFERENCES members (id),
  organization_id TEXT NOT NULL,
  company_id TEXT REFERENCES companies (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX company_choices_of ON company_choices (company_id);

-- Finds the customers of a domain, and the rest of the people without wading through customers.
CREATE INDEX members_customers_by_domain ON members (organization_id, substr (email, instr (email, '@') + 1))
  WHERE role = 'customer' AND status <> 'removed';
CREATE INDEX members_staff_by_name ON members (organization_id, sort_key, id) WHERE status <> 'removed' AND role <> 'customer';

-- Which customer is in which company, as chosen or by domain.
CREATE VIEW company_members AS
  SELECT m.organization_id, m.id AS member_id, c.company_id FROM company_choices c JOIN members m ON m.id = c.member_id
    WHERE c.company_id IS NOT NULL AND m.role = 'customer' AND m.status <> 'removed'
  UNION ALL
  SELECT m.organization_id, m.id, d.company_id FROM company_domains d
    JOIN members m ON m.organization_id = d.organization_id AND substr (m.email, instr (m.email, '@') + 1) = d.domain
    WHERE m.role = 'customer' AND m.status <> 'removed' AND NOT EXISTS (SELECT 1 FROM company_choices x WHERE x.member_id = m.id);
