//! Password hashing: Argon2id, 19 MiB, two passes, one lane (OWASP's Password Storage Cheat Sheet, first line).

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};

use crate::failure::Failure;

/// Bytes of salt.
pub const SALT: usize = 16;

fn argon2() -> Result<Argon2<'static>, Failure> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| Failure::broken("argon2", error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password into its PHC text form.
pub fn hash(password: &str, salt: [u8; SALT]) -> Result<String, Failure> {
    let hash = argon2()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| Failure::broken("argon2", error))?;
    Ok(hash.to_string())
}

/// Whether the password is the hashed one. With no hash, or that of an account which has no password yet, the same work is done for nothing, so that the time does
/// not tell whether there is an account.
pub fn verify(password: &str, hash: Option<&str>) -> Result<bool, Failure> {
    let Some(hash) = hash.filter(|hash| !hash.is_empty()) else {
        self::hash(password, [0; SALT])?;
        return Ok(false);
    };
    let parsed = PasswordHash::new(hash).map_err(|error| Failure::broken("users.password_hash", error))?;
    Ok(argon2()?.verify_password(password.as_bytes(), &parsed).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hashed_password_verifies() {
        let hash = hash("correct horse battery", [1; SALT]).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse battery", Some(&hash)).unwrap());
        assert!(!verify("correct horse batterz", Some(&hash)).unwrap());
        assert!(!verify("correct horse battery", None).unwrap());
    }
}
