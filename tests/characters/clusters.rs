//! Seeded random strings of clusters, as hostile as people and scripts can make them.

use fastrand::Rng;

/// Characters of one kind, of which some stand in a row.
const KINDS: &[&[std::ops::RangeInclusive<char>]] = &[
    &['a'..='z', ' '..=' ', '0'..='9'],
    &['<'..='>', 'U'..='U', '+'..='+', '…'..='…', '\u{df}'..='\u{ff}'],
    &['\u{300}'..='\u{36f}', '\u{483}'..='\u{489}', '\u{1ab0}'..='\u{1ace}', '\u{20d0}'..='\u{20f0}'],
    &[
        '\u{1f468}'..='\u{1f469}',
        '\u{200d}'..='\u{200d}',
        '\u{fe0f}'..='\u{fe0f}',
        '\u{1f3fb}'..='\u{1f3ff}',
        '\u{2764}'..='\u{2764}',
    ],
    &['\u{1f1e6}'..='\u{1f1ff}'],
    &['0'..='9', '#'..='#', '\u{fe0f}'..='\u{fe0f}', '\u{20e3}'..='\u{20e3}'],
    &['\u{1f3f4}'..='\u{1f3f4}', '\u{e0061}'..='\u{e007f}'],
    &[
        '\u{1100}'..='\u{1112}',
        '\u{1160}'..='\u{1175}',
        '\u{11a8}'..='\u{11c2}',
        '가'..='힣',
        '\u{a960}'..='\u{a97c}',
        '\u{d7b0}'..='\u{d7fb}',
    ],
    &[
        '\u{915}'..='\u{939}',
        '\u{93c}'..='\u{93c}',
        '\u{93e}'..='\u{94d}',
        '\u{900}'..='\u{903}',
        '\u{200c}'..='\u{200d}',
    ],
    &[
        '\u{995}'..='\u{9b9}',
        '\u{9be}'..='\u{9cd}',
        '\u{b95}'..='\u{bb9}',
        '\u{bbe}'..='\u{bcd}',
        '\u{d15}'..='\u{d4e}',
    ],
    &['\u{e01}'..='\u{e4e}', '\u{eb0}'..='\u{ebc}', '\u{1780}'..='\u{17dd}', '\u{1000}'..='\u{103e}'],
    &['\u{f40}'..='\u{f69}', '\u{f71}'..='\u{f84}', '\u{f90}'..='\u{fbc}'],
    &[
        '\u{5d0}'..='\u{5ea}',
        '\u{591}'..='\u{5bd}',
        '\u{627}'..='\u{64a}',
        '\u{64b}'..='\u{65f}',
        '\u{660}'..='\u{669}',
    ],
    &[
        '\u{600}'..='\u{605}',
        '\u{6dd}'..='\u{6dd}',
        '\u{8e2}'..='\u{8e2}',
        '\u{70f}'..='\u{70f}',
        '\u{110bd}'..='\u{110bd}',
        '\u{111c2}'..='\u{111c3}',
    ],
    &['\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}', '\u{200e}'..='\u{200f}', '\u{61c}'..='\u{61c}'],
    &['\0'..='\u{1f}', '\u{7f}'..='\u{9f}', '['..='[', ']'..=']', ';'..=';', 'm'..='m'],
    &[
        '\u{ad}'..='\u{ad}',
        '\u{200b}'..='\u{200b}',
        '\u{2060}'..='\u{2064}',
        '\u{feff}'..='\u{feff}',
        '\u{34f}'..='\u{34f}',
        '\u{180b}'..='\u{180f}',
    ],
    &[
        '\u{fff9}'..='\u{fffd}',
        '\u{ff76}'..='\u{ff9f}',
        '\u{ffa0}'..='\u{ffa0}',
        '\u{3164}'..='\u{3164}',
        '\u{115f}'..='\u{115f}',
    ],
    &['\u{e000}'..='\u{f8ff}', '\u{f0000}'..='\u{ffffd}', '\u{40000}'..='\u{4ffff}', '\u{378}'..='\u{379}'],
    &['一'..='龥', 'ぁ'..='ヿ', '\u{3099}'..='\u{309a}', '\u{302a}'..='\u{302f}', '\u{ff01}'..='\u{ff5e}'],
    &['\u{fe00}'..='\u{fe0f}', '\u{e0100}'..='\u{e01ef}', '\u{e0001}'..='\u{e0001}'],
    &[
        '\u{2028}'..='\u{2029}',
        '\u{2000}'..='\u{200a}',
        '\u{a0}'..='\u{a0}',
        '\u{3000}'..='\u{3000}',
        '\u{2800}'..='\u{2800}',
    ],
    &[
        '\u{a4f8}'..='\u{a4fd}',
        '\u{16d63}'..='\u{16d6a}',
        '\u{1a00}'..='\u{1a1b}',
        '\u{2d31}'..='\u{2d7f}',
        '\u{10c00}'..='\u{10c48}',
    ],
    &['\0'..='\u{10ffff}'],
];

/// A string of a few runs, each of one kind, sometimes very many of it.
pub fn random(rng: &mut Rng) -> String {
    let mut text = String::new();
    for _ in 0..rng.usize(1..=3) {
        let kind = rng.choice(KINDS).unwrap();
        let length = if rng.u8(..) == 0 { 40 } else { rng.usize(1..=4) };
        for _ in 0..length {
            let range = rng.choice(kind.iter()).unwrap();
            text.push(rng.char(range.clone()));
        }
        if rng.bool() {
            text.push(*rng.choice(&['a', '語', ' ', '\u{200d}', '\u{301}']).unwrap());
        }
    }
    text
}

/// The shortest part of it that still fails, one character after the other left out.
pub fn shrunk(text: &str, fails: impl Fn(&str) -> bool) -> String {
    let mut left: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < left.len() {
        let mut without = left.clone();
        without.remove(at);
        if fails(&without.iter().collect::<String>()) {
            (left, at) = (without, 0);
        } else {
            at += 1;
        }
    }
    left.into_iter().collect()
}
