//! Draws OTP cards: the text `rows|cols|counters|card(|latestChallenge)` of "replace-otp-secret".
//! What stands between the bars is not published. Here the counters are one run of digits, one per cell
//! (`0` never used, `1` used once), and the card is its cells, row by row, with commas between them.

use fastrand::Rng;

use super::model::policy::Parameters;
use super::random;

/// Letters and digits that cannot be taken for one another on paper.
const ALPHABET: &str = "23456789abcdefghjkmnpqrstuvwxyz";

/// A fresh card of the size its policy asks for, with so many of its cells marked as used.
pub(super) fn draw(parameters: &Parameters, used: usize, rng: &mut Rng) -> String {
    let rows = parameters.size("otpRows", 10);
    let columns = parameters.size("otpCols", 10);
    let length = parameters.size("otpLen", 4);
    let count = rows * columns;
    let cells: Vec<String> = (0..count).map(|_| random::text(rng, ALPHABET, length)).collect();
    let mut counters = vec!['0'; count];
    counters[..used.min(count)].fill('1');
    rng.shuffle(&mut counters);
    format!("{rows}|{columns}|{}|{}", String::from_iter(counters), cells.join(","))
}
