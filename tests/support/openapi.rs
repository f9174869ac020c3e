//! Checks an answer against the `OpenAPI` document beside the tests: the operation must be there, the status must be
//! listed for it, and the JSON body must fit the schema of that status.

use serde_json::{Value, json};

/// The `OpenAPI` document, with its objects closed: a member it does not name is an error, unless it says that there may
/// be others.
pub struct Contract {
    document: Value,
}

/// Statuses that any request can meet before it reaches an operation: not JSON, no such method on the path, not the
/// right media type. The document lists none of them for any operation, except the query service's 400.
const BEFORE_ANY_OPERATION: [u16; 3] = [400, 405, 415];

impl Contract {
    /// Reads the document.
    pub fn read() -> Self {
        let mut document: Value = serde_norway::from_str(include_str!("../openapi.yaml")).unwrap();
        for (name, schema) in document["components"]["schemas"].as_object_mut().unwrap() {
            // The parent of the credential types is closed where it is used.
            close(schema, name != "CredentialBase");
        }
        Self { document }
    }

    /// All operations of the document as `METHOD path template`.
    pub fn operations(&self) -> Vec<String> {
        let paths = self.document["paths"].as_object().unwrap();
        let of_path = |(path, item): (&String, &Value)| -> Vec<String> {
            item.as_object().unwrap().keys().map(|method| format!("{} {path}", method.to_uppercase())).collect()
        };
        paths.iter().flat_map(of_path).collect()
    }

    /// What is wrong with an answer, if anything is. `path` may have a query string.
    pub fn check(&self, method: &str, path: &str, status: u16, body: &str) -> Result<(), String> {
        let path = path.split('?').next().unwrap_or_default();
        let schema = match self.response(method, path, status)? {
            Some(response) => response.pointer("/content/application~1json/schema").cloned(),
            None => Some(json!({ "$ref": "#/components/schemas/ErrorResponse", "required": ["errors"] })),
        };
        match (schema, body.is_empty()) {
            (None, true) => Ok(()),
            // The document gives no body for 401 but says that this is only for want of a description.
            (None, false) if status == 401 => {
                self.validate(&json!({ "$ref": "#/components/schemas/ErrorResponse" }), body)
            }
            (None, false) => Err(format!("{method} {path}: {status} has no body in the document, but came with one")),
            (Some(_), true) => Err(format!("{method} {path}: {status} must have a body")),
            (Some(schema), false) => self.validate(&schema, body),
        }
        .map_err(|wrong| format!("{method} {path}: {status}: {wrong}"))
    }

    /// The operation's template for a concrete path, as in [`Contract::operations`].
    pub fn operation(&self, method: &str, path: &str) -> Option<String> {
        let path = path.split('?').next().unwrap_or_default();
        self.template(path).map(|template| format!("{method} {template}"))
    }

    fn response(&self, method: &str, path: &str, status: u16) -> Result<Option<&Value>, String> {
        let common = BEFORE_ANY_OPERATION.contains(&status);
        let operation =
            self.template(path).and_then(|template| self.document["paths"][template].get(method.to_lowercase()));
        let listed = operation.and_then(|operation| operation["responses"].get(status.to_string()));
        match (operation, listed) {
            (_, Some(response)) => Ok(Some(self.resolved(response))),
            (_, None) if common => Ok(None),
            (None, None) => Err(format!("{method} {path} is not in the document")),
            (Some(_), None) => Err(format!("{method} {path}: the document does not list the status {status}")),
        }
    }

    /// The path template that fits; one with fewer parameters wins.
    fn template(&self, path: &str) -> Option<&str> {
        let fits = |template: &str| {
            let (mut left, mut right) = (template.split('/'), path.split('/'));
            loop {
                match (left.next(), right.next()) {
                    (None, None) => return true,
                    (Some(name), Some(part)) if name == part || (name.starts_with('{') && !part.is_empty()) => {}
                    _ => return false,
                }
            }
        };
        let templates = self.document["paths"].as_object()?.keys().map(String::as_str);
        templates.filter(|template| fits(template)).min_by_key(|template| template.matches('{').count())
    }

    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(reference) => self.document.pointer(reference.trim_start_matches('#')).unwrap(),
            None => value,
        }
    }

    fn validate(&self, schema: &Value, body: &str) -> Result<(), String> {
        let body: Value = serde_json::from_str(body).map_err(|error| format!("the body is not JSON: {error}"))?;
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": self.document["components"],
            "allOf": [schema],
        });
        let validator = jsonschema::validator_for(&whole).map_err(|error| error.to_string())?;
        let wrong: Vec<String> =
            validator.iter_errors(&body).map(|error| format!("{} at {}", error, error.instance_path())).collect();
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
    }
}

/// Closes a schema's object, unless it is left open or is a part of a whole that is closed; then its members' objects.
fn close(schema: &mut Value, whole: bool) {
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(parts) = object.get_mut("allOf").and_then(Value::as_array_mut) {
        for part in parts {
            close(part, false);
        }
    }
    if let Some(members) = object.get_mut("properties").and_then(Value::as_object_mut) {
        for member in members.values_mut() {
            close(member, true);
        }
    }
    if let Some(items) = object.get_mut("items") {
        close(items, true);
    }
    let has_members = object.contains_key("properties") || object.contains_key("allOf");
    if whole && has_members && !object.contains_key("additionalProperties") {
        object.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
    }
}
