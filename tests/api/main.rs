//! The API natively: whole requests against real SQL and migrations, with fixed time and ids.
