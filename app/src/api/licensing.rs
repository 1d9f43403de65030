//! The calls that change what is licensed: packages and products, and the renewal of a license.

use shared::api::Done;
use shared::api::licenses::{Renew, RenewalEffect, Renewed};
use shared::api::packages::{
    ChangePackage, ChangeProduct, CreatePackage, CreateProduct, Package, PackageEffect, Product,
};
use shared::id::{LicenseId, PackageId, ProductId};

use super::{Answer, act, send};

/// Renews a license.
pub async fn renew_license(id: LicenseId, renew: &Renew) -> Answer<Renewed> {
    send("POST", &format!("/api/v1/licenses/{id}/renew"), renew).await
}

/// What renewing would do.
pub async fn preview_renewal(id: LicenseId, renew: &Renew) -> Answer<RenewalEffect> {
    send("POST", &format!("/api/v1/licenses/{id}/renew/preview"), renew).await
}

/// Makes a package.
pub async fn create_package(package: &CreatePackage) -> Answer<Package> {
    send("POST", "/api/v1/packages", package).await
}

/// Renames a package, or changes what it bundles.
pub async fn change_package(id: PackageId, change: &ChangePackage) -> Answer<Package> {
    send("PATCH", &format!("/api/v1/packages/{id}"), change).await
}

/// What changing it would do.
pub async fn preview_package(id: PackageId, change: &ChangePackage) -> Answer<PackageEffect> {
    send("POST", &format!("/api/v1/packages/{id}/preview"), change).await
}

/// Deletes a package that no license is of.
pub async fn delete_package(id: PackageId) -> Answer<Done> {
    act("DELETE", &format!("/api/v1/packages/{id}")).await
}

/// Makes a product.
pub async fn create_product(product: &CreateProduct) -> Answer<Product> {
    send("POST", "/api/v1/products", product).await
}

/// Renames a product.
pub async fn rename_product(id: ProductId, change: &ChangeProduct) -> Answer<Product> {
    send("PATCH", &format!("/api/v1/products/{id}"), change).await
}

/// Deletes a product that nothing is of.
pub async fn delete_product(id: ProductId) -> Answer<Done> {
    act("DELETE", &format!("/api/v1/products/{id}")).await
}
