//! An organization's own row: its name and whom to ask about licenses.

use shared::api::organization::Contact;
use shared::id::OrganizationId;

use crate::ports::Statement;

/// The organization as JSON text (`shared::api::organization::Organization`), in a row with `item`.
pub fn item(organization: OrganizationId) -> Statement {
    Statement::new(
        "SELECT json_object('id', id, 'name', name, 'contact', json_object('name', contact_name, 'email', contact_email, \
         'phone', contact_phone, 'url', contact_url)) AS item FROM organizations WHERE id = ?1",
    )
    .bind(organization)
}

/// Writes name and contact.
pub fn update(organization: OrganizationId, name: &str, contact: &Contact) -> Statement {
    Statement::new(
        "UPDATE organizations SET name = ?2, contact_name = ?3, contact_email = ?4, contact_phone = ?5, contact_url = ?6 WHERE id = ?1",
    )
    .bind(organization)
    .bind(name)
    .bind(contact.name.as_str())
    .bind(contact.email.as_str())
    .bind(contact.phone.as_str())
    .bind(contact.url.as_str())
}
