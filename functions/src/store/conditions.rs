//! The `WHERE` of a list whose filters are optional: fixed fragments, numbered as they come, values bound.

use crate::ports::{Param, Statement};

/// Conditions joined by AND.
#[derive(Default)]
pub struct Conditions {
    sql: String,
    params: Vec<Param>,
}

impl Conditions {
    /// Adds a condition; each `?` in it is one of the values, in order.
    #[must_use]
    pub fn and(mut self, condition: &str, values: impl IntoIterator<Item = Param>) -> Self {
        self.sql.push_str(if self.sql.is_empty() { " WHERE " } else { " AND " });
        let mut parts = condition.split('?');
        self.sql.push_str(parts.next().unwrap_or_default());
        for (part, value) in parts.zip(values) {
            self.params.push(value);
            self.sql.push('?');
            self.sql.push_str(&self.params.len().to_string());
            self.sql.push_str(part);
        }
        self
    }

    /// Adds a condition on one value, if there is one.
    #[must_use]
    pub fn and_some<T: Into<Param>>(self, condition: &str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.and(condition, [value.into()]),
            None => self,
        }
    }

    /// Adds that a text contains another, whatever the case of its ASCII letters, if one is asked for. Not by LIKE, of
    /// which the platform takes no pattern over 50 bytes.
    #[must_use]
    pub fn and_contains(self, text: &str, part: Option<&str>) -> Self {
        self.and_some(&format!("instr(lower({text}), lower(?)) > 0"), part)
    }

    /// The text.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The number of a value that is bound after them.
    pub const fn following(&self) -> usize {
        self.params.len() + 1
    }

    /// Binds the values.
    pub fn bind_to(self, mut statement: Statement) -> Statement {
        statement.params = self.params;
        statement
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_numbered_as_they_come() {
        let conditions = Conditions::default()
            .and("a = ?", ["x".into()])
            .and_some("b = ?", None::<&str>)
            .and("(c, d) > (?, ?)", ["y".into(), "z".into()]);
        assert_eq!(conditions.sql(), " WHERE a = ?1 AND (c, d) > (?2, ?3)");
        assert_eq!(conditions.bind_to(Statement::new("")).params.len(), 3);
    }
}
