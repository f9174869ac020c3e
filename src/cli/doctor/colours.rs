//! Colours: whether there are any, and why not. None is no fault: nothing is told by a colour alone.

use super::environment;
use crate::domain::finding::{Area, Finding};
use crate::runtime::fitness;

/// Looks at the environment.
pub fn check() -> Finding {
    judge(fitness::has_colors(), environment("NO_COLOR").is_some(), environment("COLORTERM").as_deref())
}

fn judge(has_colours: bool, asked_for_none: bool, colorterm: Option<&str>) -> Finding {
    let found = match (has_colours, asked_for_none, colorterm) {
        (_, true, _) => "None, as NO_COLOR asks; bold, underlined and reversed text stays.".to_owned(),
        (false, false, _) => "None: TERM names a terminal that has none.".to_owned(),
        (true, false, None) => "The terminal's own sixteen.".to_owned(),
        (true, false, Some(more)) => {
            format!("The terminal's own sixteen; those that COLORTERM ({more}) promises are not needed.")
        }
    };
    Finding::ok(Area::Colours, &found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_case_has_its_sentence() {
        assert!(judge(false, true, Some("truecolor")).found.as_str().contains("NO_COLOR"));
        assert!(judge(false, false, None).found.as_str().starts_with("None: TERM"));
        assert_eq!(judge(true, false, None).found.as_str(), "The terminal's own sixteen.");
        assert!(judge(true, false, Some("truecolor")).found.as_str().contains("truecolor"));
    }
}
