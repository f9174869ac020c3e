//! The JSON Schema of the configuration: its keys, types, ranges, words and defaults are those that the parser asks for, its
//! descriptions the comments of `config.example.toml`. What a type cannot say, such as how an address looks, is added here.
//!
//! Draft 7, which the editors' TOML plug-ins know. That one key fits another one (`settle_s` and `write_timeout_s`,
//! `default_profile` and the profiles) it cannot say.

use std::fs;
use std::path::Path;

use credesk::config::{self, Key, Kind, Value};
use serde_json::{Map, json};

type Json = serde_json::Value;

/// Characters that nobody sees, and that a mark must not hold.
const HIDDEN: &str = "\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff";

pub fn schema() -> String {
    let example = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("config.example.toml")).unwrap();
    let table = |keys: &[Key]| -> Map<String, Json> {
        keys.iter().map(|key| (key.name.to_owned(), property(key, &example))).collect()
    };
    let only = |key: &str, others: [&str; 2]| {
        let [one, two] = others;
        json!({ "required": [key], "not": { "anyOf": [{ "required": [one] }, { "required": [two] }] } })
    };
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "The configuration of credesk",
        "description": "No secret belongs into this file. Paths may begin with ~/ or be relative to this file's folder.",
        "type": "object",
        "additionalProperties": false,
        "required": ["profiles"],
        "properties": table(&config::keys()),
        "definitions": { "display": {
            "description": "How the console looks, with every profile.",
            "type": "object",
            "additionalProperties": false,
            "properties": table(&config::display_keys()),
        }, "profile": {
            "description": "A server, who asks it, and how.",
            "type": "object",
            "additionalProperties": false,
            "required": ["url"],
            "properties": table(&config::profile_keys()),
            "dependencies": { "client_certificate": ["client_key"], "client_key": ["client_certificate"] },
            "not": { "required": ["client", "clients"] },
            "oneOf": [
                only("token_command", ["token_file", "token_env"]),
                only("token_file", ["token_command", "token_env"]),
                only("token_env", ["token_command", "token_file"]),
            ],
        } },
    });
    format!("{schema:#}\n")
}

fn property(key: &Key, example: &str) -> Json {
    let mut property = match key.kind {
        Kind::Text | Kind::Path => json!({ "type": "string" }),
        Kind::Word(words) => json!({ "type": "string", "enum": words }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Number { from, to } => json!({ "type": "integer", "minimum": from, "maximum": to }),
        Kind::Table if key.name == "display" => json!({ "$ref": "#/definitions/display" }),
        // The table of tables.
        Kind::Table => json!({
            "type": "object", "minProperties": 1, "additionalProperties": { "$ref": "#/definitions/profile" }
        }),
    };
    let row = property.as_object_mut().unwrap();
    if let Some(value) = &key.value {
        row.insert("default".into(), as_json(value));
    }
    if key.kind != Kind::Table {
        row.insert("description".into(), comment(key.name, example).into());
    }
    if let Some(Json::Object(more)) = refinement(key.name) {
        row.extend(more);
    }
    property
}

fn as_json(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Texts(texts) => json!(texts),
        Value::Flag(flag) => json!(flag),
        Value::Number(number) => json!(number),
    }
}

/// What the value of a key must look like, beside its type.
fn refinement(key: &str) -> Option<Json> {
    let address = "[^/?#@\\s]+(/[^?#]*)?";
    let here = "(localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\])(:[0-9]+)?(/[^?#]*)?";
    let client = json!({ "type": "string", "pattern": "^[^/\\\\\\s]{1,255}$", "not": { "enum": [".", ".."] } });
    Some(match key {
        "url" => json!({ "pattern": format!("^(https://{address}|http://{here})$") }),
        "proxy" => json!({ "pattern": format!("^https?://{address}$") }),
        "client" => client,
        "clients" => json!({ "minItems": 1, "items": client }),
        "environment" => {
            json!({ "maxLength": 20, "pattern": format!("^[^{HIDDEN}]*[^{HIDDEN}\\s][^{HIDDEN}]*$") })
        }
        "token_command" => {
            json!({ "minItems": 1, "items": [{ "type": "string", "minLength": 1 }], "additionalItems": { "type": "string" } })
        }
        "token_env" => json!({ "pattern": "^[^=\\u0000]+$" }),
        "printer" => json!({ "pattern": "^[^-\\s/#][^\\s/#]{0,126}$" }),
        "journal" => json!({ "minLength": 1 }),
        "alphabets" => json!({ "items": { "type": "string", "minLength": 1 } }),
        _ => return None,
    })
}

/// The comment above a key of the example, which names it once, set or commented out.
fn comment(key: &str, example: &str) -> String {
    let lines: Vec<_> = example.lines().collect();
    let is_setting = |line: &str| {
        let word = line.trim_start_matches("# ").split(' ').next().unwrap_or_default();
        line.contains(" = ") && line.trim_start_matches("# ").starts_with(&format!("{word} = "))
    };
    let names = |line: &&str| line.trim_start_matches("# ").starts_with(&format!("{key} = "));
    let at = lines.iter().position(names).unwrap_or_else(|| panic!("config.example.toml does not name {key}"));
    let above = lines[..at].iter().rev().take_while(|line| line.starts_with("# ") && !is_setting(line));
    let mut above: Vec<_> = above.map(|line| line.trim_start_matches("# ")).collect();
    above.reverse();
    assert!(!above.is_empty(), "config.example.toml says nothing of {key}");
    above.join(" ")
}
