//! Parts of the system that a test needs and a machine may lack: left out by name, or required by `CREDESK_REQUIRE`.

/// Whether a part of the system is there. Where it is not, that is said, and is a failure where it is required.
pub fn is_there(part: &str, there: bool) -> bool {
    if !there {
        let required = std::env::var("CREDESK_REQUIRE").is_ok_and(|parts| parts.split(',').any(|one| one == part));
        assert!(!required, "{part} is required here, and it is not installed");
        eprintln!("skipped: {part} is not installed");
    }
    there
}

/// Whether a program can be found.
pub fn runs(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).exists())
}
