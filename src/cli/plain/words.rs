//! The sentences of the console, where they name a key or a place on the screen, in words that hold for plain questions.
//!
//! Those sentences stand once, in `domain`; what a key is called there is said here in its place. A test goes through all of
//! them: none that names a key may be left.

/// What the console says, and what is said here instead. In this order: what is longer comes first.
const INSTEAD: &[(&str, &str)] = &[
    ("Type the word above, or press Esc to cancel.", "Type the login ID, or b to go back."),
    ("not the word above. Capitals count.", "that is not the word that was asked for. Capitals count."),
    ("F5 reads again.", "Go back and choose it again."),
    ("Press Esc to go back.", "Go back."),
    (
        ": r in the console's open cases (Ctrl-O) reads again.",
        "; it can be read again among the open cases, at the first question.",
    ),
    (
        "d in the console's open cases (Ctrl-O) takes note and frees the credential.",
        "take note of it among the open cases, which frees the credential.",
    ),
    ("Write the comment again from the open cases (Ctrl-O), key c.", "Write the comment again from the open cases."),
    ("the console's open cases (Ctrl-O) will tell", "the open cases will tell"),
    ("the open cases of the console (Ctrl-O) and credesk audit list say", "the open cases at the first question say"),
    ("see the open cases (Ctrl-O)", "see the open cases"),
    ("See the open cases (Esc, then Ctrl-O):", "See the open cases:"),
    ("own words below tell why", "own words tell why"),
    ("and its result was on the screen.", "and its result was shown."),
    ("The new one is not lost: v on the card shows it.", "The new one is not lost: view the card."),
    ("If not: v on the card shows it, to be printed.", "If not, view the card and print it."),
    ("and is still held here: v shows it.", "and is still held here."),
    ("d takes note and frees the credential.", "take note, which frees the credential."),
    ("d takes note.", "take note."),
    ("The case stays open; r reads again.", "The case stays open and can be read again."),
    ("Only readings can tell; r reads now.", "Only readings can tell."),
    (": c writes it.", "."),
    ("once this screen is closed,", "once it is finished here,"),
    ("Go back and press v to read it again", "Go back and view the card to read it again"),
    ("is shown here, and only here.", "is here, and only here."),
    ("is shown here, for reading out.", "is here, for reading out."),
    ("The new card is shown here.", "The new card is here."),
    ("The values below change at once;", "These values change at once;"),
    (" -> ", " becomes "),
];

/// The same sentence, for plain questions.
pub fn here(sentence: &str) -> String {
    INSTEAD.iter().fold(sentence.to_owned(), |said, (console, plain)| said.replace(console, plain))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// What only holds where there are keys and a screen.
    const NEEDLES: [&str; 17] = [
        "Ctrl-",
        "Esc",
        "F5",
        "press ",
        "Press ",
        " v ",
        " d ",
        " c writes",
        " r reads",
        "v shows",
        "key c",
        " above",
        " below",
        "this screen is",
        "on the screen",
        "is shown here",
        " -> ",
    ];

    /// Lines of a folder's own code that hold a text of more than one word.
    fn sentences(folder: &str) -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
        let code = files.map(|path| fs::read_to_string(path).unwrap().split("#[cfg(test)]").next().unwrap().to_owned());
        let lines: Vec<String> = code.flat_map(|code| code.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
        let comment = |line: &str| line.trim_start().starts_with("//");
        lines.into_iter().filter(|line| line.contains('"') && line.contains(' ') && !comment(line)).collect()
    }

    #[test]
    fn no_sentence_that_is_said_here_names_a_key_or_a_place_on_a_screen() {
        let (mut seen, mut left) = (0, Vec::new());
        for line in ["domain", "runtime/errand"].into_iter().flat_map(sentences) {
            // What stands between the first and the last quote of a line.
            let text = line.split_once('"').and_then(|(_, rest)| rest.rsplit_once('"')).map_or("", |(text, _)| text);
            let names = |text: &str| NEEDLES.iter().any(|needle| text.contains(needle));
            if names(text) {
                seen += 1;
                left.extend(names(&here(text)).then(|| here(text)));
            }
        }
        assert!(seen > 10, "the sentences are elsewhere now: only {seen} were found");
        assert_eq!(left, Vec::<String>::new());
    }
}
