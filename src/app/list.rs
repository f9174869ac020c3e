//! Which rows of a list are on the screen, and where a move leads. Both follow from the selection alone.

use crate::app::action::Move;

/// The first visible row of `length`, so that `selected` is visible in `height` rows.
///
/// The window moves by half its height: a row that scrolls would cost a whole screen of bytes at every key, and half a
/// screen of context always stays. The same selection always gives the same window.
pub fn first_visible(selected: usize, height: usize, length: usize) -> usize {
    let step = (height / 2).max(1);
    let first = if height < 2 { selected } else { (selected / step).saturating_sub(1) * step };
    first.min(length.saturating_sub(height))
}

/// Where a move leads from `selected` in a list of `length` rows, `height` of them visible.
pub fn moved(selected: usize, length: usize, height: usize, to: Move) -> usize {
    let last = length.saturating_sub(1);
    let page = height.saturating_sub(1).max(1);
    match to {
        Move::Up => selected.saturating_sub(1),
        Move::Down => selected + 1,
        Move::PageUp => selected.saturating_sub(page),
        Move::PageDown => selected + page,
        Move::First => 0,
        Move::Last => last,
    }
    .min(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selection_is_always_visible() {
        for height in 1..40 {
            for length in [1, 5, height, height + 1, 500] {
                for selected in 0..length {
                    let first = first_visible(selected, height, length);
                    assert!(first <= selected && selected < first + height, "{selected} in {height}: {first}");
                    assert!(first == 0 || first + height <= length, "no empty rows below a long list");
                }
            }
        }
    }

    #[test]
    fn moves_stay_inside() {
        assert_eq!(moved(0, 0, 10, Move::Down), 0);
        assert_eq!(moved(9, 10, 5, Move::PageDown), 9);
        assert_eq!(moved(0, 10, 5, Move::PageDown), 4);
        assert_eq!(moved(7, 10, 5, Move::First), 0);
        assert_eq!(moved(0, 100_000, 20, Move::Last), 99_999);
    }
}
