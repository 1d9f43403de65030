//! Support for the suites: an in-process SQLite behind the `Db` port, fixed time and ids.
