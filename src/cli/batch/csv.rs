//! Reads comma-separated values (RFC 4180), one record after the other. Knows nothing of what they mean, and corrects
//! nothing: what can be read in two ways is an error that names the line.
//!
//! A reader of our own: the crate `csv` would be a dependency more in a binary that has no room, and its strictness would
//! have to be added around it: it takes quotes in the middle of a field and never tells on which line a quote was opened.

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The line on which it begins, counted from one.
    pub line: usize,
    /// Its fields, without quotes.
    pub fields: Vec<String>,
}

impl Record {
    /// True where there is nothing in any field: an empty line, or what a spreadsheet makes of one.
    pub fn is_empty(&self) -> bool {
        self.fields.iter().all(String::is_empty)
    }
}

/// The records of a text, in order. Ends after the first error.
#[derive(Debug)]
pub struct Records<'a> {
    rest: &'a str,
    separator: char,
    line: usize,
}

/// What stands behind a field.
enum Behind {
    Field,
    Record,
}

impl<'a> Records<'a> {
    /// Of a text whose fields this character separates.
    pub fn new(text: &'a str, separator: char) -> Self {
        Self { rest: text, separator, line: 1 }
    }

    fn field(&mut self) -> Result<(String, Behind), String> {
        if let Some(quoted) = self.rest.strip_prefix('"') {
            return self.quoted(quoted);
        }
        let end = self.rest.find([self.separator, '\n', '\r', '"']).unwrap_or(self.rest.len());
        let (field, rest) = self.rest.split_at(end);
        if rest.starts_with('"') {
            let line = self.line;
            return Err(format!(
                "Line {line} has a quote in the middle of a field: such a field must stand in quotes as a whole, and the quote in it twice."
            ));
        }
        self.rest = rest;
        Ok((field.to_owned(), self.behind()?))
    }

    fn quoted(&mut self, mut rest: &'a str) -> Result<(String, Behind), String> {
        let opened = self.line;
        let mut field = String::new();
        loop {
            let Some((part, behind)) = rest.split_once('"') else {
                return Err(format!("The quote that line {opened} opens is never closed."));
            };
            field.push_str(part);
            self.line += part.matches('\n').count();
            let Some(again) = behind.strip_prefix('"') else {
                self.rest = behind;
                return Ok((field, self.behind()?));
            };
            field.push('"');
            rest = again;
        }
    }

    fn behind(&mut self) -> Result<Behind, String> {
        if let Some(rest) = self.rest.strip_prefix(self.separator) {
            self.rest = rest;
            return Ok(Behind::Field);
        }
        if let Some(rest) = self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix('\n')) {
            self.rest = rest;
            self.line += 1;
            return Ok(Behind::Record);
        }
        if self.rest.is_empty() {
            return Ok(Behind::Record);
        }
        let line = self.line;
        Err(if self.rest.starts_with('\r') {
            format!("Line {line} holds a carriage return that ends no line.")
        } else {
            format!("Line {line} has something behind a closing quote that is neither a separator nor the line's end.")
        })
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let mut record = Record { line: self.line, fields: Vec::new() };
        loop {
            match self.field() {
                Ok((field, behind)) => {
                    record.fields.push(field);
                    if let Behind::Record = behind {
                        return Some(Ok(record));
                    }
                }
                Err(why) => {
                    self.rest = "";
                    return Some(Err(why));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(usize, Vec<String>)>, String> {
        Records::new(text, ',').map(|record| record.map(|record| (record.line, record.fields))).collect()
    }

    #[test]
    fn fields_lines_and_quotes_are_read_as_the_standard_says() {
        for (text, records) in [
            ("", vec![]),
            ("a,b\r\nc,d", vec![(1, vec!["a", "b"]), (2, vec!["c", "d"])]),
            ("a\n\nb\n", vec![(1, vec!["a"]), (2, vec![""]), (3, vec!["b"])]),
            ("a,\n,b\n", vec![(1, vec!["a", ""]), (2, vec!["", "b"])]),
            ("\"a,b\",\"say \"\"x\"\"\"\n", vec![(1, vec!["a,b", "say \"x\""])]),
            ("\"a\r\nb\",c\nd", vec![(1, vec!["a\r\nb", "c"]), (3, vec!["d"])]),
            ("\"\",\"\"", vec![(1, vec!["", ""])]),
            (" a , b\n", vec![(1, vec![" a ", " b"])]),
        ] {
            let records: Vec<(usize, Vec<String>)> = records
                .into_iter()
                .map(|(line, fields)| (line, fields.into_iter().map(String::from).collect()))
                .collect();
            assert_eq!(read(text), Ok(records), "{text:?}");
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_an_error_that_names_the_line() {
        for (text, said) in [
            ("a\nb\"c\n", "Line 2 has a quote in the middle"),
            ("a\n\"b\nc\n", "The quote that line 2 opens is never closed"),
            ("\"a\"b\n", "Line 1 has something behind a closing quote"),
            ("\"a\nb\" ,c\n", "Line 2 has something behind a closing quote"),
            ("a\rb\n", "Line 1 holds a carriage return"),
            ("\"a\"\rb\n", "Line 1 holds a carriage return"),
        ] {
            let why = read(text).unwrap_err();
            assert!(why.starts_with(said), "{text:?}: {why}");
        }
    }

    #[test]
    fn nothing_is_read_after_an_error() {
        let mut records = Records::new("a\"\nb\n", ',');
        assert!(records.next().unwrap().is_err());
        assert_eq!(records.next(), None);
    }
}
