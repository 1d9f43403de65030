//! How maps and sets are filled (decision 13).

/// All of `items` in one collection, put in one after the other.
///
/// `collect` into a `BTreeMap` or `BTreeSet` sorts first, by a sort of its own for each type of item: 5 kB of code each time,
/// for what is a handful here.
pub fn gather<C: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> C {
    let mut all = C::default();
    all.extend(items);
    all
}
