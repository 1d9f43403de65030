//! Products, and packages that bundle them.

use http::Method;
use shared::access::Permission;
use shared::api::packages::{
    ChangePackage, ChangeProduct, CreatePackage, CreateProduct, Package, PackageEffect, Product,
};
use shared::api::{Done, Page};
use shared::id::{self, Kind};

use crate::authority::{self, ManageLicenses, Proof};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::packages::{self, Thing};

const READ: Access = Access::Needs(Permission::ReadLicenses);
const MANAGE: Access = Access::Needs(Permission::ManageLicenses);
const PRODUCTS: &str = "/api/v1/products";
const PRODUCT: &str = "/api/v1/products/{product}";
const PACKAGES: &str = "/api/v1/packages";
const PACKAGE: &str = "/api/v1/packages/{package}";
const PREVIEW: &str = "/api/v1/packages/{package}/preview";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(Method::GET, PRODUCTS, READ, "Lists products by name.", list_products)
            .query(&["q", "limit", "cursor"])
            .answers::<Page<Product>>(),
        Route::api(Method::POST, PRODUCTS, MANAGE, "Makes a product.", create_product)
            .takes::<CreateProduct>()
            .answers::<Product>(),
        Route::api(Method::GET, PRODUCT, READ, "Shows one product.", get_product).answers::<Product>(),
        Route::api(
            Method::PATCH,
            PRODUCT,
            MANAGE,
            "Renames a product; programs go on asking by its key.",
            change_product,
        )
        .takes::<ChangeProduct>()
        .answers::<Product>(),
        Route::api(Method::DELETE, PRODUCT, MANAGE, "Deletes a product that nothing is of.", delete_product)
            .answers::<Done>(),
        Route::api(Method::GET, PACKAGES, READ, "Lists packages by name.", list_packages)
            .query(&["q", "limit", "cursor"])
            .answers::<Page<Package>>(),
        Route::api(Method::POST, PACKAGES, MANAGE, "Makes a package of products.", create_package)
            .takes::<CreatePackage>()
            .answers::<Package>(),
        Route::api(Method::GET, PACKAGE, READ, "Shows one package.", get_package).answers::<Package>(),
        Route::api(
            Method::PATCH,
            PACKAGE,
            MANAGE,
            "Renames a package or changes what it bundles; its holders keep their seats.",
            change_package,
        )
        .takes::<ChangePackage>()
        .answers::<Package>(),
        Route::api(
            Method::POST,
            PREVIEW,
            MANAGE,
            "Tells which products would come or go, and for how many people; writes nothing.",
            preview,
        )
        .takes::<ChangePackage>()
        .answers::<PackageEffect>(),
        Route::api(
            Method::DELETE,
            PACKAGE,
            MANAGE,
            "Deletes a package that no license is of.",
            delete_package,
        )
        .answers::<Done>(),
    ]
}

async fn prove(call: &Call) -> Result<Proof<ManageLicenses>, Failure> {
    authority::prove::<ManageLicenses>(&call.ctx, call.credential.as_ref()).await
}

/// The id in the path as text; what is no id of the kind leads nowhere.
fn text<K: Kind>(call: &Call, name: &str) -> Result<String, Failure> {
    Ok(call.id::<K>(name)?.to_string())
}

async fn list(call: Call, thing: Thing) -> Result<Reply, Failure> {
    let (search, window) = (call.query("q"), call.window()?);
    let page = packages::list::list(&call.ctx, call.credential()?, thing, search.as_deref(), &window).await?;
    Ok(reply::page_of(page))
}

async fn list_products(call: Call) -> Result<Reply, Failure> {
    list(call, Thing::Product).await
}

async fn list_packages(call: Call) -> Result<Reply, Failure> {
    list(call, Thing::Package).await
}

async fn get_product(call: Call) -> Result<Reply, Failure> {
    let id = text::<id::Product>(&call, "product")?;
    Ok(reply::raw_json(packages::get::get(&call.ctx, call.credential()?, Thing::Product, &id).await?))
}

async fn get_package(call: Call) -> Result<Reply, Failure> {
    let id = text::<id::Package>(&call, "package")?;
    Ok(reply::raw_json(packages::get::get(&call.ctx, call.credential()?, Thing::Package, &id).await?))
}

async fn create_product(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    Ok(reply::raw_json(packages::create::product(&call.ctx, &proof, &call.json()?).await?))
}

async fn create_package(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    Ok(reply::raw_json(packages::create::package(&call.ctx, &proof, &call.json()?).await?))
}

async fn change_product(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    let request = call.json()?;
    let answer = packages::change::product(&call.ctx, &proof, call.id("product")?, &request);
    Ok(reply::raw_json(answer.await?))
}

async fn change_package(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    let request = call.json()?;
    let answer = packages::change::package(&call.ctx, &proof, call.id("package")?, &request);
    Ok(reply::raw_json(answer.await?))
}

async fn preview(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    let request = call.json()?;
    let answer = packages::preview::preview(&call.ctx, &proof, call.id("package")?, &request);
    Ok(reply::raw_json(answer.await?))
}

async fn delete_product(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    let id = text::<id::Product>(&call, "product")?;
    packages::delete::delete(&call.ctx, &proof, Thing::Product, &id).await?;
    reply::done()
}

async fn delete_package(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    let id = text::<id::Package>(&call, "package")?;
    packages::delete::delete(&call.ctx, &proof, Thing::Package, &id).await?;
    reply::done()
}
