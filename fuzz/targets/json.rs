//! What a text says in JSON, read by the plainest means: for the promises about answers.

use serde_json::Value;

/// The text as JSON, where it is an object and no key stands twice in one, at any depth: then a text has as many colons
/// outside of its strings as its value has members.
pub fn object(text: &[u8]) -> Option<Value> {
    let value: Value = serde_json::from_slice(text).ok()?;
    (value.is_object() && members(&value) == colons(text)).then_some(value)
}

fn members(value: &Value) -> usize {
    match value {
        Value::Object(rows) => rows.len() + rows.values().map(members).sum::<usize>(),
        Value::Array(rows) => rows.iter().map(members).sum(),
        _ => 0,
    }
}

fn colons(text: &[u8]) -> usize {
    let (mut found, mut within, mut escaped) = (0, false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if within => escaped = true,
            b'"' => within = !within,
            b':' if !within => found += 1,
            _ => {}
        }
    }
    found
}

/// The same text with its first key twice; none where it has no key.
pub fn with_a_key_twice(text: &[u8], value: &Value) -> Option<Vec<u8>> {
    let key = serde_json::to_string(value.as_object()?.keys().next()?).unwrap();
    let brace = text.iter().position(|byte| *byte == b'{')?;
    Some([&text[..=brace], key.as_bytes(), b":null,", &text[brace + 1..]].concat())
}

/// A field that names somebody, where it is a text with something in it.
pub fn name<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str().filter(|text| !text.is_empty())
}

/// A whole number of 32 bits, also in quotes, and only as it would be written.
pub fn number(value: &Value, key: &str) -> Option<i32> {
    match value.get(key)? {
        Value::String(text) => text.parse().ok().filter(|number: &i32| number.to_string() == *text),
        Value::Number(number) => {
            let number = number.as_f64().filter(|number| number.fract() == 0.0)?;
            format!("{number:.0}").parse().ok()
        }
        _ => None,
    }
}
