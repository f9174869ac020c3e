//! A sheet in a file: the owner's alone from the first byte, whole or not at all, and never over something else.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a failed unwrap is a failed test")]

#[path = "support/mount.rs"]
mod mount;
#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;

use std::fs;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use credesk::domain::printing::PrintFault;
use credesk::print::file::save;
use credesk::text::SafeText;
use mount::Mount;
use rustix::process::umask;
use tempfile::TempDir;

/// Long enough that it takes several blocks.
fn sheet() -> Vec<u8> {
    b"kT7w9QxBm2Lp0yZa".repeat(2000)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn exists(path: &Path) -> PrintFault {
    PrintFault::Exists(SafeText::new(path.to_str().unwrap()))
}

fn not_saved(why: &str) -> PrintFault {
    PrintFault::NotSaved(SafeText::new(why))
}

#[test]
fn a_sheet_is_saved_whole_for_its_owner_alone() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("card.pdf");
    assert_eq!(save(&path, &sheet()), Ok(()));
    assert_eq!(fs::read(&path).unwrap(), sheet());
    let facts = fs::symlink_metadata(&path).unwrap();
    assert_eq!((facts.mode(), facts.nlink()), (0o100_600, 1));
    assert_eq!(names(folder.path()), ["card.pdf"]);
}

#[test]
fn whatever_is_there_stays_as_it_was() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("file"), "old").unwrap();
    fs::create_dir(at("folder")).unwrap();
    symlink(at("file"), at("link")).unwrap();
    symlink(at("nowhere"), at("dangling")).unwrap();
    Command::new("mkfifo").arg(at("pipe")).status().unwrap();
    let before = names(folder.path());
    for name in ["file", "folder", "link", "dangling", "pipe"] {
        assert_eq!(save(&at(name), &sheet()), Err(exists(&at(name))), "{name}");
    }
    assert_eq!(names(folder.path()), before);
    assert_eq!(fs::read(at("file")).unwrap(), b"old");
    assert!(fs::symlink_metadata(at("pipe")).unwrap().file_type().is_fifo());
}

#[test]
fn two_at_a_time_and_one_of_them_is_told_that_the_name_is_taken() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("card.pdf");
    for _ in 0..50 {
        let [one, other] = ["one", "other"].map(|text| text.repeat(1000));
        let results = std::thread::scope(|scope| {
            let both = [&one, &other].map(|text| scope.spawn(|| save(&path, text.as_bytes())));
            both.map(|thread| thread.join().unwrap())
        });
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
        let saved = if results[0].is_ok() { one } else { other };
        assert_eq!(fs::read_to_string(&path).unwrap(), saved);
        assert_eq!(names(folder.path()), ["card.pdf"]);
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn a_place_where_nothing_can_be_saved_is_told_in_words() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("file"), "").unwrap();
    let cases = [
        (at("missing/card.pdf"), "there is no such folder"),
        (at("file/card.pdf"), "a part of the path is not a folder"),
        (at(&"x".repeat(300)), "the name is too long"),
        (PathBuf::from("/"), "that is a folder, and the name of a file is needed"),
        (at(".."), "that is a folder, and the name of a file is needed"),
        (PathBuf::new(), "that is a folder, and the name of a file is needed"),
    ];
    for (path, why) in cases {
        assert_eq!(save(&path, &sheet()), Err(not_saved(why)), "{}", path.display());
    }
    assert_eq!(names(folder.path()), ["file"]);
}

/// Not a test of its own: what a process of its own does for another test.
#[test]
fn child() {
    let (Ok(task), Some(path)) = (std::env::var("SAVE_TASK"), std::env::var_os("SAVE_PATH")) else { return };
    let path = PathBuf::from(path);
    if task == "umask" {
        // What others could read for a moment only would be open to them as long as they kept it open.
        umask(rustix::fs::Mode::empty());
    }
    if task == "relative" {
        std::env::set_current_dir(path.parent().unwrap()).unwrap();
        assert_eq!(save(Path::new("card.pdf"), &sheet()), Ok(()));
        return;
    }
    let result = save(&path, &sheet());
    if task == "denied" {
        assert_eq!(result, Err(not_saved("you may not write there")));
    } else {
        assert_eq!(result, Ok(()));
    }
}

/// This test program again, for one task, at the end of another command line.
fn again(outer: &[&str], task: &str, path: &Path) -> Command {
    let program = std::env::current_exe().unwrap();
    let line: Vec<_> = outer.iter().map(Path::new).chain([program.as_path()]).collect();
    let mut command = Command::new(line[0]);
    command.args(&line[1..]).args(["child", "--exact"]).env("SAVE_TASK", task).env("SAVE_PATH", path);
    command.stdout(Stdio::null());
    command
}

#[test]
fn a_careless_umask_opens_nothing_and_a_strict_one_shuts_nothing() {
    for (before, task) in [("umask 0", "umask"), ("umask 0777", "strict"), ("umask 0", "relative")] {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("card.pdf");
        let shell = ["sh", "-c", &format!("{before}; exec \"$0\" \"$@\"")];
        assert!(again(&shell, task, &path).status().unwrap().success(), "{before}");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600, "{before}");
        assert_eq!(fs::read(&path).unwrap(), sheet());
    }
}

#[test]
fn a_folder_that_may_not_be_written_to_is_told() {
    let folder = TempDir::new().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // Root may write everywhere, until it gives up that right. Where it cannot, nobody else would be asked to.
    let outer: &[&str] = if rustix::process::geteuid().is_root() {
        &["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    } else {
        &["env"]
    };
    let run = again(outer, "denied", &folder.path().join("card.pdf")).stderr(Stdio::piped()).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn a_kill_at_any_step_leaves_nothing_or_the_whole_and_it_was_never_open_to_others() {
    if !parts::is_there("strace", parts::runs("strace")) {
        return;
    }
    let (mut nothing, mut whole) = (0, 0);
    // On its way into: the mode, the disk, its name, and the folder's entry on the disk. And not at all.
    for step in ["fchmod", "fsync:when=1", "linkat", "fsync:when=2", ""] {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("card.pdf");
        let trace = folder.path().with_extension("trace");
        let (call, when) =
            step.split_once(':').map_or((step, String::new()), |(call, when)| (call, format!(":{when}")));
        let kill = if step.is_empty() { String::new() } else { format!("-einject={call}:signal=KILL{when}") };
        let mut outer = vec!["strace", "-f", "-o", trace.to_str().unwrap(), "-etrace=openat,creat,fchmod,fsync,linkat"];
        outer.extend((!kill.is_empty()).then_some(kill.as_str()));
        let ended = again(&outer, "killed", &path).status().unwrap();
        let told = fs::read_to_string(&trace).unwrap();
        fs::remove_file(&trace).unwrap();
        assert_eq!(ended.success(), step.is_empty(), "{step}\n{told}");
        match names(folder.path())[..] {
            [] => nothing += 1,
            [ref name] => {
                assert_eq!(name, "card.pdf", "{step}");
                assert_eq!(fs::read(&path).unwrap(), sheet(), "{step}");
                whole += 1;
            }
            _ => unreachable!("{step}"),
        }
        let makes = told.lines().filter(|line| ["O_CREAT", "O_TMPFILE", "creat("].iter().any(|how| line.contains(how)));
        assert!(makes.clone().count() > 0, "{step}\n{told}");
        for line in makes {
            assert!(line.contains(", 0600"), "{line}");
        }
    }
    assert_eq!((nothing, whole), (3, 2));
}

#[test]
fn a_full_disk_keeps_no_half_of_a_sheet() {
    let Some(mount) = Mount::new("size=16k,mode=700", "a_full_disk_keeps_no_half_of_a_sheet") else { return };
    let path = mount.path().join("card.pdf");
    assert_eq!(save(&path, &sheet()), Err(PrintFault::NoSpace));
    assert_eq!(names(mount.path()), Vec::<String>::new());
    // There is room again: nothing nameless was left either.
    assert_eq!(save(&path, &sheet()[..12_000]), Ok(()));
    assert_eq!(fs::metadata(&path).unwrap().len(), 12_000);
}

#[test]
fn a_read_only_disk_is_told() {
    let Some(mount) = Mount::new("size=1m,mode=700", "a_read_only_disk_is_told") else { return };
    let remount = Command::new("mount").args(["-o", "remount,ro"]).arg(mount.path()).status().unwrap();
    assert!(remount.success());
    let told = save(&mount.path().join("card.pdf"), &sheet());
    assert_eq!(told, Err(not_saved("the file system is read-only")));
}
