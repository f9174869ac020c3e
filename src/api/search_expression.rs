//! What the operator typed, as an expression of the query service (page Query-REST-Service-request).
//!
//! The syntax is Lucene's in style and not published in full, so every sign that could mean something is escaped: a
//! search for `*` must not find everybody, and a bracket must not be an error.

use crate::domain::search::SearchText;

/// Signs that mean something in Lucene's classic syntax and can be escaped; and `=`, which Elasticsearch's `query_string`
/// reserves too, and which Lucene's later parser takes for a field's `:`.
const SIGNS: &[char] =
    &['+', '-', '=', '&', '|', '!', '(', ')', '{', '}', '[', ']', '^', '"', '~', '*', '?', ':', '\\', '/'];

/// The expression: every word must be found; with `prefix`, also as the beginning of a longer one. Empty where nothing
/// is left to look for.
pub fn expression(text: &SearchText, prefix: bool) -> String {
    let terms: Vec<String> = text.words().filter_map(|word| term(word, prefix)).collect();
    terms.join(" AND ")
}

fn term(word: &str, prefix: bool) -> Option<String> {
    let word = word.replace(['<', '>'], ""); // they cannot be escaped; first of all, for `OR>` without it is an operator
    if word.is_empty() {
        return None;
    }
    if matches!(&*word, "AND" | "OR" | "NOT") {
        return Some(format!("\"{word}\"")); // an operator unless quoted; a quoted word takes no `*`
    }
    let mut term = String::with_capacity(word.len() + 8);
    for character in word.chars() {
        if SIGNS.contains(&character) {
            term.push('\\');
        }
        term.push(character);
    }
    if prefix {
        term.push('*');
    }
    Some(term)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(typed: &str, prefix: bool) -> String {
        expression(&SearchText::parse(typed).unwrap(), prefix)
    }

    #[test]
    fn words_are_joined_and_signs_escaped() {
        assert_eq!(of("anna muster", true), "anna* AND muster*");
        assert_eq!(of("anna muster", false), "anna AND muster");
        assert_eq!(of("m.huber@example.ch", true), "m.huber@example.ch*");
        assert_eq!(of("a:b (c) *", false), r"a\:b AND \(c\) AND \*");
        assert_eq!(of("loginid:* OR", true), "loginid\\:\\** AND \"OR\"");
        assert_eq!(of("extid=1", true), r"extid\=1*");
        assert_eq!(of("<a> <>", false), "a");
        assert_eq!(of("<<>>", true), "");
        assert_eq!(of("anna OR> <NOT N<O>T", false), r#"anna AND "OR" AND "NOT" AND "NOT""#);
    }

    proptest! {
        /// Undoing the escapes gives the words back, and no sign stands there unescaped.
        #[test]
        fn escaping_can_be_undone(typed in r#"[ab+=&|!(){}\[\]^"~*?:\\/-]{2,30}"#) {
            let text = SearchText::parse(&typed).unwrap();
            let written = expression(&text, false);
            let mut undone = String::new();
            let mut characters = written.chars();
            while let Some(character) = characters.next() {
                if character == '\\' {
                    undone.extend(characters.next());
                } else {
                    prop_assert!(!SIGNS.contains(&character), "{}", written);
                    undone.push(character);
                }
            }
            prop_assert_eq!(undone, text.as_str());
        }
    }
}
