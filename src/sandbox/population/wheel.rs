//! Chooses at random, the common things more often. Must not know what is chosen.

use fastrand::Rng;

/// How many slots a wheel has, about: the rarest thing gets one of them.
const SLOTS: usize = 4096;

/// A wheel of fortune: a thing has slots in proportion to its weight, so that a choice is one look into a table.
pub(super) struct Wheel(Vec<u16>);

impl Wheel {
    /// A wheel of things with weights of their own.
    pub fn weighted(things: &[(u16, usize)]) -> Self {
        let total: usize = things.iter().map(|(_, weight)| weight).sum();
        let slots = things.iter().flat_map(|&(thing, weight)| {
            let share = if weight == 0 { 0 } else { (weight * SLOTS / total).max(1) };
            std::iter::repeat_n(thing, share)
        });
        Self(slots.collect())
    }

    /// A wheel of things from the commonest to the rarest: names follow Zipf's law, flattened at the top
    /// as in the name statistics of the Federal Statistical Office.
    pub fn ranked(things: &[u16]) -> Self {
        let weighted: Vec<_> =
            things.iter().enumerate().map(|(rank, &thing)| (thing, 1_000_000 / (rank + 10))).collect();
        Self::weighted(&weighted)
    }

    /// One of the things, at random.
    pub fn turn(&self, rng: &mut Rng) -> u16 {
        self.0[rng.usize(..self.0.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_things_come_more_often_and_rare_ones_do_come() {
        let wheel = Wheel::ranked(&(0..300).collect::<Vec<_>>());
        let mut rng = Rng::with_seed(7);
        let mut seen = [0; 300];
        for _ in 0..100_000 {
            seen[usize::from(wheel.turn(&mut rng))] += 1;
        }
        assert!(seen[0] > 2 * seen[50] && seen[50] > 2 * seen[299]);
        assert!(seen.iter().all(|&count| count > 0));
    }

    #[test]
    fn weight_zero_is_never_chosen() {
        let wheel = Wheel::weighted(&[(1, 0), (2, 1)]);
        assert!((0..100).all(|seed| wheel.turn(&mut Rng::with_seed(seed)) == 2));
    }
}
