//! What is licensed: products, and packages that bundle them (A7).

use serde::{Deserialize, Serialize};

use crate::api::Named;
use crate::id::{PackageId, ProductId};
use crate::text::Name;
use crate::time::Timestamp;

/// The most products of a package.
pub const MAX_PRODUCTS: usize = 50;

/// A product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Product {
    /// The product.
    pub id: ProductId,
    /// What programs ask for; never changes.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// The packages that bundle it.
    pub packages: Vec<Named<PackageId>>,
    /// Licenses of this product alone.
    pub licenses: u32,
    /// When the record was made.
    pub created_at: Timestamp,
}

/// Makes a product.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateProduct {
    /// Its name, which programs ask for from now on.
    pub name: Name,
}

/// Renames a product; programs go on asking by its key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeProduct {
    /// The new name.
    pub name: Name,
}

/// A package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Package {
    /// The package.
    pub id: PackageId,
    /// Its name.
    pub name: String,
    /// What it bundles.
    pub products: Vec<Named<ProductId>>,
    /// Licenses of it.
    pub licenses: u32,
    /// Seats held on them.
    pub held: u32,
    /// When the record was made.
    pub created_at: Timestamp,
}

/// Makes a package.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreatePackage {
    /// Its name.
    pub name: Name,
    /// What it bundles, at most 50.
    #[serde(default)]
    pub products: Vec<ProductId>,
}

/// Changes a package; what is absent stays. A new name changes nothing for those who hold it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePackage {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// What it bundles from now on, at most 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub products: Option<Vec<ProductId>>,
}

/// What a change of a package's products would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct PackageEffect {
    /// A product that comes or goes, and for how many people.
    pub products: Vec<ProductEffect>,
    /// Licenses of the package.
    pub licenses: u32,
}

/// One product that comes or goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct ProductEffect {
    /// The product.
    pub id: ProductId,
    /// Its name.
    pub name: String,
    /// Whether it comes; else it goes.
    pub comes: bool,
    /// People with a seat on the package for whom that makes a difference: whoever has it by another license is not
    /// among them.
    pub people: u32,
}
