//! What is sent to the terminal, taken apart: the few sequences that credesk itself makes, and characters.

/// Whether this is the body of a control sequence (what follows `ESC [`) that credesk sends: synchronised update, the
/// cursor shown, hidden or moved, the screen cleared, and styles, each of which begins anew from none.
fn is_own(body: &str) -> bool {
    let numbers = |text: &str| !text.is_empty() && text.split(';').all(|part| part.parse::<u16>().is_ok());
    match body.char_indices().last() {
        Some((end, 'H')) => numbers(&body[..end]) && body.matches(';').count() == 1,
        Some((end, 'G')) => numbers(&body[..end]) && !body.contains(';'),
        Some((end, 'm')) => end == 0 || body.starts_with("0;") && numbers(&body[..end]),
        _ => matches!(body, "?2026h" | "?2026l" | "?25h" | "?25l" | "2J"),
    }
}

/// The printed characters; an error names a control character, or a sequence that is none of credesk's.
pub fn printed(bytes: &[u8]) -> Result<String, String> {
    let text = str::from_utf8(bytes).map_err(|why| why.to_string())?;
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|character: char| character.is_control()) {
        plain.push_str(&rest[..at]);
        let body =
            rest[at..].strip_prefix("\u{1b}[").ok_or_else(|| format!("{:?} was sent", rest[at..].chars().next()))?;
        let end = body.find(|character: char| ('@'..='~').contains(&character)).ok_or("a sequence without an end")?;
        if !is_own(&body[..=end]) {
            return Err(format!("the sequence {:?} was sent", &body[..=end]));
        }
        rest = &body[end + 1..];
    }
    plain.push_str(rest);
    Ok(plain)
}

#[test]
fn what_is_not_credesks_own_is_found() {
    for bytes in [
        "\u{1b}]0;x\u{7}",
        "\u{1b}[31m",
        "\u{1b}[5n",
        "\u{1b}[3;4;5H",
        "\u{1b}[2K",
        "a\u{7}",
        "\u{9b}2J",
        "\n",
        "\u{1b}[0;",
    ] {
        assert!(printed(bytes.as_bytes()).is_err(), "{bytes:?}");
    }
    let own = "\u{1b}[?2026h\u{1b}[2J\u{1b}[3;4Ha\u{1b}[0;1;38;5;6mb\u{1b}[m\u{1b}[9Gc\u{1b}[?25l";
    assert_eq!(printed(own.as_bytes()).as_deref(), Ok("abc"));
}
