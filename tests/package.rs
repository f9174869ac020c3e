//! The Debian package: made by cargo-deb from the binary of this test, looked into, installed into a root of its own, used,
//! and removed without a trace. Where there is no cargo-deb (`cargo install cargo-deb --locked`), it is left out by name.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a failed unwrap is a failed test")]

#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// What has to be in it, with its permissions.
const FILES: [(&str, &str); 11] = [
    ("-rwxr-xr-x", "usr/bin/credesk"),
    ("-rw-r--r--", "usr/share/man/man1/credesk.1.gz"),
    ("-rw-r--r--", "usr/share/man/man1/credesk-config.1.gz"),
    ("-rw-r--r--", "usr/share/bash-completion/completions/credesk"),
    ("-rw-r--r--", "usr/share/zsh/vendor-completions/_credesk"),
    ("-rw-r--r--", "usr/share/fish/vendor_completions.d/credesk.fish"),
    ("-rw-r--r--", "usr/share/doc/credesk/examples/config.example.toml"),
    ("-rw-r--r--", "usr/share/doc/credesk/schema/config.schema.json"),
    ("-rw-r--r--", "usr/share/doc/credesk/copyright"),
    ("-rw-r--r--", "usr/share/doc/credesk/OFL.txt"),
    ("-rw-r--r--", "usr/share/doc/credesk/README.md"),
];

/// Runs a program that has to succeed; what it printed.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}\n{said}");
    String::from_utf8(output.stdout).unwrap()
}

/// The package of the binary of this test.
fn package(folder: &Path) -> PathBuf {
    // cargo-deb takes the binary from where a release build would have put it.
    let target = folder.join("target");
    fs::create_dir_all(target.join("release")).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_credesk"), target.join("release/credesk")).unwrap();
    let made = folder.join("credesk.deb");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["deb", "--locked", "--no-build", "--strip", "--fast", "--output"]).arg(&made);
    run(cargo.current_dir(env!("CARGO_MANIFEST_DIR")).env("CARGO_TARGET_DIR", &target));
    made
}

/// dpkg with a root of its own. The libraries that the package needs are those of this host, which that root knows nothing of.
fn dpkg(root: &Path) -> Command {
    let mut dpkg = Command::new("dpkg");
    let root = format!("--root={}", root.display());
    dpkg.args([&root, "--force-not-root", "--force-depends", "--log=/dev/null"]);
    dpkg
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[test]
fn the_package_holds_what_it_must_is_installed_works_and_leaves_nothing() {
    if !parts::is_there("cargo-deb", parts::runs("cargo-deb") && parts::runs("dpkg-deb")) {
        return;
    }
    let folder = TempDir::new().unwrap();
    let package = package(folder.path());

    let listed = run(Command::new("dpkg-deb").arg("-c").arg(&package));
    for (mode, file) in FILES {
        let is_it =
            |line: &&str| line.starts_with(mode) && line.contains(" 0/0 ") && line.ends_with(&format!(" ./{file}"));
        assert_eq!(listed.lines().filter(is_it).count(), 1, "{mode} {file}\n{listed}");
    }
    for command in credesk::cli::command().get_subcommands() {
        assert!(listed.contains(&format!("/man1/credesk-{}.1.gz", command.get_name())), "{listed}");
    }
    let writable =
        |line: &&str| line.as_bytes()[5] == b'w' || line.as_bytes()[8] == b'w' || line[..10].contains(['s', 't']);
    assert_eq!(listed.lines().filter(writable).count(), 0, "{listed}");
    let control = folder.path().join("control");
    run(Command::new("dpkg-deb").arg("-e").arg(&package).arg(&control));
    let scripts = ["preinst", "postinst", "prerm", "postrm", "config"].map(|script| control.join(script).exists());
    assert_eq!(scripts, [false; 5], "a maintainer script");
    assert!(fs::read_to_string(control.join("control")).unwrap().contains("\nDepends: libc6 (>= "));

    let root = folder.path().join("root");
    fs::create_dir_all(root.join("var/lib/dpkg/info")).unwrap();
    fs::create_dir_all(root.join("var/lib/dpkg/updates")).unwrap();
    fs::write(root.join("var/lib/dpkg/status"), "").unwrap();
    run(dpkg(&root).arg("-i").arg(&package));
    assert!(run(dpkg(&root).args(["-s", "credesk"])).contains("Status: install ok installed"));
    works(&root);

    run(dpkg(&root).args(["--purge", "credesk"]));
    assert_eq!(files_below(&root.join("usr")), Vec::<PathBuf>::new());
    assert!(!root.join("etc").exists());
}

/// What is installed works from where it lies.
fn works(root: &Path) {
    let installed = |file: &str| root.join(file);
    let credesk = installed("usr/bin/credesk");
    assert_eq!(run(Command::new(&credesk).arg("--version")), format!("credesk {}\n", env!("CARGO_PKG_VERSION")));
    let schema = run(Command::new(&credesk).args(["config", "schema"]));
    assert_eq!(schema, fs::read_to_string(installed("usr/share/doc/credesk/schema/config.schema.json")).unwrap());
    let example = installed("usr/share/doc/credesk/examples/config.example.toml");
    assert!(credesk::config::load(&example).is_ok());

    let completed = "source \"$0\"; COMP_WORDS=(credesk ot) COMP_CWORD=1; $(complete -p credesk | sed 's/.*-F \\([^ ]*\\).*/\\1/') credesk ot credesk; echo \"${COMPREPLY[@]}\"";
    let script = installed("usr/share/bash-completion/completions/credesk");
    assert_eq!(run(Command::new("bash").args(["-c", completed]).arg(script)), "otp\n");

    if parts::is_there("man", parts::runs("man")) {
        let page = installed("usr/share/man/man1/credesk-config.1.gz");
        let shown = run(Command::new("man").env("MANPAGER", "cat").env("LC_ALL", "C.UTF-8").arg("-l").arg(page));
        assert!(shown.contains("CREDESK-CONFIG(1)") && shown.contains("credesk config check"), "{shown}");
    }
}
