//! Every seed and every finding of the fuzzer, and some thousands of mutations of them, through the very functions that
//! the fuzzer calls. What a target promises stands at the top of its file, in `fuzz/targets`.
//!
//! The mutations are the same in every run. A failure names the target and prints the bytes: put them into
//! `fuzz/corpus/TARGET/` under a name that says what they showed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "../fuzz/targets/mod.rs"]
mod targets;

use std::collections::BTreeMap;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use fastrand::Rng;
use targets::{ALL, Target};

/// How often seeds of a target are mutated: some thousands, and fewer where one takes a whole console.
fn mutations(target: &str) -> usize {
    match target {
        "keys" | "screens" | "spelling" => 150,
        "journal" => 1000,
        _ => 4000,
    }
}

/// The most that the seeds may take together, in bytes.
const ROOM: u64 = 300_000;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus")
}

/// The files of a target's corpus that belong to the repository, by name. What a run of the fuzzer adds bears a hash.
fn seeds(target: &str) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder().join(target)).unwrap().map(|file| file.unwrap().path());
    let named = files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path));
    let kept = named.filter(|(name, _)| name.starts_with("seed_") || name.starts_with("found_"));
    kept.map(|(name, path)| (name, fs::read(path).unwrap())).collect()
}

/// What the fuzzer does to bytes, in small: bits and bytes changed, pieces cut out, doubled, or taken from another seed.
fn mutate(bytes: &mut Vec<u8>, others: &[&Vec<u8>], rng: &mut Rng) {
    const TOKENS: [&[u8]; 12] = [
        b"\"",
        b"{",
        b"}",
        b"null",
        b"-1",
        b"\\u202e",
        "\u{202e}".as_bytes(),
        "\u{301}".as_bytes(),
        b"\x1b[A",
        b"\r",
        b"9999999999",
        b"\n",
    ];
    for _ in 0..rng.usize(1..5) {
        let at = rng.usize(0..=bytes.len());
        let end = rng.usize(at..=bytes.len().min(at + 40));
        match rng.u8(0..6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << rng.u8(0..8),
            1 if at < bytes.len() => bytes[at] = rng.u8(..),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            4 => drop(bytes.splice(at..at, rng.choice(TOKENS).unwrap().iter().copied())),
            _ => {
                let other = rng.choice(others).unwrap();
                let from = rng.usize(0..=other.len());
                let to = rng.usize(from..=other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
        }
    }
}

/// Panics, with the bytes, where the target does.
fn hold((name, check): &Target, bytes: &[u8], origin: &str) {
    assert!(catch_unwind(|| check(bytes)).is_ok(), "{name}, {origin}: b\"{}\"", bytes.escape_ascii());
}

fn all_of(target: &str) {
    let target = ALL.iter().find(|(name, _)| *name == target).unwrap();
    let seeds = seeds(target.0);
    for (name, bytes) in &seeds {
        hold(target, bytes, name);
    }
    let all: Vec<&Vec<u8>> = seeds.values().collect();
    let mut rng = Rng::with_seed(0x00c0_ffee);
    for _ in 0..mutations(target.0) {
        let (name, seed) = seeds.iter().nth(rng.usize(0..seeds.len())).unwrap();
        let mut bytes = seed.clone();
        mutate(&mut bytes, &all, &mut rng);
        hold(target, &bytes, name);
    }
}

macro_rules! targets {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            all_of(stringify!($name));
        })*

        /// Each target has a test here, an entry point for the fuzzer, and seeds.
        #[test]
        fn nobody_is_forgotten() {
            let here = [$(stringify!($name)),*];
            assert_eq!(ALL.map(|(name, _)| name), here);
            let manifest = fs::read_to_string(folder().with_file_name("Cargo.toml")).unwrap();
            for name in here {
                assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name} is no target");
                assert!(seeds(name).len() >= 5, "{name} has hardly a seed");
            }
            let folders = fs::read_dir(folder()).unwrap().map(|folder| folder.unwrap().file_name());
            assert!(folders.into_iter().all(|name| here.iter().any(|known| name == *known)), "seeds of nobody");
        }
    };
}

targets! { bodies configuration decoder journal keys otp_card query refusals screens spelling }

/// Seeds that are refused at once prove nothing: of each target as many must get far as are named here.
#[test]
fn the_seeds_get_far() {
    let reached = |name: &str| -> BTreeMap<String, usize> {
        let (_, check) = ALL.iter().find(|(known, _)| *known == name).unwrap();
        seeds(name).into_iter().map(|(seed, bytes)| (seed, check(&bytes))).collect()
    };
    for (name, least, seeds) in [
        ("bodies", 1, 22),
        ("configuration", 1, 5),
        ("decoder", 3, 6),
        ("journal", 8, 3),
        ("keys", 1, 9),
        ("keys", 2, 2),
        ("otp_card", 4, 4),
        ("query", 1, 8),
        ("refusals", 5, 10),
        ("screens", 3, 8),
        ("spelling", 1, 7),
    ] {
        let reached = reached(name);
        let found = reached.values().filter(|far| **far >= least).count();
        assert!(found >= seeds, "{name}: only {found} seeds get to {least}: {reached:?}");
    }
}

#[test]
fn the_seeds_stay_small() {
    let sizes = ALL.iter().flat_map(|(name, _)| seeds(name)).map(|(_, bytes)| bytes.len() as u64);
    let all: u64 = sizes.sum();
    assert!(all < ROOM, "{all} bytes");
}
