//! What a password must be. Hashing is the Worker's (Argon2id), not here.

use crate::error::{Code, Refusal};

/// The shortest password, in characters (NIST SP 800-63B asks for 8 with, 15 without a second factor; we take 12).
pub const MIN_LENGTH: usize = 12;

/// The longest password, in bytes: enough for a sentence, little enough to hash.
pub const MAX_LENGTH: usize = 256;

/// Checks length alone: composition rules make passwords worse (NIST SP 800-63B, 3.1.1.2).
pub fn check(password: &str) -> Result<(), Refusal> {
    if password.chars().count() < MIN_LENGTH {
        return Err(Refusal::new(Code::PasswordTooShort, "Use 12 characters or more. A sentence is fine.")
            .at("password"));
    }
    if password.len() > MAX_LENGTH {
        return Err(Refusal::new(Code::PasswordTooLong, "A password has at most 256 bytes.").at("password"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_all_that_counts() {
        assert!(check("correct horse battery").is_ok());
        assert_eq!(check("short").unwrap_err().code, Code::PasswordTooShort);
        assert_eq!(check(&"x".repeat(257)).unwrap_err().code, Code::PasswordTooLong);
    }
}
