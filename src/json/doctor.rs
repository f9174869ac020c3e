//! The report of `credesk doctor` as JSON. Its shape is `assets/schema/doctor.schema.json`; fields are added, and never
//! renamed or removed.

use serde::Serialize;

use crate::domain::finding::{Finding, Level, Report};
use crate::text::SafeText;

#[derive(Serialize)]
struct Wire<'a> {
    version: &'a str,
    profile: Option<&'a str>,
    server: Option<&'a str>,
    exit: u8,
    ok: usize,
    warn: usize,
    fail: usize,
    findings: Vec<WireFinding<'a>>,
}

#[derive(Serialize)]
struct WireFinding<'a> {
    area: &'a str,
    level: &'a str,
    found: &'a str,
    next: Option<&'a str>,
}

/// One line, with its line break.
pub fn doctor(report: &Report) -> String {
    let wire = Wire {
        version: report.version,
        profile: report.profile.as_ref().map(SafeText::as_str),
        server: report.server.as_ref().map(SafeText::as_str),
        exit: report.exit,
        ok: report.count(Level::Ok),
        warn: report.count(Level::Warn),
        fail: report.count(Level::Fail),
        findings: report.findings.iter().map(wire_finding).collect(),
    };
    // Texts and numbers can always be written.
    serde_json::to_string(&wire).unwrap_or_default() + "\n"
}

fn wire_finding(finding: &Finding) -> WireFinding<'_> {
    WireFinding {
        area: finding.area.word(),
        level: finding.level.word(),
        found: finding.found.as_str(),
        next: finding.next.as_ref().map(SafeText::as_str),
    }
}
