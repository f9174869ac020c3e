//! How a card is laid out: which size of type, which columns and rows on which page. Geometry only; sees no cell.
//!
//! In this order of preference: folded to the size of a bank card in good type; on one page; on one page with the columns
//! in bands one below the other; on one page in small type; on several pages.

use std::ops::Range;

use super::layout::{
    BODY_BOTTOM, BODY_TOP, CARD_BOTTOM, CARD_HEAD, CARD_PADDING, CARD_WIDTH, FOLDED_HEIGHTS, FOLDED_WIDTHS, NEXT_TOP,
};
use super::measures::{Block, Measures, Shape};

/// Type of a card that is comfortable to read.
const GOOD: &[f32] = &[10.5, 10.25, 10.0, 9.75, 9.5, 9.25, 9.0];
/// Type of a card that is good enough to have it whole.
const WHOLE: &[f32] = &[10.5, 10.0, 9.5, 9.0, 8.75, 8.5, 8.25, 8.0, 7.75, 7.5, 7.25, 7.0];
/// Type of a card whose columns stand in bands.
const BANDS: &[f32] = &[10.5, 10.0, 9.5, 9.0, 8.75, 8.5, 8.25, 8.0];
/// The smallest type.
const SMALL: &[f32] = &[7.75, 7.5, 7.25, 7.0, 6.75, 6.5, 6.25, 6.0];
/// Type of a card on several pages.
const PAGES: f32 = 8.0;

/// A card laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Its measures.
    pub measures: Measures,
    /// What each page holds, from top to bottom.
    pub pages: Vec<Vec<Block>>,
    /// Width of the cut frame.
    pub width: f32,
    /// True where the frame is one to four bank cards large.
    pub folded: bool,
}

/// What the frame takes beside the blocks, vertically.
pub const FRAME_HEIGHT: f32 = 2.0 * CARD_PADDING + CARD_HEAD;

/// Room for blocks on the first and on a further page.
fn room(page: usize) -> f32 {
    let outer = if page == 0 { CARD_BOTTOM - BODY_TOP } else { BODY_BOTTOM - NEXT_TOP };
    outer - FRAME_HEIGHT
}

/// `count` things in `parts` runs as even as possible.
fn even(count: usize, parts: usize) -> Vec<Range<usize>> {
    (0..parts).map(|part| part * count / parts..(part + 1) * count / parts).collect()
}

/// The fewest even runs of which each fits; runs of one where nothing does.
fn fewest(count: usize, fits: impl Fn(Range<usize>) -> bool) -> Vec<Range<usize>> {
    let all_fit = |parts: &usize| even(count, *parts).into_iter().all(&fits);
    even(count, (1..=count).find(all_fit).unwrap_or(count))
}

fn blocks(measures: &Measures, height: f32) -> Vec<Block> {
    let shape = measures.shape;
    let inner = CARD_WIDTH - 2.0 * CARD_PADDING;
    let columns = fewest(shape.columns, |columns| measures.width(&Block { rows: 0..1, columns }) <= inner);
    let rows = fewest(shape.rows, |rows| measures.height(&Block { rows, columns: 0..1 }) <= height);
    let band = |rows: Range<usize>| columns.iter().cloned().map(move |columns| Block { rows: rows.clone(), columns });
    rows.into_iter().flat_map(band).collect()
}

fn on_pages(measures: &Measures, blocks: Vec<Block>) -> Vec<Vec<Block>> {
    let mut pages: Vec<Vec<Block>> = vec![Vec::new()];
    for block in blocks {
        let at = pages.len() - 1;
        let mut longer = pages[at].clone();
        longer.push(block.clone());
        if pages[at].is_empty() || measures.stack(&longer) <= room(at) {
            pages[at] = longer;
        } else {
            pages.push(vec![block]);
        }
    }
    pages
}

/// Lays a card out.
pub fn plan(shape: Shape) -> Plan {
    let whole = Block { rows: 0..shape.rows, columns: 0..shape.columns };
    let sized = |sizes: &'static [f32]| sizes.iter().map(move |&size| Measures::new(shape, size));
    let largest = [FOLDED_WIDTHS[1], FOLDED_HEIGHTS[1]];
    let fits = |measures: &Measures, width: f32, height: f32| {
        measures.width(&whole) <= width - 2.0 * CARD_PADDING && measures.height(&whole) <= height - FRAME_HEIGHT
    };
    if let Some(measures) = sized(GOOD).find(|measures| fits(measures, largest[0], largest[1])) {
        return folded(measures, whole);
    }
    if let Some(measures) = sized(WHOLE).find(|measures| fits(measures, CARD_WIDTH, room(0) + FRAME_HEIGHT)) {
        return on_one_page(measures, vec![whole]);
    }
    for measures in sized(BANDS).chain(sized(SMALL)) {
        let blocks = blocks(&measures, room(0));
        if measures.stack(&blocks) <= room(0) {
            return on_one_page(measures, blocks);
        }
    }
    let measures = Measures::new(shape, PAGES);
    let pages = on_pages(&measures, blocks(&measures, room(0)));
    unfolded(measures, pages)
}

/// In a frame of one, two or four bank cards: its rows as far apart as there is space.
fn folded(mut measures: Measures, whole: Block) -> Plan {
    let outer = |needed: f32, steps: [f32; 2]| if needed <= steps[0] { steps[0] } else { steps[1] };
    let width = outer(measures.width(&whole) + 2.0 * CARD_PADDING, FOLDED_WIDTHS);
    let height = outer(measures.height(&whole) + FRAME_HEIGHT, FOLDED_HEIGHTS);
    let blocks = vec![whole];
    measures.stretch(&blocks, height - FRAME_HEIGHT);
    Plan { measures, pages: vec![blocks], width, folded: true }
}

fn on_one_page(mut measures: Measures, blocks: Vec<Block>) -> Plan {
    measures.stretch(&blocks, room(0));
    unfolded(measures, vec![blocks])
}

fn unfolded(measures: Measures, pages: Vec<Vec<Block>>) -> Plan {
    let widest = pages.iter().flatten().map(|block| measures.width(block)).fold(0.0, f32::max);
    Plan { measures, pages, width: (widest + 2.0 * CARD_PADDING).max(FOLDED_WIDTHS[0]), folded: false }
}

impl Plan {
    /// Height of the cut frame on a page.
    pub fn height(&self, page: usize) -> f32 {
        let needed = self.measures.stack(&self.pages[page]) + FRAME_HEIGHT;
        match FOLDED_HEIGHTS.into_iter().find(|height| self.folded && needed <= height + 0.01) {
            Some(height) => height,
            None => needed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::otp_card::Labels;

    fn shape(columns: usize, rows: usize, cell: usize) -> Shape {
        Shape { rows, columns, cell, labels: Labels::Coordinates }
    }

    #[test]
    fn the_usual_card_folds_to_the_size_of_a_bank_card_in_good_type() {
        let plan = plan(shape(14, 12, 4));
        assert!(plan.folded && plan.measures.size >= 9.0, "{} pt", plan.measures.size);
        assert_eq!((plan.pages.len(), plan.width, plan.height(0)), (1, 171.2, 108.0));
    }

    #[test]
    fn cards_of_the_usual_sizes_stay_on_one_page() {
        for cell in 4..=8 {
            let plan = plan(shape(14, 12, cell));
            assert_eq!(plan.pages.len(), 1, "14 x 12 x {cell}");
            assert!(plan.measures.size >= 7.0, "14 x 12 x {cell}: {} pt", plan.measures.size);
        }
        assert_eq!(plan(shape(20, 26, 4)).pages.len(), 1);
    }

    #[test]
    fn whatever_the_card_every_cell_has_one_place_and_nothing_is_too_wide_or_too_high() {
        for (columns, rows) in [(1, 1), (1, 100), (100, 1), (100, 100), (20, 26), (26, 20), (37, 53), (14, 12)] {
            for cell in [1, 2, 4, 7, 12, 16] {
                for labels in [Labels::Coordinates, Labels::Running] {
                    let plan = plan(Shape { rows, columns, cell, labels });
                    assert!(plan.width <= CARD_WIDTH + 0.01 && plan.measures.size >= 6.0 && plan.measures.label >= 6.0);
                    let mut places = vec![0; rows * columns];
                    for (page, blocks) in plan.pages.iter().enumerate() {
                        assert!(plan.measures.stack(blocks) <= room(page) + 0.01, "{columns}x{rows}x{cell}");
                        for block in blocks {
                            assert!(plan.measures.width(block) + 2.0 * CARD_PADDING <= plan.width + 0.01);
                            for row in block.rows.clone() {
                                block.columns.clone().for_each(|column| places[row * columns + column] += 1);
                            }
                        }
                    }
                    assert!(places.iter().all(|&places| places == 1));
                }
            }
        }
    }
}
