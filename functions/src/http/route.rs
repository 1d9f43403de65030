//! A route: method, path, who may call it, and its handler; with what the API description tells of it.

use core::future::Future;

use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use http::Method;
use shared::access::Permission;

use super::call::Call;
use super::reply::Reply;
use crate::failure::Failure;

/// Who may call a route. The use case proves it; this says it, for the description and the refusal test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Whoever holds a secret link or code that the request carries.
    Link,
    /// Any signed-in member or valid token.
    SignedIn,
    /// Whoever has the permission.
    Needs(Permission),
    /// Whoever has both: may see it, and may save it as a file.
    NeedsBoth(Permission, Permission),
}

/// What a route speaks when it refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// JSON.
    Api,
    /// HTML, or JSON where it is asked for.
    Page,
}

type Handler = Box<dyn Fn(Call) -> LocalBoxFuture<'static, Result<Reply, Failure>>>;

/// A route.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with `{names}`.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// What it speaks when it refuses.
    pub surface: Surface,
    /// One sentence on what it does.
    #[cfg(feature = "openapi")]
    pub summary: &'static str,
    /// Names of its query parameters.
    #[cfg(feature = "openapi")]
    pub query: &'static [&'static str],
    /// The schema of its body.
    #[cfg(feature = "openapi")]
    pub takes: Option<super::openapi::Schema>,
    /// The schema of its answer.
    #[cfg(feature = "openapi")]
    pub answers: Option<super::openapi::Schema>,
    handler: Handler,
}

impl Route {
    /// A route of the API.
    pub fn api<F>(
        method: Method,
        path: &'static str,
        access: Access,
        summary: &'static str,
        handler: fn(Call) -> F,
    ) -> Self
    where
        F: Future<Output = Result<Reply, Failure>> + 'static,
    {
        Self::new(method, path, access, Surface::Api, summary, handler)
    }

    /// A page.
    pub fn page<F>(
        method: Method,
        path: &'static str,
        access: Access,
        summary: &'static str,
        handler: fn(Call) -> F,
    ) -> Self
    where
        F: Future<Output = Result<Reply, Failure>> + 'static,
    {
        Self::new(method, path, access, Surface::Page, summary, handler)
    }

    fn new<F>(
        method: Method,
        path: &'static str,
        access: Access,
        surface: Surface,
        summary: &'static str,
        handler: fn(Call) -> F,
    ) -> Self
    where
        F: Future<Output = Result<Reply, Failure>> + 'static,
    {
        // What only the description tells is not in the Worker.
        let _ = summary;
        Self {
            method,
            path,
            access,
            surface,
            #[cfg(feature = "openapi")]
            summary,
            #[cfg(feature = "openapi")]
            query: &[],
            #[cfg(feature = "openapi")]
            takes: None,
            #[cfg(feature = "openapi")]
            answers: None,
            handler: Box::new(move |call| handler(call).boxed_local()),
        }
    }

    /// Tells which query parameters it reads.
    #[must_use]
    #[cfg(feature = "openapi")]
    pub const fn query(mut self, names: &'static [&'static str]) -> Self {
        self.query = names;
        self
    }

    /// Tells which query parameters it reads; only the description wants to know.
    #[must_use]
    #[cfg(not(feature = "openapi"))]
    pub const fn query(self, _: &'static [&'static str]) -> Self {
        self
    }

    /// Calls the handler.
    pub fn call(&self, call: Call) -> LocalBoxFuture<'static, Result<Reply, Failure>> {
        (self.handler)(call)
    }
}

/// What the API description needs of a wire type; nothing in the Worker itself.
#[cfg(feature = "openapi")]
pub trait Described: schemars::JsonSchema {}
#[cfg(feature = "openapi")]
impl<T: schemars::JsonSchema> Described for T {}

/// What the API description needs of a wire type; nothing in the Worker itself.
#[cfg(not(feature = "openapi"))]
pub trait Described {}
#[cfg(not(feature = "openapi"))]
impl<T> Described for T {}

#[cfg_attr(
    not(feature = "openapi"),
    expect(clippy::missing_const_for_fn, unused_mut, reason = "only the description writes")
)]
impl Route {
    /// Tells what body it takes.
    #[must_use]
    pub fn takes<T: Described>(mut self) -> Self {
        #[cfg(feature = "openapi")]
        {
            self.takes = Some(super::openapi::schema::<T>);
        }
        self
    }

    /// Tells what it answers with.
    #[must_use]
    pub fn answers<T: Described>(mut self) -> Self {
        #[cfg(feature = "openapi")]
        {
            self.answers = Some(super::openapi::schema::<T>);
        }
        self
    }
}
