//! A search expression: read from its text, and compared with one user.

use super::compare::Needle;
use super::fields::Field;
use super::scanner::{Piece, scan};
use crate::sandbox::model::user::User;

/// How deep parentheses and NOTs may stand in one another.
const DEEPEST: usize = 32;

/// A search expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) enum Expression {
    Term(Term),
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
}

/// Something to be found in at least one of some fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) struct Term {
    pub fields: Vec<Field>,
    pub needle: Needle,
}

impl Expression {
    /// Reads an expression; terms that name no field look in `default_fields`, or, if there are none, in the fields
    /// of a name, a login ID, an address and an external ID. The error says what is wrong.
    pub fn read(text: &str, default_fields: &[String]) -> Result<Self, String> {
        let mut defaults = default_fields.iter().map(|name| field(name)).collect::<Result<Vec<_>, _>>()?;
        if defaults.is_empty() {
            defaults = Field::defaults();
        }
        let mut reader = Reader { pieces: scan(text)?, next: 0, depth: 0, defaults };
        let expression = reader.any()?;
        match reader.pieces.get(reader.next) {
            None => Ok(expression),
            Some(_) => Err("a closing parenthesis has no opening one".to_owned()),
        }
    }

    /// Compares with the user's texts, without the index.
    pub fn fits(&self, user: &User) -> bool {
        match self {
            Self::Term(term) => term.fits(user),
            Self::All(parts) => parts.iter().all(|part| part.fits(user)),
            Self::Any(parts) => parts.iter().any(|part| part.fits(user)),
            Self::Not(part) => !part.fits(user),
        }
    }
}

impl Term {
    /// Whether this is `*` in a field that every user has.
    pub fn fits_everyone(&self) -> bool {
        self.needle.is_empty() && self.fields.iter().any(|field| field.is_never_empty())
    }

    fn fits(&self, user: &User) -> bool {
        self.fields.iter().filter_map(|field| field.text(user)).any(|text| self.needle.found_in(&text))
    }
}

fn field(name: &str) -> Result<Field, String> {
    Field::named(name).ok_or_else(|| format!("there is no field {name}"))
}

/// Reads the pieces from left to right; each of its functions is one line of the grammar in [`super`].
struct Reader {
    pieces: Vec<Piece>,
    next: usize,
    depth: usize,
    defaults: Vec<Field>,
}

impl Reader {
    fn peek(&self) -> Option<&Piece> {
        self.pieces.get(self.next)
    }

    fn take(&mut self) -> Option<Piece> {
        let piece = self.pieces.get(self.next).cloned();
        self.next += 1;
        piece
    }

    fn any(&mut self) -> Result<Expression, String> {
        let mut parts = vec![self.all()?];
        while self.peek() == Some(&Piece::Or) {
            self.next += 1;
            parts.push(self.all()?);
        }
        Ok(only_or(parts, Expression::Any))
    }

    fn all(&mut self) -> Result<Expression, String> {
        let mut parts = vec![self.one()?];
        loop {
            match self.peek() {
                None | Some(Piece::Or | Piece::Close) => return Ok(only_or(parts, Expression::All)),
                Some(Piece::And) => self.next += 1,
                Some(_) => {}
            }
            parts.push(self.one()?);
        }
    }

    fn one(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
        let expression = match self.take() {
            Some(Piece::Not) => Expression::Not(Box::new(self.one()?)),
            Some(Piece::Open) => {
                let inner = self.any()?;
                if self.take() != Some(Piece::Close) {
                    return Err("a parenthesis is not closed".to_owned());
                }
                inner
            }
            Some(Piece::Field(name)) => {
                let fields = vec![field(&name)?];
                match self.take() {
                    Some(Piece::Value { text, prefix }) => term(fields, &text, prefix)?,
                    _ => return Err(format!("the field {name} has no value")),
                }
            }
            Some(Piece::Value { text, prefix }) => term(self.defaults.clone(), &text, prefix)?,
            Some(Piece::And | Piece::Or | Piece::Close) | None => return Err("a value is missing".to_owned()),
        };
        self.depth -= 1;
        Ok(expression)
    }
}

fn term(fields: Vec<Field>, text: &str, prefix: bool) -> Result<Expression, String> {
    let needle = Needle::new(text, prefix);
    if needle.is_empty() && !prefix {
        return Err("a value is empty".to_owned());
    }
    Ok(Expression::Term(Term { fields, needle }))
}

/// The part alone if there is one only, so that an expression is no deeper than it needs to be.
fn only_or(mut parts: Vec<Expression>, many: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            many(parts)
        }
        None => many(parts),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn text_with_every_character_escaped_is_one_plain_term(text in r"[\PC\s]{0,8}\PC") {
            prop_assume!(!text.trim().is_empty());
            let escaped: String = text.chars().flat_map(|character| ['\\', character]).collect();
            let expected = Term { fields: Field::defaults(), needle: Needle::new(&text, false) };
            prop_assert_eq!(Expression::read(&escaped, &[]), Ok(Expression::Term(expected)));
        }

        #[test]
        fn any_text_is_read_or_refused(text in r#"[ a:*"()\\+A-Z]{0,30}"#) {
            let read = Expression::read(&text, &[]);
            prop_assert!(read.is_ok() || read.is_err_and(|wrong| !wrong.is_empty()));
        }
    }
}
