//! Turns `i18n/{en,de}/*.json`, a file a section, into one function for each text, so that a missing text, a text in one language only, or
//! a wrong number of arguments does not compile.
//!
//! `{name}` is filled with text, `<name>` with a view; `{"one": .., "other": ..}` is a plural whose first argument is
//! the count. Not here: choosing the language and filling (`src/i18n.rs`).

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::{env, fs, path::Path, process};

use serde_json::Value;

/// The languages; the first one decides the order of arguments.
const LANGUAGES: [&str; 2] = ["en", "de"];

fn main() {
    println!("cargo::rerun-if-changed=i18n");
    if let Err(message) = generate() {
        println!("cargo::error={message}");
        process::exit(1);
    }
}

fn generate() -> Result<(), String> {
    let catalogs = LANGUAGES.map(read);
    let [first, second] = catalogs;
    let (first, second) = (first?, second?);
    let missing: Vec<_> = first
        .keys()
        .filter(|key| !second.contains_key(*key))
        .chain(second.keys().filter(|key| !first.contains_key(*key)))
        .collect();
    if !missing.is_empty() {
        return Err(format!("texts in one language only: {missing:?}"));
    }
    let (mut modules, mut tables) = (BTreeMap::<&str, String>::new(), [String::new(), String::new()]);
    let mut index = 0;
    for (key, text) in &first {
        let (section, name) = key.split_once('.').ok_or_else(|| format!("{key}: not section.name"))?;
        let arguments = text.arguments();
        for (table, text) in tables.iter_mut().zip([text, &second[key]]) {
            let mut found = text.arguments();
            found.sort();
            let mut wanted = arguments.clone();
            wanted.sort();
            if found != wanted || text.plural() != first[key].plural() {
                return Err(format!("{key}: the languages differ in arguments or plural"));
            }
            for form in text.forms() {
                let _ = writeln!(table, "    {:?},", numbered(form, &arguments));
            }
        }
        modules.entry(section).or_default().push_str(&function(name, index, text, &arguments));
        index += text.forms().len();
    }
    let mut out = String::new();
    for (section, functions) in modules {
        let _ = writeln!(out, "pub mod {section} {{\n{functions}}}");
    }
    for (language, table) in LANGUAGES.iter().zip(tables) {
        let _ = writeln!(out, "pub static {}: [&str; {index}] = [\n{table}];", language.to_uppercase());
    }
    let folder = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    fs::write(Path::new(&folder).join("texts.rs"), out).map_err(|error| error.to_string())
}

/// A text: one form, or two where it counts.
enum Text {
    One(String),
    Plural(String, String),
}

impl Text {
    fn forms(&self) -> Vec<&str> {
        match self {
            Self::One(text) => vec![text],
            Self::Plural(one, other) => vec![one, other],
        }
    }

    fn plural(&self) -> bool {
        matches!(self, Self::Plural(..))
    }

    /// Names of the arguments with their brackets, in order; the count of a plural is not among them.
    fn arguments(&self) -> Vec<String> {
        let mut found = Vec::new();
        for form in self.forms() {
            let mut rest = form;
            while let Some(start) = rest.find(['{', '<']) {
                let Some(length) = rest[start..].find(['}', '>']) else { break };
                let argument = rest[start..=start + length].to_owned();
                if !(found.contains(&argument) || self.plural() && argument == "{count}") {
                    found.push(argument);
                }
                rest = &rest[start + length + 1..];
            }
        }
        found
    }
}

fn read(language: &str) -> Result<BTreeMap<String, Text>, String> {
    let folder = format!("i18n/{language}");
    let mut texts = BTreeMap::new();
    for file in fs::read_dir(&folder).map_err(|error| format!("{folder}: {error}"))? {
        let path = file.map_err(|error| format!("{folder}: {error}"))?.path();
        let failed = |error: &dyn core::fmt::Display| format!("{}: {error}", path.display());
        let section = path.file_stem().and_then(OsStr::to_str).ok_or_else(|| failed(&"no section"))?;
        let text = fs::read_to_string(&path).map_err(|error| failed(&error))?;
        let entries: BTreeMap<String, Value> = serde_json::from_str(&text).map_err(|error| failed(&error))?;
        for (name, entry) in entries {
            let form = |name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
            let text = match (entry.as_str(), form("one"), form("other")) {
                (Some(text), ..) => Text::One(text.to_owned()),
                (None, Some(one), Some(other)) => Text::Plural(one, other),
                _ => return Err(failed(&format!("{name} is no text and no plural"))),
            };
            texts.insert(format!("{section}.{name}"), text);
        }
    }
    Ok(texts)
}

/// Puts the place of each argument where its name was; a plural's count is the last place.
fn numbered(form: &str, arguments: &[String]) -> String {
    let mut text = form.replace("{count}", "\u{1}#");
    for (place, argument) in arguments.iter().enumerate() {
        text = text.replace(argument, &format!("\u{1}{place}"));
    }
    text
}

fn function(name: &str, index: usize, text: &Text, arguments: &[String]) -> String {
    let rich = arguments.iter().any(|argument| argument.starts_with('<'));
    let mut parameters = if text.plural() { vec!["count: u64".to_owned()] } else { Vec::new() };
    let mut values = Vec::new();
    for argument in arguments {
        let name = &argument[1..argument.len() - 1];
        let view = argument.starts_with('<');
        parameters.push(format!("{name}: {}", if view { "leptos::prelude::AnyView" } else { "&str" }));
        let plain = rich && !view;
        values.push(if plain { format!("crate::i18n::plain({name})") } else { name.to_owned() });
    }
    let (parameters, values) = (parameters.join(", "), values.join(", "));
    let (answer, body) = match (text.plural(), rich, arguments.is_empty()) {
        (false, true, _) => {
            ("leptos::prelude::AnyView", format!("crate::i18n::rich({index}, vec![{values}])"))
        }
        (true, _, _) => ("String", format!("crate::i18n::plural({index}, count, &[{values}])")),
        (false, false, true) => ("&'static str", format!("crate::i18n::get({index})")),
        (false, false, false) => ("String", format!("crate::i18n::fill({index}, &[{values}])")),
    };
    format!("    pub fn {name}({parameters}) -> {answer} {{ {body} }}\n")
}
