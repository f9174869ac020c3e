//! Reads a PDF back: where each text stands, how wide it is, and in which font; by the PDF's own tables.
//!
//! Knows what krilla writes and no more: `q Q cm BT Tf Tm Tj TJ BDC EMC`, fonts with two-byte codes and `ToUnicode`.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};

/// Millimetres of a point.
const MM: f32 = 25.4 / 72.0;

/// A text as it stands on the page. Millimetres from the upper left corner; `y` is its base line.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    pub says: String,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    /// Points.
    pub size: f32,
    /// The font's name without its subset tag.
    pub font: String,
    /// Whether it runs from left to right, as all but SPECIMEN does.
    pub upright: bool,
}

impl Text {
    pub fn middle(&self) -> f32 {
        self.x + self.width / 2.0
    }

    pub fn right(&self) -> f32 {
        self.x + self.width
    }
}

/// A font of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Font {
    /// With its subset tag.
    pub name: String,
    /// Bytes of the embedded program; none where it is not embedded.
    pub embedded: Option<usize>,
}

/// A document that was read.
pub struct Pdf {
    /// The texts of each page in drawing order.
    pub pages: Vec<Vec<Text>>,
    /// Every line and frame of each page: left, top, right, bottom in millimetres.
    pub lines: Vec<Vec<[f32; 4]>>,
    /// Every font once.
    pub fonts: Vec<Font>,
    /// The catalog's language.
    pub language: Option<String>,
    /// The document's properties.
    pub properties: BTreeMap<String, String>,
}

impl Pdf {
    /// All texts of all pages, one after the other.
    pub fn words(&self) -> String {
        self.pages.iter().flatten().map(|text| text.says.as_str()).collect::<Vec<_>>().join(" ")
    }
}

struct Face {
    name: String,
    texts: BTreeMap<u16, String>,
    widths: BTreeMap<u16, f32>,
}

type Matrix = [f32; 6];

fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

fn at(matrix: Matrix, x: f32, y: f32) -> (f32, f32) {
    (x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5])
}

fn numbers(operands: &[Object]) -> Vec<f32> {
    operands.iter().filter_map(|operand| operand.as_float().ok()).collect()
}

fn string(object: &Object) -> String {
    let bytes = object.as_str().unwrap();
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units: Vec<u16> = wide.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).unwrap()
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn resolved<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    dictionary.get_deref(key, document).ok()
}

/// The code points of `<0001> <0053>` lines between `beginbfchar` and `endbfchar`.
fn code_points(cmap: &str) -> BTreeMap<u16, String> {
    let mut texts = BTreeMap::new();
    for section in cmap.split("beginbfchar").skip(1) {
        for line in section.split("endbfchar").next().unwrap().lines() {
            let mut parts = line.split(['<', '>']).filter(|part| !part.trim().is_empty());
            if let (Some(code), Some(text)) = (parts.next(), parts.next()) {
                let units: Vec<u16> = (0..text.len() / 4)
                    .map(|unit| u16::from_str_radix(&text[unit * 4..unit * 4 + 4], 16).unwrap())
                    .collect();
                texts.insert(u16::from_str_radix(code, 16).unwrap(), String::from_utf16(&units).unwrap());
            }
        }
    }
    assert!(!cmap.contains("beginbfrange"), "ranges are not read here");
    texts
}

fn face(document: &Document, dictionary: &Dictionary) -> (Face, Font) {
    let name = String::from_utf8(dictionary.get(b"BaseFont").unwrap().as_name().unwrap().to_vec()).unwrap();
    let cmap = resolved(document, dictionary, b"ToUnicode").expect("a ToUnicode table").as_stream().unwrap();
    let cmap = cmap.decompressed_content().unwrap_or_else(|_| cmap.content.clone());
    let descendants = resolved(document, dictionary, b"DescendantFonts").unwrap().as_array().unwrap();
    let descendant = document.dereference(&descendants[0]).unwrap().1.as_dict().unwrap();
    let mut widths = BTreeMap::new();
    for triple in resolved(document, descendant, b"W").unwrap().as_array().unwrap().chunks(3) {
        let [first, last, width] = [0, 1, 2].map(|at| triple[at].as_float().unwrap());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        widths.extend((first as u16..=last as u16).map(|code| (code, width)));
    }
    let descriptor = resolved(document, descendant, b"FontDescriptor").unwrap().as_dict().unwrap();
    let program = [&b"FontFile2"[..], b"FontFile3"].into_iter().find_map(|key| resolved(document, descriptor, key));
    let embedded = program.map(|program| program.as_stream().unwrap().content.len());
    let plain = name.split_once('+').map_or(name.as_str(), |(_, plain)| plain).to_owned();
    let texts = code_points(&String::from_utf8_lossy(&cmap));
    (Face { name: plain, texts, widths }, Font { name, embedded })
}

/// Reads a document.
pub fn read(bytes: &[u8]) -> Pdf {
    let document = Document::load_mem(bytes).expect("a PDF");
    let catalog = document.catalog().unwrap();
    let language = catalog.get(b"Lang").ok().map(string);
    let mut properties = BTreeMap::new();
    if let Ok(info) = document.trailer.get_deref(b"Info", &document) {
        for (key, value) in info.as_dict().unwrap() {
            properties.insert(String::from_utf8_lossy(key).into_owned(), string(value));
        }
    }
    let mut pdf = Pdf { pages: Vec::new(), lines: Vec::new(), fonts: Vec::new(), language, properties };
    for (_, page) in document.get_pages() {
        let mut faces = BTreeMap::new();
        for (name, dictionary) in document.get_page_fonts(page).unwrap() {
            let (face, font) = face(&document, dictionary);
            if !pdf.fonts.contains(&font) {
                pdf.fonts.push(font);
            }
            faces.insert(name, face);
        }
        let size = document.get_dictionary(page).unwrap().get_deref(b"MediaBox", &document).unwrap();
        let size = numbers(size.as_array().unwrap());
        assert!((size[2] * MM - 210.0).abs() < 0.1 && (size[3] * MM - 297.0).abs() < 0.1, "A4, not {size:?}");
        let content = Content::decode(&document.get_page_content(page)).unwrap();
        let mut reader = Reader { faces: &faces, height: size[3], ..Reader::new() };
        for operation in &content.operations {
            reader.take(&operation.operator, &operation.operands);
        }
        pdf.pages.push(reader.texts);
        pdf.lines.push(reader.lines);
    }
    pdf
}

struct Reader<'a> {
    faces: &'a BTreeMap<Vec<u8>, Face>,
    height: f32,
    stack: Vec<Matrix>,
    matrix: Matrix,
    text_matrix: Matrix,
    font: Vec<u8>,
    size: f32,
    /// Innermost last: what a marked sequence says that it stands for.
    actual: Vec<Option<String>>,
    path: Vec<(f32, f32)>,
    texts: Vec<Text>,
    lines: Vec<[f32; 4]>,
}

static NO_FACES: BTreeMap<Vec<u8>, Face> = BTreeMap::new();

impl Reader<'_> {
    fn new() -> Self {
        let unit = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
        Self {
            faces: &NO_FACES,
            height: 0.0,
            stack: Vec::new(),
            matrix: unit,
            text_matrix: unit,
            font: Vec::new(),
            size: 0.0,
            actual: Vec::new(),
            path: Vec::new(),
            texts: Vec::new(),
            lines: Vec::new(),
        }
    }

    fn matrix_of(operands: &[Object]) -> Matrix {
        numbers(operands).try_into().expect("six numbers")
    }

    fn point(&self, operands: &[Object]) -> (f32, f32) {
        let numbers = numbers(operands);
        let (x, y) = at(self.matrix, numbers[0], numbers[1]);
        (x * MM, (self.height - y) * MM)
    }

    fn take(&mut self, operator: &str, operands: &[Object]) {
        match operator {
            "q" => self.stack.push(self.matrix),
            "Q" => self.matrix = self.stack.pop().expect("a q before Q"),
            "cm" => self.matrix = times(Self::matrix_of(operands), self.matrix),
            "Tf" => {
                self.font = operands[0].as_name().unwrap().to_vec();
                self.size = operands[1].as_float().unwrap();
            }
            "Tm" => self.text_matrix = Self::matrix_of(operands),
            "Tj" => self.show(operands),
            "TJ" => self.show(operands[0].as_array().unwrap()),
            "BDC" => {
                let dictionary = operands[1].as_dict().ok();
                self.actual.push(dictionary.and_then(|entries| entries.get(b"ActualText").ok()).map(string));
            }
            "EMC" => drop(self.actual.pop()),
            "m" | "l" => {
                let point = self.point(operands);
                self.path.push(point);
            }
            "S" | "s" => {
                let xs = self.path.iter().map(|point| point.0);
                let ys = self.path.iter().map(|point| point.1);
                let (left, top) = (xs.clone().fold(f32::MAX, f32::min), ys.clone().fold(f32::MAX, f32::min));
                self.lines.push([left, top, xs.fold(f32::MIN, f32::max), ys.fold(f32::MIN, f32::max)]);
                self.path.clear();
            }
            "BT" | "ET" | "Tr" | "g" | "G" | "w" | "d" | "h" | "J" | "j" | "M" | "gs" | "cs" | "CS" | "sc" | "SC" => {}
            other => panic!("{other} is not read here"),
        }
    }

    fn show(&mut self, parts: &[Object]) {
        let face = &self.faces[&self.font];
        let (mut text, mut width) = (String::new(), 0.0);
        for part in parts {
            if let Ok(bytes) = part.as_str() {
                for pair in bytes.chunks(2) {
                    let code = u16::from_be_bytes([pair[0], pair[1]]);
                    text.push_str(face.texts.get(&code).map_or("\u{fffd}", String::as_str));
                    width += face.widths.get(&code).expect("a width for every glyph") / 1000.0 * self.size;
                }
            } else {
                width -= part.as_float().unwrap() / 1000.0 * self.size;
            }
        }
        if let Some(Some(actual)) = self.actual.last() {
            text.clone_from(actual);
        }
        let whole = times(self.text_matrix, self.matrix);
        let (x, y) = at(whole, 0.0, 0.0);
        self.text_matrix = times([1.0, 0.0, 0.0, 1.0, width, 0.0], self.text_matrix);
        let (x, y, width) = (x * MM, (self.height - y) * MM, width * MM);
        let upright = (whole[0] - 1.0).abs() < 1e-4 && whole[1].abs() < 1e-4;
        // What krilla cut out of one text for a marked glyph belongs together again.
        if let Some(last) = self.texts.last_mut().filter(|last| {
            last.font == face.name && (last.y - y).abs() < 1e-3 && (last.right() - x).abs() < 1e-2 && last.upright
        }) {
            last.says.push_str(&text);
            last.width += width;
            return;
        }
        self.texts.push(Text { says: text, x, y, width, size: self.size, font: face.name.clone(), upright });
    }
}
