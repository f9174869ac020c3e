//! What was answered, as the text of a configuration; and whether one answer could stand in it, in the parser's own words.
//!
//! Holds no secret: where the token comes from is asked, never the token.

use std::fmt::Write;
use std::path::Path;

use crate::config::{self, ConfigError, Value, table_name};

/// Where the token comes from.
#[derive(Debug)]
pub enum Token {
    /// A program and its arguments.
    Command(Vec<String>),
    /// A file.
    File(String),
}

/// All that is asked for.
#[derive(Debug)]
pub struct Answers {
    /// The profile's name.
    pub name: String,
    /// The server.
    pub url: String,
    /// What the header calls the environment.
    pub environment: String,
    /// The colour of that mark.
    pub color: String,
    /// The client to work in, where it is fixed.
    pub client: Option<String>,
    /// Where the token comes from.
    pub token: Token,
}

impl Answers {
    /// The file that says so.
    pub fn text(&self) -> String {
        let profile = table_name(&self.name);
        let mut text = format!(
            "# credesk's configuration, made by credesk config init. No secret belongs into this file.\n\
             # Every other key and its default: config.example.toml, or credesk config show.\n\
             default_profile = {}\n\n[profiles.{profile}]\n",
            Value::Text(self.name.clone())
        );
        let given = [("url", &self.url), ("environment", &self.environment), ("environment_color", &self.color)];
        let client = self.client.as_ref().map(|client| ("client", client));
        for (key, value) in given.into_iter().chain(client) {
            let _ = writeln!(text, "{key} = {}", Value::Text(value.clone()));
        }
        let _ = match &self.token {
            Token::Command(words) => writeln!(text, "token_command = {}", Value::Texts(words.clone())),
            Token::File(file) => writeln!(text, "token_file = {}", Value::Text(file.clone())),
        };
        text
    }
}

/// Takes the name of a profile: one that can be typed after `--profile` without thinking about quotes.
pub fn name(raw: &str) -> Result<String, String> {
    let fits = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    if raw.is_empty() || !raw.chars().all(fits) {
        return Err("The name of a profile has letters, digits, - and _ only.".into());
    }
    Ok(raw.to_owned())
}

/// Takes a text that may stand behind this key of a profile.
pub fn text(key: &str, raw: &str) -> Result<String, String> {
    let value = Value::Text(raw.to_owned());
    let url = if key == "url" { String::new() } else { "url = \"https://localhost\"\n".to_owned() };
    let text = format!("[profiles.x]\n{url}token_env = \"T\"\n{key} = {value}\n");
    match config::parse(Path::new(""), &text) {
        Ok(_) => Ok(raw.to_owned()),
        Err(ConfigError::BadValue { why, .. }) => Err(why),
        Err(other) => Err(other.to_string()),
    }
}

/// Takes the words of a command line: cut at spaces, and held together by `'` or `"`. Nothing else has a meaning, as no shell
/// is involved.
pub fn words(raw: &str) -> Result<Vec<String>, String> {
    let (mut words, mut word, mut open) = (Vec::new(), None::<String>, None);
    for character in raw.chars() {
        match (open, character) {
            (Some(quote), _) if character == quote => open = None,
            (None, '\'' | '"') => {
                open = Some(character);
                word.get_or_insert_default();
            }
            (None, ' ' | '\t') => words.extend(word.take()),
            (Some(_) | None, _) => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    match words.first() {
        _ if open.is_some() => Err("A quotation mark is opened and not closed.".into()),
        Some(program) if !program.is_empty() => Ok(words),
        Some(_) | None => Err("A program is needed.".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::ClientId;

    #[test]
    fn words_are_cut_at_spaces_and_held_together_by_quotes() {
        let cut = |raw| words(raw).map(|words| words.join("|"));
        assert_eq!(cut("pass show nevisidm"), Ok("pass|show|nevisidm".into()));
        assert_eq!(cut("  sh  -c 'echo \"a b\"' \"\" x\\y "), Ok("sh|-c|echo \"a b\"||x\\y".into()));
        assert_eq!(cut("a'b c'd"), Ok("ab cd".into()));
        assert!(words("pass 'show").is_err() && words(" ").is_err() && words("'' x").is_err());
    }

    #[test]
    fn an_answer_is_refused_in_the_words_of_the_parser() {
        assert_eq!(text("url", "https://idm.example.ch/x"), Ok("https://idm.example.ch/x".into()));
        let said = text("url", "http://idm.example.ch").unwrap_err();
        assert!(said.starts_with("\"url\" must begin with https: "), "{said}");
        assert!(text("client", "a/b").unwrap_err().starts_with("\"client\" must be"));
        assert!(text("environment", "").is_err() && text("environment_color", "orange").is_err());
        assert!(name("prod-2").is_ok() && name("").is_err() && name("a b").is_err() && name("a]").is_err());
    }

    #[test]
    fn what_is_written_is_what_was_answered() {
        let answers = Answers {
            name: "prod".into(),
            url: "https://idm.example.ch/".into(),
            environment: "\"Prod\" \\ é".into(),
            color: "red".into(),
            client: Some("100".into()),
            token: Token::Command(vec!["pass".into(), "a \"b\" \u{7}\u{202e}".into()]),
        };
        let text = answers.text();
        let config = config::parse(Path::new("/c.toml"), &text).unwrap();
        let profile = config.profile(Some("prod")).unwrap();
        assert_eq!(config.default_profile, "prod");
        assert_eq!(profile.environment, answers.environment);
        assert_eq!(profile.environment_color.name(), "red");
        assert_eq!(profile.client.as_ref().map(ClientId::as_str), Some("100"));
        assert_eq!(profile.token, config::TokenSource::Command(vec!["pass".into(), "a \"b\" \u{7}\u{202e}".into()]));
        assert!(!text.contains(['\u{7}', '\u{202e}']));
    }
}
