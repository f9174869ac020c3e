//! A home for one run of `credesk doctor`, and what it said: every report is checked against its schema.

use std::path::PathBuf;

use assert_cmd::Command;
use jsonschema::Validator;
use serde_json::Value;

use crate::support::profile::Home;

/// The areas, in the order of the report.
pub const AREAS: [&str; 14] = [
    "terminal",
    "colours",
    "clipboard",
    "locale",
    "clock",
    "configuration",
    "files",
    "tls",
    "token",
    "server",
    "operations",
    "policy",
    "printers",
    "journal",
];

/// A home with a configuration.
pub struct Place {
    pub home: Home,
}

/// What was reported.
pub struct Report {
    pub code: i32,
    pub json: Value,
    /// All that was printed, on either stream.
    pub raw: String,
}

impl Place {
    /// Without a configuration.
    pub fn empty() -> Self {
        Self { home: Home::new() }
    }

    /// With a profile for this server, and these lines; its token comes from `token` unless they say otherwise.
    pub fn with(url: &str, lines: &str) -> Self {
        let place = Self::empty();
        let token = if lines.contains("token_") { "" } else { "token_file = \"token\"" };
        let text = format!("journal = \"journal.jsonl\"\n[profiles.test]\nurl = \"{url}\"\n{token}\n{lines}\n");
        place.home.write("config.toml", &text, 0o600);
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.folder.path().join(name)
    }

    /// The files and folders in it.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.home.folder.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort_unstable();
        names
    }

    /// Runs `credesk doctor` with these arguments and variables; the configuration is `config.toml` where there is one.
    pub fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_credesk"));
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", self.home.folder.path());
        command.env("LANG", "C.UTF-8").env("TERM", "xterm-256color").envs(environment.iter().copied());
        if self.path("config.toml").exists() {
            command.env("CREDESK_CONFIG", self.path("config.toml"));
        }
        let output = command.arg("doctor").args(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// What `credesk doctor --json` reports.
    pub fn report(&self) -> Report {
        self.report_in(&[])
    }

    /// The same with more variables.
    pub fn report_in(&self, environment: &[(&str, &str)]) -> Report {
        let (code, out, err) = self.run(&["--json"], environment);
        assert_eq!(err, "", "{out}");
        Report::read(code, &out)
    }
}

impl Report {
    /// Holds the report to its schema, and to what a schema cannot say.
    pub fn read(code: i32, out: &str) -> Self {
        let json: Value = serde_json::from_str(out).unwrap();
        let wrong: Vec<_> = schema().iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}\n{out}");
        assert_eq!(json["exit"], code);
        let report = Self { code, json, raw: out.to_owned() };
        let mut areas: Vec<_> = report.findings().iter().map(|finding| finding["area"].as_str().unwrap()).collect();
        areas.dedup();
        assert_eq!(areas, AREAS, "{out}");
        for level in ["ok", "warn", "fail"] {
            let count = report.findings().iter().filter(|finding| finding["level"] == level).count();
            assert_eq!(report.json[level], count);
        }
        report
    }

    pub fn findings(&self) -> &[Value] {
        self.json["findings"].as_array().unwrap()
    }

    /// `LEVEL: FOUND`, and ` -> NEXT` where there is one, of each finding about this.
    pub fn about(&self, area: &str) -> Vec<String> {
        let told = |finding: &Value| {
            let next = finding["next"].as_str().map(|next| format!(" -> {next}")).unwrap_or_default();
            format!("{}: {}{next}", finding["level"].as_str().unwrap(), finding["found"].as_str().unwrap())
        };
        self.findings().iter().filter(|finding| finding["area"] == area).map(told).collect()
    }

    /// The areas in which something fails.
    pub fn failing(&self) -> Vec<&str> {
        let failing = self.findings().iter().filter(|finding| finding["level"] == "fail");
        failing.map(|finding| finding["area"].as_str().unwrap()).collect()
    }

    /// Asserts that one of the findings about this begins so and holds these words.
    pub fn tells(&self, area: &str, level: &str, words: &[&str]) {
        let all = self.about(area);
        let fits = |told: &String| told.starts_with(level) && words.iter().all(|word| told.contains(word));
        assert!(all.iter().any(fits), "{area}: {level} {words:?}\n{}", all.join("\n"));
    }
}

/// The published schema, which is one itself.
pub fn schema() -> Validator {
    let text = include_str!("../../assets/schema/doctor.schema.json");
    let schema: Value = serde_json::from_str(text).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn the_schema_refuses_what_is_no_report() {
    let finding =
        |level: &str, next: Value| serde_json::json!({ "area": "journal", "level": level, "found": "a", "next": next });
    let report = |finding: &Value| {
        let findings = vec![finding.clone(); 14];
        serde_json::json!({ "version": "1", "profile": null, "server": null, "exit": 0, "ok": 0, "warn": 0, "fail": 0, "findings": findings })
    };
    let schema = schema();
    assert!(schema.is_valid(&report(&finding("ok", Value::Null))));
    assert!(schema.is_valid(&report(&finding("warn", "b".into()))));
    for wrong in [
        finding("ok", "b".into()),
        finding("warn", Value::Null),
        finding("fail", "".into()),
        finding("good", Value::Null),
    ] {
        assert!(!schema.is_valid(&report(&wrong)), "{wrong}");
    }
    let mut five = report(&finding("ok", Value::Null));
    five["exit"] = 5.into();
    assert!(!schema.is_valid(&five));
}
