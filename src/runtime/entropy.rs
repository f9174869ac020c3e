//! Device passwords, session numbers and keys out of the operating system's random numbers.

use zeroize::Zeroizing;

use crate::domain::device_password::Rules;
use crate::domain::evidence::FingerprintKey;
use crate::secret::Secret;

/// Makes a password that keeps the rules. `None` where none can, or where the system gives no random numbers.
pub fn password(rules: &Rules) -> Option<Secret> {
    let mut failed = false;
    let made = rules.generate(|below| {
        even(below, getrandom::u64).unwrap_or_else(|_| {
            failed = true;
            0
        })
    });
    made.filter(|_| !failed)
}

/// A number for this session. Where the system gives none, the process's own has to do: it only tells sessions apart.
pub fn number() -> u32 {
    getrandom::u32().unwrap_or_else(|_| std::process::id())
}

/// A key for fingerprints that last no longer than this session.
pub fn fingerprint_key() -> FingerprintKey {
    let mut bytes = Zeroizing::new([0; 32]);
    // Without random numbers all fingerprints of this session are made with one known key, and none of them is kept.
    let _ = getrandom::fill(&mut *bytes);
    FingerprintKey::new(*bytes)
}

/// An even choice out of `0..below`: numbers above the last whole multiple are thrown away, because the remainder would
/// favour the small ones.
fn even<E>(below: usize, mut draw: impl FnMut() -> Result<u64, E>) -> Result<usize, E> {
    let below = (below as u64).max(1);
    let surplus = (u64::MAX % below + 1) % below;
    loop {
        let drawn = draw()?;
        if drawn <= u64::MAX - surplus {
            // Less than `below`, which came from a usize.
            return Ok(usize::try_from(drawn % below).unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surplus_is_thrown_away() {
        let mut drawn = [u64::MAX, u64::MAX - 1, 7].into_iter();
        // 2^64 is one more than a multiple of three: the highest number would make 0 likelier than 1 and 2.
        let chosen = even(3, || drawn.next().ok_or(()));
        assert_eq!((chosen, drawn.len()), (Ok(2), 1));
    }

    #[test]
    fn a_power_of_two_wastes_nothing_and_every_number_can_come() {
        assert_eq!(even(8, || Ok::<_, ()>(u64::MAX)), Ok(7));
        assert_eq!(even(1, || Ok::<_, ()>(5)), Ok(0));
    }

    #[test]
    fn two_passwords_differ_and_no_random_numbers_mean_no_password() {
        let rules = Rules::default();
        assert_ne!(password(&rules), password(&rules));
        assert_eq!(even(3, || Err("broken")), Err("broken"));
    }
}
