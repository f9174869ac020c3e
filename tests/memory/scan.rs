//! Looking through all of the memory of a process, as root may. It reads what is mapped, and says what it has found where.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;

use rustix::io::Errno;
use rustix::process::Pid;

use crate::needles::{self, Needle};

/// Memory that nothing was written to.
const NOTHING: [u8; 64] = [0; 64];
/// What can be read or cannot.
const PAGE: usize = 4096;

/// Pages that the kernel itself shows there, and that are no memory of the process.
const OF_THE_KERNEL: [&str; 3] = ["[vvar", "[vsyscall]", "[vdso]"];

/// Whose memory is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All that the process can have written to.
    Written,
    /// Every mapping that can be read, the program's own file too.
    All,
}

/// A needle that was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    pub form: String,
    /// The distance between its bytes.
    pub stride: usize,
    pub address: u64,
    /// What is mapped there: `[heap]`, `[stack]`, a file, or nothing for anonymous memory.
    pub mapping: String,
}

/// One line of `/proc/PID/maps` (`proc_pid_maps(5)`).
struct Mapping {
    range: Range<u64>,
    is_readable: bool,
    /// It can be written to, or is no file at all: all else is what it is in the file.
    is_written: bool,
    name: String,
}

/// Every place at which one of the needles lies in the memory of a process.
pub fn find(process: Pid, needles: &[Needle], which: Which) -> Vec<Hit> {
    let table = Table::of(needles);
    let mut hits = Vec::new();
    each_mapping(process, which, |mapping, bytes| table.find(bytes, mapping, &mut hits)).unwrap();
    hits
}

/// Reads each mapping once, whole.
fn each_mapping(process: Pid, which: Which, mut look: impl FnMut(&Mapping, &[u8])) -> io::Result<()> {
    let folder = format!("/proc/{}", process.as_raw_nonzero());
    let memory = File::open(format!("{folder}/mem"))?;
    let mappings: Vec<Mapping> = std::fs::read_to_string(format!("{folder}/maps"))?.lines().map(mapping).collect();
    let mut bytes = Vec::new();
    for mapping in &mappings {
        let of_the_kernel = OF_THE_KERNEL.iter().any(|name| mapping.name.starts_with(name));
        if !mapping.is_readable || of_the_kernel || which == Which::Written && !mapping.is_written {
            continue;
        }
        bytes.resize(usize::try_from(mapping.range.end - mapping.range.start).unwrap(), 0);
        read_what_is_there(&memory, mapping.range.start, &mut bytes)?;
        look(mapping, &bytes);
    }
    Ok(())
}

/// Where a page cannot be read there is none any more: the process works on while it is looked at. Or its file is shorter.
fn read_what_is_there(memory: &File, from: u64, bytes: &mut [u8]) -> io::Result<()> {
    bytes.fill(0);
    let mut at = 0;
    while at < bytes.len() {
        match memory.read_at(&mut bytes[at..], from + at as u64) {
            Ok(0) => at += PAGE,
            Ok(count) => at += count,
            Err(error) if error.raw_os_error() == Some(Errno::IO.raw_os_error()) => at += PAGE,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn mapping(line: &str) -> Mapping {
    let mut fields = line.split_whitespace();
    let (from, to) = fields.next().unwrap().split_once('-').unwrap();
    let address = |text| u64::from_str_radix(text, 16).unwrap();
    let rights = fields.next().unwrap();
    let inode = fields.nth(2).unwrap();
    Mapping {
        range: address(from)..address(to),
        is_readable: rights.starts_with('r'),
        is_written: rights.contains('w') || inode == "0",
        name: fields.collect::<Vec<_>>().join(" "),
    }
}

/// The needles by their first byte.
struct Table<'a> {
    begins_one: [bool; 256],
    by_first: Vec<Vec<&'a Needle>>,
}

impl<'a> Table<'a> {
    fn of(needles: &'a [Needle]) -> Self {
        let mut table = Self { begins_one: [false; 256], by_first: vec![Vec::new(); 256] };
        for needle in needles {
            let first = usize::from(needle.bytes[0]);
            assert_ne!(first, 0, "nothing is passed over");
            table.begins_one[first] = true;
            table.by_first[first].push(needle);
        }
        table
    }

    /// Written plainly: it runs without optimisation. Most of all memory is zeros.
    fn find(&self, bytes: &[u8], mapping: &Mapping, hits: &mut Vec<Hit>) {
        let mut begins = 0;
        for some in bytes.chunks(NOTHING.len()) {
            if some != &NOTHING[..some.len()] {
                for (within, first) in some.iter().enumerate() {
                    if self.begins_one[*first as usize] {
                        look(bytes, begins + within, &self.by_first[*first as usize], mapping, hits);
                    }
                }
            }
            begins += some.len();
        }
    }
}

/// The needles that begin at this byte.
fn look(bytes: &[u8], at: usize, wanted: &[&Needle], mapping: &Mapping, hits: &mut Vec<Hit>) {
    for needle in wanted {
        let second = needle.bytes[1];
        let mut stride = 1;
        while stride <= needle.strides && at + stride < bytes.len() {
            if bytes[at + stride] == second && is_there(bytes, at, stride, needle) {
                let address = mapping.range.start + at as u64;
                hits.push(Hit { form: needle.form.clone(), stride, address, mapping: mapping.name.clone() });
            }
            stride += 1;
        }
    }
}

fn is_there(bytes: &[u8], at: usize, stride: usize, needle: &Needle) -> bool {
    let any = |byte: u8| byte == needles::ANY && needle.strides > 1;
    let is = |number: usize, byte: u8| bytes.get(at + number * stride) == Some(&byte) || any(byte);
    needle.bytes.iter().enumerate().all(|(number, byte)| is(number, *byte))
}
