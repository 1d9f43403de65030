//! Products, and packages that bundle them.

use shared::id::{OrganizationId, PackageId, ProductId};
use shared::text::Name;

use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::conditions::Conditions;
use crate::store::page::Listing;

/// A product as the API shows it (`shared::api::packages::Product`).
const PRODUCT: &str = "json_object('id', p.id, 'key', p.key, 'name', p.name, 'packages', json((SELECT json_group_array(json_object('id', k.id, \
    'name', k.name)) FROM package_products b JOIN packages k ON k.id = b.package_id WHERE b.product_id = p.id)), \
    'licenses', (SELECT count(*) FROM licenses l WHERE l.organization_id = p.organization_id AND l.product = p.key AND l.package_id IS NULL), \
    'created_at', p.created_at)";

/// A package as the API shows it (`shared::api::packages::Package`).
const PACKAGE: &str = "json_object('id', k.id, 'name', k.name, 'products', json((SELECT json_group_array(json_object('id', p.id, \
    'name', p.name) ORDER BY p.name) FROM package_products b JOIN products p ON p.id = b.product_id WHERE b.package_id = k.id)), \
    'licenses', (SELECT count(*) FROM licenses l WHERE l.package_id = k.id), \
    'held', (SELECT coalesce(sum(l.held), 0) FROM licenses l WHERE l.package_id = k.id), 'created_at', k.created_at)";

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A product.
    Product,
    /// A package.
    Package,
}

impl Thing {
    const fn table(self) -> &'static str {
        match self {
            Self::Product => "products p",
            Self::Package => "packages k",
        }
    }

    const fn item(self) -> &'static str {
        match self {
            Self::Product => PRODUCT,
            Self::Package => PACKAGE,
        }
    }

    /// A page by name.
    pub fn list(self, organization: OrganizationId, search: Option<&str>, window: &Window) -> Statement {
        let mut conditions = Conditions::default()
            .and("organization_id = ?", [organization.into()])
            .and_contains("name", search);
        if window.after(0) != Param::Null {
            conditions = conditions.and("(name, id) > (?, ?)", [window.after(0), window.after(1)]);
        }
        let from = format!("FROM {}{}", self.table(), conditions.sql());
        let listing =
            Listing { item: self.item(), key: "json_array(name, id)", from: &from, order: "name, id" };
        conditions.bind_to(listing.statement(window))
    }

    /// One as JSON text, in a row with `item`.
    pub fn one(self, organization: OrganizationId, id: &str) -> Statement {
        let (item, table) = (self.item(), self.table());
        Statement::new(format!("SELECT {item} AS item FROM {table} WHERE organization_id = ?1 AND id = ?2"))
            .bind(organization)
            .bind(id)
    }

    /// Gives it another name.
    pub fn rename(self, organization: OrganizationId, id: &str, name: &Name) -> Statement {
        let table = self.table().split(' ').next().unwrap_or_default();
        Statement::new(format!("UPDATE {table} SET name = ?3 WHERE organization_id = ?1 AND id = ?2"))
            .bind(organization)
            .bind(id)
            .bind(name.as_str())
    }

    /// Deletes it; fails on `product_in_use` or `package_in_use` while licenses are of it.
    pub fn delete(self, organization: OrganizationId, id: &str) -> Statement {
        let table = self.table().split(' ').next().unwrap_or_default();
        Statement::new(format!("DELETE FROM {table} WHERE organization_id = ?1 AND id = ?2"))
            .bind(organization)
            .bind(id)
    }
}

/// Makes a product.
pub fn insert_product(ctx: &Context, organization: OrganizationId, id: ProductId, name: &Name) -> Statement {
    Statement::new(
        "INSERT INTO products (id, organization_id, key, name, created_at) VALUES (?1, ?2, ?3, ?3, ?4)",
    )
    .bind(id)
    .bind(organization)
    .bind(name.as_str())
    .bind(ctx.now)
}

/// Makes an empty package.
pub fn insert_package(ctx: &Context, organization: OrganizationId, id: PackageId, name: &Name) -> Statement {
    Statement::new("INSERT INTO packages (id, organization_id, name, created_at) VALUES (?1, ?2, ?3, ?4)")
        .bind(id)
        .bind(organization)
        .bind(name.as_str())
        .bind(ctx.now)
}

/// Makes these the products of a package; `products` is a JSON array of ids.
pub fn bundle(organization: OrganizationId, package: PackageId, products: &str) -> [Statement; 2] {
    let bind = |sql: &str| Statement::new(sql).bind(organization).bind(package).bind(products);
    [
        bind(
            "DELETE FROM package_products WHERE package_id = (SELECT id FROM packages WHERE organization_id = ?1 AND id = ?2) \
             AND product_id NOT IN (SELECT value FROM json_each(?3))",
        ),
        bind(
            "INSERT OR IGNORE INTO package_products (package_id, product_id) SELECT k.id, p.id FROM packages k \
             JOIN products p ON p.organization_id = k.organization_id AND p.id IN (SELECT value FROM json_each(?3)) \
             WHERE k.organization_id = ?1 AND k.id = ?2",
        ),
    ]
}

/// How many of these products the organization has, in a row with `found`.
pub fn count_products(organization: OrganizationId, products: &str) -> Statement {
    Statement::new(
        "SELECT count(*) AS found FROM products WHERE organization_id = ?1 AND id IN (SELECT value FROM json_each(?2))",
    )
    .bind(organization)
    .bind(products)
}

/// What making these the products of a package would do, as JSON text of `shared::api::packages::PackageEffect` in a row
/// with `item`. Whoever has a product by another license too is not counted.
pub fn effect(organization: OrganizationId, package: PackageId, products: &str) -> Statement {
    Statement::new(
        "SELECT json_object('licenses', (SELECT count(*) FROM licenses WHERE organization_id = ?1 AND package_id = ?2), \
         'products', json((SELECT json_group_array(json_object('id', p.id, 'name', p.name, 'comes', json(iif(p.wanted, 'true', 'false')), 'people', \
         (SELECT count(DISTINCT a.member_id) FROM licenses l JOIN assignments a ON a.license_id = l.id AND a.status = 'accepted' \
           WHERE l.organization_id = ?1 AND l.package_id = ?2 AND NOT EXISTS (SELECT 1 FROM assignments x JOIN licenses o ON o.id = x.license_id \
           WHERE x.member_id = a.member_id AND x.status = 'accepted' AND o.package_id IS NOT ?2 AND (o.package_id IS NULL AND o.product = p.key \
           OR EXISTS (SELECT 1 FROM package_products b WHERE b.package_id = o.package_id AND b.product_id = p.id)))))) \
         FROM (SELECT id, key, name, id IN (SELECT value FROM json_each(?3)) AS wanted FROM products \
           WHERE organization_id = ?1 ORDER BY name) p \
         WHERE p.wanted <> EXISTS (SELECT 1 FROM package_products b WHERE b.package_id = ?2 AND b.product_id = p.id)))) AS item",
    )
    .bind(organization)
    .bind(package)
    .bind(products)
}
