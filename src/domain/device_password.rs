//! Device passwords: what a policy asks of one, what is wrong with a typed one, and making a new one.
//!
//! Looks at secret characters, but never keeps, prints or returns one outside a [`Secret`].

use crate::secret::Secret;

/// What a policy asks of a device password. The parameter names are from the page api-usage.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rules {
    /// Fewest characters.
    pub min_length: usize,
    /// Most characters.
    pub max_length: Option<usize>,
    /// Characters that are no letters.
    pub min_non_letter: usize,
    /// Characters that are neither letters nor digits.
    pub min_non_alnum: usize,
}

/// Letters and digits that are not mixed up when read out: no `0 O o 1 l I`.
const LETTERS: &str = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
const DIGITS: &str = "23456789";
/// Signs that have one plain name in every language and sit on every keyboard.
const SIGNS: &str = "+-*/=?!.";

impl Rules {
    /// The length of a password that credesk makes where the policy asks for no more.
    pub const USUAL_LENGTH: usize = 16;

    /// What is wrong with a typed password, one sentence each; empty where nothing is.
    pub fn complaints(&self, password: &Secret) -> Vec<String> {
        let value = password.expose();
        let length = value.chars().count();
        let non_letters = value.chars().filter(|character| !character.is_alphabetic()).count();
        let signs = value.chars().filter(|character| !character.is_alphanumeric()).count();
        let mut said = Vec::new();
        if value.is_empty() {
            said.push("Type a password, or let credesk make one.".to_owned());
            return said;
        }
        if value.contains(' ') {
            said.push("The password holds a space, which nobody hears on the telephone.".to_owned());
        }
        if value.chars().any(|character| !character.is_ascii_graphic() && character != ' ') {
            said.push("The password holds a character that is not on every keyboard.".to_owned());
        }
        if length < self.min_length {
            said.push(format!("The policy asks for at least {} characters; this has {length}.", self.min_length));
        }
        if let Some(most) = self.max_length.filter(|most| length > *most) {
            said.push(format!("The policy allows at most {most} characters; this has {length}."));
        }
        if non_letters < self.min_non_letter {
            let wanted = self.min_non_letter;
            said.push(format!(
                "The policy asks for at least {wanted} characters that are no letters; this has {non_letters}."
            ));
        }
        if signs < self.min_non_alnum {
            let wanted = self.min_non_alnum;
            said.push(format!("The policy asks for {wanted} or more signs such as + or ?; this has {signs}."));
        }
        said
    }

    /// What the policy asks for, for whoever is about to type one.
    pub fn sentence(&self) -> String {
        let mut asked = Vec::new();
        if self.min_length > 0 {
            asked.push(format!("at least {} characters", self.min_length));
        }
        if let Some(most) = self.max_length {
            asked.push(format!("at most {most} characters"));
        }
        if self.min_non_letter > 0 {
            asked.push(format!("no letters: {}", self.min_non_letter));
        }
        if self.min_non_alnum > 0 {
            asked.push(format!("signs such as + or ?: {}", self.min_non_alnum));
        }
        if asked.is_empty() {
            "The policy's rules for passwords are not known.".into()
        } else {
            format!("The policy asks for: {}.", asked.join(", "))
        }
    }

    /// Of what a password is made that keeps the rules: so many characters out of each set, signs, digits and letters.
    /// `None` where none can keep them (more signs asked for than characters allowed).
    pub fn parts(&self) -> Option<[(usize, &'static str); 3]> {
        let most = self.max_length.unwrap_or(100);
        let signs = self.min_non_alnum;
        let digits = self.min_non_letter.saturating_sub(signs).max(2);
        let length = Self::USUAL_LENGTH.max(self.min_length).max(signs + digits).min(most);
        if length == 0 || signs + self.min_non_letter.saturating_sub(signs) > length {
            return None;
        }
        let digits = digits.min(length - signs);
        Some([(signs, SIGNS), (digits, DIGITS), (length - signs - digits, LETTERS)])
    }

    /// Makes a password that keeps the rules, from a source of random numbers.
    ///
    /// `pick(n)` gives an even choice out of `0..n`; the runtime takes it from the operating system. `None` as for
    /// [`Rules::parts`].
    pub fn generate(&self, mut pick: impl FnMut(usize) -> usize) -> Option<Secret> {
        let mut set_of: Vec<&str> =
            self.parts()?.into_iter().flat_map(|(count, set)| std::iter::repeat_n(set, count)).collect();
        for place in (1..set_of.len()).rev() {
            set_of.swap(place, pick(place + 1)); // Fisher-Yates: the digits and signs may stand anywhere
        }
        Some(Secret::new(set_of.into_iter().map(|set| char::from(set.as_bytes()[pick(set.len())])).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counter() -> impl FnMut(usize) -> usize {
        let mut state: usize = 7;
        move |below| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        }
    }

    #[test]
    fn what_is_made_keeps_the_rules() {
        for min_length in [0, 12, 32, 64] {
            for min_non_letter in [0, 2, 20] {
                for min_non_alnum in [0, 1, 5] {
                    let rules = Rules { min_length, max_length: Some(64), min_non_letter, min_non_alnum };
                    let made = rules.generate(counter()).unwrap();
                    assert_eq!(rules.complaints(&made), Vec::<String>::new(), "{rules:?}");
                }
            }
        }
    }

    #[test]
    fn a_short_policy_gives_a_short_password_and_an_impossible_one_none() {
        let short = Rules { max_length: Some(8), ..Rules::default() };
        assert_eq!(short.generate(counter()).unwrap().count(), 8);
        let impossible = Rules { max_length: Some(4), min_non_letter: 6, ..Rules::default() };
        assert_eq!(impossible.generate(counter()), None);
    }

    #[test]
    fn each_fault_has_its_sentence() {
        let rules = Rules { min_length: 12, max_length: Some(20), min_non_letter: 2, min_non_alnum: 1 };
        let said = |value: &str| rules.complaints(&Secret::new(value.into())).join(" ");
        assert!(said("").contains("Type a password"));
        assert!(said("abcdefgh12+ ").contains("holds a space"));
        assert!(said("abcd efgh12+").contains("holds a space"));
        assert!(said("abc12+").contains("at least 12 characters; this has 6"));
        assert!(said("abcdefghijklmnopqrs12+").contains("at most 20"));
        assert!(said("abcdefghijkl+").contains("no letters; this has 1"));
        assert!(said("abcdefghijkl12").contains("signs"));
        assert!(said("abcdefghijé12+").contains("not on every keyboard"));
        assert_eq!(said("abcdefghijk12+"), "");
    }
}
