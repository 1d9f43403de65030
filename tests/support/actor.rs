//! Who makes a request: nobody, a member by their session, a program by its token.

use std::cell::RefCell;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, IF_MATCH, IF_NONE_MATCH, SET_COOKIE};
use http::request::Builder;
use http::{Method, Request, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::error::Problem;

use crate::instance::{Instance, PASSWORD, START};

/// A caller who keeps the session they are given.
#[derive(Clone, Default)]
pub struct Actor {
    cookie: RefCell<Option<String>>,
    token: Option<String>,
}

impl Actor {
    pub fn anonymous() -> Self {
        Self::default()
    }

    pub fn program(token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..Self::default() }
    }

    /// Invites somebody and accepts for them.
    pub fn joined(instance: &Instance, by: &Self, email: &str, role: Role) -> Self {
        let row = json!({ "invitations": [{ "email": email, "role": role }] });
        by.post(instance, "/api/v1/invitations", &row).expect(200);
        Self::joined_by_link(instance, &instance.link(email))
    }

    /// Accepts an invitation as a new person.
    pub fn joined_by_link(instance: &Instance, link: &str) -> Self {
        let person = Self::anonymous();
        person
            .post(instance, &format!("{link}/accept"), &json!({ "name": "New Person", "password": PASSWORD }))
            .expect(200);
        person
    }

    /// Eve, the owner of a second organization: a stranger to the first.
    pub fn of_another_organization(instance: &Instance) -> Self {
        let (id, start, email) = ("01h455vb4pex5vsknk084sn02q", START, "eve@elsewhere.example");
        let hash: Vec<Value> = instance.rows("SELECT password_hash AS hash FROM users LIMIT 1");
        let hash = hash[0]["hash"].as_str().unwrap();
        instance.arrange(&format!(
            "INSERT INTO organizations (id, name, created_at) VALUES ('org_{id}', 'Elsewhere', '{start}')"
        ));
        instance.arrange(&format!(
            "INSERT INTO users (id, email, name, password_hash, created_at) VALUES ('usr_{id}', '{email}', 'Eve', '{hash}', '{start}')"
        ));
        instance.arrange(&format!(
            "INSERT INTO members (id, organization_id, user_id, email, name, role, status, created_at, changed_by, changed_at, operation_id) \
             VALUES ('mem_{id}', 'org_{id}', 'usr_{id}', '{email}', 'Eve', 'owner', 'active', '{start}', '', '{start}', '')"
        ));
        let eve = Self::anonymous();
        eve.post(instance, "/api/v1/session", &json!({ "email": email, "password": PASSWORD })).expect(200);
        eve
    }

    pub fn get(&self, instance: &Instance, path: &str) -> Answer {
        self.send(instance, Method::GET, path, None)
    }

    pub fn post(&self, instance: &Instance, path: &str, body: &Value) -> Answer {
        self.send(instance, Method::POST, path, Some(body))
    }

    pub fn patch(&self, instance: &Instance, path: &str, body: &Value) -> Answer {
        self.send(instance, Method::PATCH, path, Some(body))
    }

    pub fn put(&self, instance: &Instance, path: &str, body: &Value) -> Answer {
        self.send(instance, Method::PUT, path, Some(body))
    }

    pub fn delete(&self, instance: &Instance, path: &str) -> Answer {
        self.send(instance, Method::DELETE, path, Some(&json!({})))
    }

    /// Submits a page's form.
    pub fn form(&self, instance: &Instance, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
        let body: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.deliver(instance, request, body.join("&").into_bytes())
    }

    pub fn send(&self, instance: &Instance, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(ACCEPT, "application/json");
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        self.deliver(instance, request, body.map(|body| body.to_string().into_bytes()).unwrap_or_default())
    }

    /// Asks for what the caller has kept in a version: sent with `If-None-Match`.
    pub fn get_kept(&self, instance: &Instance, path: &str, etag: &str) -> Answer {
        let request = Request::builder().uri(path).header(IF_NONE_MATCH, etag);
        self.deliver(instance, request, Vec::new())
    }

    /// A change of what the caller saw in a version: sent with `If-Match`.
    pub fn change_seen(
        &self,
        instance: &Instance,
        method: Method,
        path: &str,
        body: &Value,
        version: &str,
    ) -> Answer {
        // A weak one comes as it is.
        let seen = if version.starts_with("W/") { version.to_owned() } else { format!("\"{version}\"") };
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .header(IF_MATCH, seen);
        self.deliver(instance, request, body.to_string().into_bytes())
    }

    fn deliver(&self, instance: &Instance, mut request: Builder, body: Vec<u8>) -> Answer {
        let path = request.uri_ref().unwrap().to_string();
        if let Some(cookie) = self.cookie.borrow().as_deref() {
            request = request.header(COOKIE, cookie);
        }
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let reply =
            instance.answer(request.body(body).unwrap()).unwrap_or_else(|| panic!("{path} is the console's"));
        if let Some(cookie) = reply.headers().get(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            *self.cookie.borrow_mut() = Some(cookie);
        }
        Answer { path, reply }
    }
}

/// An answer, and what it answers.
pub struct Answer {
    path: String,
    pub reply: Response<Vec<u8>>,
}

impl Answer {
    pub fn status(&self) -> u16 {
        self.reply.status().as_u16()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.reply.body()).into_owned()
    }

    /// Asserts the status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status(), status, "{}: {}", self.path, self.text());
        self
    }

    /// The body as a wire type: this holds that what SQLite builds is what the type says.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(self) -> T {
        let answer = self.expect(200);
        serde_json::from_str(&answer.text())
            .unwrap_or_else(|error| panic!("{}: {error}: {}", answer.path, answer.text()))
    }

    /// The problem document; asserts its code.
    #[track_caller]
    pub fn refused(self, code: Code) -> Problem {
        let problem: Problem =
            serde_json::from_str(&self.text()).unwrap_or_else(|_| panic!("{}: {}", self.path, self.text()));
        assert_eq!((problem.code, self.status()), (code, code.status()), "{}: {}", self.path, problem.detail);
        problem
    }
}
