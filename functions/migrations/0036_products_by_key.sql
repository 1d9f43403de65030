-- A license is of its product by the product's key, by whichever of its names the product was asked for.
DROP TRIGGER products_follow_licenses;
CREATE TRIGGER products_follow_licenses AFTER INSERT ON licenses WHEN NEW.package_id IS NULL BEGIN
  UPDATE licenses SET product = p.key FROM products p
    WHERE licenses.id = NEW.id AND p.organization_id = NEW.organization_id AND p.name = NEW.product AND p.key <> NEW.product;
  INSERT OR IGNORE INTO products (id, organization_id, key, name, created_at)
    SELECT 'prd_' || substr (NEW.id, 5), NEW.organization_id, NEW.product, NEW.product, NEW.created_at
    WHERE NOT EXISTS (SELECT 1 FROM products WHERE organization_id = NEW.organization_id AND NEW.product IN (key, name));
END;
DROP TRIGGER products_follow_licenses_out_of_packages;
CREATE TRIGGER products_follow_licenses_out_of_packages AFTER UPDATE OF package_id ON licenses
  WHEN NEW.package_id IS NULL AND OLD.package_id IS NOT NULL
BEGIN
  UPDATE licenses SET product = p.key FROM products p
    WHERE licenses.id = NEW.id AND p.organization_id = NEW.organization_id AND p.name = NEW.product AND p.key <> NEW.product;
  INSERT OR IGNORE INTO products (id, organization_id, key, name, created_at)
    SELECT 'prd_' || substr (NEW.id, 5), NEW.organization_id, NEW.product, NEW.product, NEW.changed_at
    WHERE NOT EXISTS (SELECT 1 FROM products WHERE organization_id = NEW.organization_id AND NEW.product IN (key, name));
END;

-- Those there are. A product that was renamed once more since is found by the log: it had the name when the license was
-- made, and the first change from it afterwards tells whose it was.
UPDATE licenses SET product = p.key FROM products p
  WHERE licenses.package_id IS NULL AND p.organization_id = licenses.organization_id AND p.name = licenses.product AND p.key <> licenses.product;
UPDATE licenses SET product = coalesce ((
    SELECT p.key FROM events e JOIN products p ON p.organization_id = e.organization_id AND p.id = e.target
      WHERE e.organization_id = licenses.organization_id AND e.kind = 'product.changed' AND e.details ->> '$.name.from' = licenses.product
        AND e.at >= licenses.created_at
      ORDER BY e.id LIMIT 1
  ), product)
  WHERE package_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM products p WHERE p.organization_id = licenses.organization_id AND p.key = licenses.product);

-- What a license licenses, by the name of today: that of its package, else of its product.
CREATE VIEW subscribed AS
  SELECT l.id AS license_id, coalesce (k.name, p.name, l.product) AS name FROM licenses l
    LEFT JOIN packages k ON k.id = l.package_id
    LEFT JOIN products p ON l.package_id IS NULL AND p.organization_id = l.organization_id AND p.key = l.product;
