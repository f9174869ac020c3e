//! Any text in the search field. The first byte says whether words are prefixes.
//!
//! * The expression, read by the grammar below (Lucene's, with the reserved signs of Elasticsearch's `query_string`, which
//!   are more), is a conjunction of exactly the typed words, each one whole.
//! * So no operator, field, range, wildcard or bracket is ever of the typist's making, and `<` and `>`, which cannot be
//!   escaped, are never sent.

use credesk::api::search_expression;
use credesk::domain::search::SearchText;

/// Signs that mean something unless a backslash stands before them.
const RESERVED: &str = "+-=&|!(){}[]^\"~*?:\\/<>";

/// One word of the expression and whether longer words that begin with it are meant.
type Word = (String, bool);

/// Reads `word AND word AND word`; panics at anything else.
fn words(expression: &str) -> Vec<Word> {
    let mut signs = expression.chars().peekable();
    let mut words = Vec::new();
    while signs.peek().is_some() {
        if !words.is_empty() {
            let between: String = signs.by_ref().take(5).collect();
            assert_eq!(between, " AND ", "{expression}");
        }
        let (mut word, mut plain, mut prefix) = (String::new(), true, false);
        if signs.next_if_eq(&'"').is_some() {
            plain = false;
            word.extend(signs.by_ref().take_while(|sign| *sign != '"'));
            assert!(!word.contains('\\'), "{expression}");
        } else {
            while let Some(sign) = signs.next_if(|sign| !sign.is_whitespace()) {
                match sign {
                    '\\' => {
                        plain = false;
                        let escaped = signs.next().unwrap();
                        assert!(!escaped.is_whitespace() && !"<>".contains(escaped), "{expression}");
                        word.push(escaped);
                    }
                    '*' => {
                        assert!(signs.peek().is_none_or(|next| *next == ' '), "a wildcard within a word: {expression}");
                        prefix = true;
                    }
                    _ => {
                        assert!(!RESERVED.contains(sign), "{sign} is an operator: {expression}");
                        word.push(sign);
                    }
                }
            }
        }
        assert!(!word.is_empty(), "nothing is looked for: {expression}");
        let operator = plain && !prefix && matches!(&*word, "AND" | "OR" | "NOT" | "TO");
        assert!(!operator || word == "TO", "{word} is an operator: {expression}");
        words.push((word, prefix));
    }
    words
}

/// How far it gets: the words.
pub fn check(data: &[u8]) -> usize {
    let Some((first, rest)) = data.split_first() else { return 0 };
    let prefix = first & 1 == 1;
    let typed = String::from_utf8_lossy(rest);
    let Some(text) = SearchText::parse(&typed) else { return 0 };
    let sent = words(&search_expression(&text, prefix));
    let without = |word: &str| word.replace(['<', '>'], "");
    let meant: Vec<String> = text.words().map(without).filter(|word| !word.is_empty()).collect();
    let told: Vec<&str> = sent.iter().map(|(word, _)| word.as_str()).collect();
    assert_eq!(told, meant, "{typed:?}");
    assert!(sent.iter().all(|(word, open)| *open == prefix || matches!(&**word, "AND" | "OR" | "NOT")), "{typed:?}");
    // The words are those of the field, in its order; more than the limit is cut, and nothing else is lost.
    let whole: String = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        whole.starts_with(text.as_str()) && !text.as_str().contains(|sign: char| sign.is_whitespace() && sign != ' ')
    );
    assert!(text.as_str() == whole || text.as_str().chars().count() == SearchText::MOST);
    sent.len()
}
