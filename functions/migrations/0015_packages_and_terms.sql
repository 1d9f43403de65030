-- What is licensed: products, and packages that bundle them. A license is of one product (`licenses.product` is its key)
-- or of a package. Names are for people and can change; licenses, seats and checks go by id and key.
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
-- A name leads to one product, be it what people or what programs call it.
CREATE TRIGGER products_are_told_apart BEFORE UPDATE OF name ON products BEGIN
  SELECT RAISE (ABORT, 'product_name_taken') FROM products
    WHERE organization_id = NEW.organization_id AND key = NEW.name AND id <> NEW.id;
END;
CREATE TRIGGER products_are_new BEFORE INSERT ON products BEGIN
  SELECT RAISE (ABORT, 'product_name_taken') FROM products
    WHERE organization_id = NEW.organization_id AND name = NEW.key AND key <> NEW.key;
END;
CREATE TRIGGER products_in_use_stay BEFORE DELETE ON products BEGIN
  SELECT RAISE (ABORT, 'product_in_use') WHERE EXISTS (
    SELECT 1 FROM licenses WHERE organization_id = OLD.organization_id AND product = OLD.key AND package_id IS NULL
  ) OR EXISTS (SELECT 1 FROM package_products WHERE product_id = OLD.id);
END;

CREATE TABLE packages (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (organization_id, name)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER packages_in_use_stay BEFORE DELETE ON packages BEGIN
  SELECT RAISE (ABORT, 'package_in_use') FROM licenses WHERE package_id = OLD.id;
END;

CREATE TABLE package_products (
  package_id TEXT NOT NULL REFERENCES packages (id) ON DELETE CASCADE,
  product_id TEXT NOT NULL REFERENCES products (id),
  PRIMARY KEY (package_id, product_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX package_products_by_product ON package_products (product_id);

-- A license's product is known from then on.
CREATE TRIGGER products_follow_licenses AFTER INSERT ON licenses WHEN NEW.package_id IS NULL BEGIN
  INSERT OR IGNORE INTO products (id, organization_id, key, name, created_at)
    SELECT 'prd_' || substr (NEW.id, 5), NEW.organization_id, NEW.product, NEW.product, NEW.created_at
    WHERE NOT EXISTS (SELECT 1 FROM products WHERE organization_id = NEW.organization_id AND NEW.product IN (key, name));
END;

-- When a term has ended and its grace is over, its people are suspended (the sweep of every minute does that, and
-- `check` does not wait for it); pending invitations keep their reservation, for they have an end of their own. When the
-- license is prolonged or gets seats they come back through the gate (`gate_books_changed_seats` in 0003). Those for
-- whom no seat is left stay suspended; whoever was disabled meanwhile comes back when they are enabled.
CREATE TRIGGER licenses_are_renewed AFTER UPDATE OF expires_at, grace_days ON licenses
  WHEN NEW.lapsed_at IS NOT NULL AND coalesce (NEW.ends_at > NEW.changed_at, true)
BEGIN
  UPDATE licenses SET lapsed_at = NULL WHERE id = NEW.id;
END;
