//! The search itself: it finds what was planted in another process, in every form and at every distance. Without this, "found
//! nothing" would mean nothing.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use rustix::process::Pid;

use crate::needles::{self, STRIDES};
use crate::scan::{self, Which};

/// Twelve characters, so that it is looked for as a whole; their base64 has the two characters in which its alphabets differ.
const VALUE: &str = "k~w9Q?>Bm2~p";
/// What the helper's bytes are changed with on their way, so that only what it plants can be found in it.
const VEIL: u8 = 0x80;
/// Tells the helper that it is one.
const VARIABLE: &str = "CREDESK_TEST_PLANTS";

/// The value in another form, between bytes that say nothing.
fn spread(stride: usize) -> Vec<u8> {
    let mut bytes = vec![1; STRIDES];
    for byte in VALUE.bytes() {
        bytes.push(byte);
        bytes.resize(bytes.len() + stride - 1, 1);
    }
    bytes.resize(bytes.len() + STRIDES, 1);
    bytes
}

fn plants() -> Vec<Vec<u8>> {
    let mut plants: Vec<Vec<u8>> = (1..=STRIDES).map(spread).collect();
    plants.push(VALUE.chars().rev().collect::<String>().into_bytes());
    plants.push(needles::hex(VALUE).to_uppercase().into_bytes());
    plants.push(needles::hex(VALUE).into_bytes());
    for before in ["", "x", "xy"] {
        let longer = format!("{before}{VALUE} and more");
        plants.push(STANDARD.encode(&longer).into_bytes());
        plants.push(URL_SAFE.encode(&longer).into_bytes());
    }
    plants
}

fn veil(bytes: &mut [u8]) {
    for byte in bytes {
        *byte ^= VEIL;
    }
}

/// Not a test of its own: the process in which is planted.
#[test]
fn helper() {
    if std::env::var_os(VARIABLE).is_none() {
        return;
    }
    let mut stdin = std::io::stdin().lock();
    let mut planted = Vec::new();
    let mut length = [0; 8];
    while stdin.read_exact(&mut length).is_ok() && length != [0; 8] {
        let mut bytes = vec![0; usize::from_le_bytes(length)];
        stdin.read_exact(&mut bytes).unwrap();
        veil(&mut bytes);
        planted.push(bytes);
    }
    // Not by the test's own output, which is caught.
    std::io::stderr().write_all(b"planted\n").unwrap();
    let _ended = stdin.read(&mut length).unwrap();
    black_box(&planted);
}

#[test]
fn what_was_planted_is_found_in_every_form_and_at_every_distance() {
    if !crate::may_look() {
        return;
    }
    let mut helper = Command::new(std::env::current_exe().unwrap());
    helper.args(["--exact", "planted::helper", "--nocapture"]).env(VARIABLE, "1");
    helper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut helper = helper.spawn().unwrap();
    let process = Pid::from_child(&helper);
    let mut stdin = helper.stdin.take().unwrap();
    for mut plant in plants() {
        veil(&mut plant);
        stdin.write_all(&plant.len().to_le_bytes()).unwrap();
        stdin.write_all(&plant).unwrap();
    }
    stdin.write_all(&[0; 8]).unwrap();
    let mut said = String::new();
    BufReader::new(helper.stderr.take().unwrap()).read_line(&mut said).unwrap();
    assert_eq!(said, "planted\n");
    let wanted = needles::forms(VALUE);
    let found: BTreeSet<_> =
        scan::find(process, &wanted, Which::All).into_iter().map(|hit| (hit.form, hit.stride)).collect();
    drop(stdin);
    assert!(helper.wait().unwrap().success());
    let every_form = wanted.iter().map(|needle| (needle.form.clone(), 1));
    let every_stride = (1..=STRIDES).map(|stride| ("whole, as text".to_owned(), stride));
    let missed: Vec<_> = every_form.chain(every_stride).filter(|wanted| !found.contains(wanted)).collect();
    assert_eq!(missed, [], "not found");
}
