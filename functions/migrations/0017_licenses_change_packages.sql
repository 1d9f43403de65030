-- A license that is of no package any more is of its product alone, which is known from then on.
CREATE TRIGGER products_follow_licenses_out_of_packages AFTER UPDATE OF package_id ON licenses
  WHEN NEW.package_id IS NULL AND OLD.package_id IS NOT NULL
BEGIN
  INSERT OR IGNORE INTO products (id, organization_id, key, name, created_at)
    SELECT 'prd_' || substr (NEW.id, 5), NEW.organization_id, NEW.product, NEW.product, NEW.changed_at
    WHERE NOT EXISTS (SELECT 1 FROM products WHERE organization_id = NEW.organization_id AND NEW.product IN (key, name));
END;
