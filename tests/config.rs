//! The configuration: the example file against the code, and a sentence for everything that can be wrong.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod support;

use std::path::{Path, PathBuf};
use std::time::Duration;

use credesk::config::{self, AnsiColor, ConfigError, TokenSource};
use credesk::domain::hand_over::{HandOver, Reveal};
use credesk::domain::look::{Face, Ink, Look, Role, Weight};
use credesk::domain::printing::Format;
use credesk::text::SafeText;
use support::profile::Home;

const HEAD: &str = "[profiles.test]\nurl = \"https://idm.example.ch\"\n";

fn load(text: &str) -> (Home, Result<config::Config, ConfigError>) {
    let home = Home::new();
    let path = home.write("config.toml", text, 0o644);
    let loaded = config::load(&path);
    (home, loaded)
}

/// The sentence about a file, without the path of its folder.
fn sentence(text: &str) -> String {
    let (home, loaded) = load(text);
    loaded.unwrap_err().to_string().replace(&format!("{}/", home.folder.path().display()), "")
}

#[test]
fn the_example_holds_every_key_with_its_default() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config.example.toml");
    let example = config::load(&path).unwrap();
    let mut shown = example.profile(None).unwrap().clone();
    let command = r#"token_command = ["secret-tool", "lookup", "service", "credesk-test"]"#;
    let minimal = format!("[profiles.test]\nurl = \"https://api-test.example.getnevis.net\"\n{command}\n");
    let (_home, defaults) = load(&minimal);
    let defaults = defaults.unwrap();
    assert_eq!(shown, *defaults.profile(None).unwrap());
    assert_eq!((&example.journal, example.syslog), (&defaults.journal, defaults.syslog));
    assert_eq!(example.alphabets, defaults.alphabets);

    let text = std::fs::read_to_string(&path).unwrap();
    let known = config::known_profile_keys();
    let display = config::known_display_keys();
    let outermost = config::known_keys();
    let values = outermost.iter().filter(|key| !["display", "profiles"].contains(key));
    for key in known.iter().chain(&display).chain(values) {
        let (set, mentioned) = (format!("\n{key} = "), format!("\n# {key} = "));
        assert_eq!(text.matches(&set).count() + text.matches(&mentioned).count(), 1, "{key}");
    }
    assert!(known.len() >= 22 && known.contains(&"write_timeout_s") && known.contains(&"settle_s"));
    assert_eq!(config::known_keys(), ["default_profile", "journal", "syslog", "alphabets", "display", "profiles"]);

    // What stands there commented out is right too, and of the styles it is what they are anyway.
    let mut styled = text.clone();
    for role in Role::ALL {
        styled = styled.replace(&format!("\n# {} = ", role.name()), &format!("\n{} = ", role.name()));
    }
    let (_home, styled) = load(&styled);
    assert_eq!(styled.unwrap().profile(None).unwrap().look, Look::default());
    let uncommented = text
        .replace("\n# journal", "\njournal")
        .replace("\n# client", "\nclient")
        .replace("\nclients = ", "\n# clients = ")
        .replace("\n# ca_file", "\nca_file")
        .replace("\n# proxy", "\nproxy")
        .replace("\n# token_file", "\ntoken_file")
        .replace("\ntoken_command", "\n# token_command");
    let (_home, whole) = load(&uncommented);
    let whole = whole.unwrap();
    let home = directories::BaseDirs::new().unwrap().home_dir().to_owned();
    assert_eq!(whole.journal, Some(home.join(".local/state/credesk/journal.jsonl")));
    shown = whole.profile(None).unwrap().clone();
    assert_eq!(shown.client.unwrap().as_str(), "1000");
    assert_eq!(shown.proxy.unwrap().as_str(), "http://proxy.example.ch:3128/");
    assert!(matches!(shown.token, TokenSource::File(path) if path.is_absolute()));
    assert!(shown.client_identity.is_some() && shown.ca_file == Some(PathBuf::from("/etc/pki/internal-ca.pem")));
}

#[test]
fn paths_begin_at_the_files_folder() {
    let (home, loaded) = load(&format!("{HEAD}token_file = \"secrets/token\"\n"));
    let expected = TokenSource::File(home.folder.path().join("secrets/token"));
    assert_eq!(loaded.unwrap().profile(None).unwrap().token, expected);
}

#[test]
fn the_environment_is_named_after_the_profile_unless_it_says_otherwise() {
    let (_home, loaded) = load(&format!("{HEAD}token_env = \"T\"\n"));
    assert_eq!(loaded.unwrap().profile(None).unwrap().environment, "TEST");
    let lines = "token_env = \"T\"\nenvironment = \"Prüfung\"\nenvironment_color = \"Bright_Red\"\n";
    let (_home, loaded) = load(&format!("{HEAD}{lines}"));
    let profile = loaded.unwrap().profile(None).unwrap().clone();
    assert_eq!((profile.environment.as_str(), profile.environment_color.name()), ("Prüfung", "bright-red"));
    assert_eq!(AnsiColor::YELLOW.name(), "yellow");
}

#[test]
fn an_environment_that_is_called_production_is_taken_for_it_unless_the_file_says_otherwise() {
    for (lines, expected) in [
        ("environment = \"PROD\"\n", true),
        ("environment = \"Production\"\n", true),
        ("environment = \"PREPROD\"\n", false),
        ("", false),
        ("environment = \"PROD\"\nproduction = false\n", false),
        ("environment = \"LIVE\"\nproduction = true\n", true),
    ] {
        let (_home, loaded) = load(&format!("{HEAD}token_env = \"T\"\n{lines}"));
        assert_eq!(loaded.unwrap().profile(None).unwrap().production, expected, "{lines}");
    }
    // Its name will do where nothing else is said.
    let (_home, loaded) = load("[profiles.prod]\nurl = \"https://idm.example.ch\"\ntoken_env = \"T\"\n");
    assert!(loaded.unwrap().profile(None).unwrap().production);
}

#[test]
fn a_profile_works_in_one_client_or_in_several() {
    let clients = |lines: &str| {
        let (_home, loaded) = load(&format!("{HEAD}token_env = \"T\"\n{lines}"));
        let profile = loaded.unwrap().profile(None).unwrap().clone();
        let all: Vec<_> = profile.clients.iter().map(|id| id.as_str().to_owned()).collect();
        (profile.client.map(|id| id.as_str().to_owned()), all)
    };
    let one = (Some("100".to_owned()), vec!["100".to_owned()]);
    assert_eq!(clients(""), (None, vec![]));
    assert_eq!(clients("client = \"100\"\n"), one);
    assert_eq!(clients("clients = [\"100\"]\n"), one);
    assert_eq!(clients("clients = [\"100\", \"200\"]\n"), (None, vec!["100".to_owned(), "200".to_owned()]));
    for (lines, said) in [
        ("client = \"1\"\nclients = [\"2\"]\n", "config.toml:1: The profile \"test\" has both client and clients"),
        ("clients = []\n", "config.toml:4: \"clients\" names no client."),
        ("clients = [\"1\", \"a/b\"]\n", "config.toml:4: \"clients\" must be the external ID of a client, but"),
    ] {
        let told = sentence(&format!("{HEAD}token_env = \"T\"\n{lines}"));
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn times_have_their_defaults_and_an_outcome_is_looked_for_longer_than_an_answer() {
    let settled = |lines: &str| load(&format!("{HEAD}token_env = \"T\"\n{lines}")).1;
    let profile = settled("").unwrap().profile(None).unwrap().clone();
    let times = [profile.connect_timeout, profile.read_timeout, profile.write_timeout, profile.settle];
    assert_eq!(times.map(|time| time.as_millis()), [5_000, 15_000, 30_000, 60_000]);
    assert!(!profile.comment_after_reset);
    let lines = "settle_s = 3600\nwrite_timeout_s = 600\ncomment_after_reset = true\n";
    let profile = settled(lines).unwrap().profile(None).unwrap().clone();
    assert_eq!((profile.settle.as_secs(), profile.write_timeout.as_secs()), (3600, 600));
    assert!(profile.comment_after_reset);

    assert!(settled("settle_s = 61\nwrite_timeout_s = 60\n").is_ok());
    for lines in ["settle_s = 60\nwrite_timeout_s = 60\n", "write_timeout_s = 60\n", "settle_s = 30\n"] {
        let said = settled(lines).unwrap_err().to_string();
        assert!(said.contains("config.toml:1: The profile \"test\" has settle_s = "), "{said}");
        assert!(said.contains("write_timeout_s = ") && said.contains("settle_s must be the larger one"), "{said}");
    }
}

/// Each key alone moves its own rule and no other: whoever allows slips allows no clipboard with it.
#[test]
fn each_key_of_handing_over_allows_what_it_says_and_nothing_else() {
    let read = |lines: &str| {
        let (_home, loaded) = load(&format!("{HEAD}token_env = \"T\"\n{lines}\n"));
        loaded.unwrap().profile(None).unwrap().hand_over.clone()
    };
    let usual = HandOver::default();
    assert_eq!(read(""), usual);
    for (line, expected) in [
        ("reveal = \"print\"", HandOver { reveal: Reveal::Print, ..usual.clone() }),
        ("reveal = \"never\"", HandOver { reveal: Reveal::Never, ..usual.clone() }),
        ("hide_after_s = 5", HandOver { hide_after: Duration::from_secs(5), ..usual.clone() }),
        ("hide_after_s = 60", HandOver { hide_after: Duration::from_mins(1), ..usual.clone() }),
        ("slip = true", HandOver { slip: true, ..usual.clone() }),
        ("clipboard = true", HandOver { clipboard: true, ..usual.clone() }),
        ("printer = \"Helpdesk\"", HandOver { printer: Some("Helpdesk".into()), ..usual.clone() }),
        ("print_format = \"text\"", HandOver { format: Format::Text, ..usual.clone() }),
        ("terminal_printer = true", HandOver { terminal_printer: true, ..usual.clone() }),
    ] {
        assert_eq!(read(line), expected, "{line}");
    }
}

#[test]
fn every_fault_of_handing_over_names_its_line_and_what_may_stand_there() {
    let token = "token_env = \"T\"\n";
    for (text, said) in [
        (format!("{HEAD}{token}hide_after_s = 4\n"), "config.toml:4: \"hide_after_s\" must be from 5 to 60."),
        (format!("{HEAD}{token}hide_after_s = 61\n"), "config.toml:4: \"hide_after_s\" must be from 5 to 60."),
        (
            format!("{HEAD}{token}reveal = \"Never\"\n"),
            "config.toml:4: \"reveal\" must be \"screen\", \"print\" or \"never\".",
        ),
        (
            format!("{HEAD}{token}print_format = \"PDF\"\n"),
            "config.toml:4: \"print_format\" must be \"pdf\" or \"text\".",
        ),
        (
            format!("{HEAD}{token}printer = \"-o raw\"\n"),
            "config.toml:4: \"printer\" must be the name of a queue of CUPS",
        ),
        (format!("{HEAD}{token}slip = \"no\"\n"), "config.toml:4: \"slip\" must be"),
    ] {
        let found = sentence(&text);
        assert!(found.contains(said) && found.ends_with('.'), "{text}\n{found}");
    }
}

#[test]
fn the_journal_lies_where_the_file_says_or_among_the_programs_state() {
    let profile = format!("{HEAD}token_env = \"T\"\n");
    let (home, loaded) = load(&format!("journal = \"kept/journal.jsonl\"\nsyslog = true\n{profile}"));
    let config = loaded.unwrap();
    assert_eq!((config.journal, config.syslog), (Some(home.folder.path().join("kept/journal.jsonl")), true));

    let (_home, loaded) = load(&profile);
    let config = loaded.unwrap();
    let place = config.journal.unwrap();
    assert!(place.is_absolute() && place.ends_with("credesk/journal.jsonl"), "{}", place.display());
    assert_eq!((Some(place), config.syslog), (config::default_journal(), false));
}

#[test]
fn how_the_console_looks_is_said_once_for_every_profile() {
    let profile = format!("{HEAD}token_env = \"T\"\n[profiles.prod]\nurl = \"https://x.ch\"\ntoken_env = \"P\"\n");
    let head = "default_profile = \"test\"\n";
    let display =
        "[display]\nascii = true\ntheme = \"dark\"\nwarning = \"bright-yellow underline\"\ndim = \"normal\"\n";
    let (_home, loaded) = load(&format!("{head}{display}{profile}"));
    let config = loaded.unwrap();
    let mut expected = Look::named("dark").unwrap();
    expected.ascii = true;
    let warning = Face { ink: Some(Ink::BrightYellow), weight: Weight::Normal, underlined: true, reversed: false };
    expected.set(Role::Warning, warning);
    expected.set(Role::Dim, Face::default());
    for name in ["test", "prod"] {
        assert_eq!(config.profile(Some(name)).unwrap().look, expected);
    }
    let (_home, loaded) = load(&format!("{head}{profile}"));
    assert_eq!(loaded.unwrap().profile(None).unwrap().look, Look::default());
}

#[test]
fn every_fault_of_the_looks_names_its_line_and_what_may_stand_there() {
    let profile = format!("{HEAD}token_env = \"T\"\n");
    let style = "must be \"normal\", or words of these: one colour (red, green, yellow, blue, magenta, cyan,";
    for (line, said) in [
        ("theme = \"solarized\"", "config.toml:2: \"theme\" must be one of default, dark, light, plain.".to_owned()),
        ("danger = \"black\"", format!("config.toml:2: \"danger\" {style}")),
        ("key = \"#ff0000\"", format!("config.toml:2: \"key\" {style}")),
        ("good = \"\"", format!("config.toml:2: \"good\" {style}")),
        ("ascii = \"yes\"", "config.toml:2: \"ascii\" must be true or false, and this is a text.".to_owned()),
        ("colour = \"red\"", "config.toml:2: the key \"colour\" is not known".to_owned()),
        ("warnings = \"red\"", "the key \"warnings\" is not known; did you mean \"warning\"?".to_owned()),
    ] {
        let found = sentence(&format!("[display]\n{line}\n{profile}"));
        assert!(found.contains(&said) && found.ends_with(['.', '?']), "{line}\n{found}");
    }
    assert!(sentence(&format!("display = 7\n{profile}")).starts_with("config.toml:1: \"display\" must be a table"));
}

#[test]
fn no_child_process_of_one_profile_inherits_the_token_of_another() {
    let second = "[profiles.prod]\nurl = \"https://x.ch\"\ntoken_command = [\"a\"]\n";
    let (_home, loaded) = load(&format!("default_profile = \"prod\"\n{HEAD}token_env = \"TEST_TOKEN\"\n{second}"));
    assert_eq!(loaded.unwrap().profile(None).unwrap().token_variables, ["TEST_TOKEN"]);
}

#[test]
fn a_missing_file_is_told_apart() {
    let path = Path::new("/nowhere/config.toml");
    assert_eq!(config::load(path), Err(ConfigError::Missing(path.to_owned())));
    let folder = Home::new();
    assert!(matches!(config::load(folder.folder.path()), Err(ConfigError::Unreadable { .. })));
    let latin1 = folder.folder.path().join("latin1.toml");
    std::fs::write(&latin1, b"environment = \"Pr\xfcfung\"").unwrap();
    assert_eq!(config::load(&latin1), Err(ConfigError::NotUtf8(latin1.clone())));
}

#[test]
fn a_token_in_the_file_is_refused_and_not_repeated() {
    let said = sentence(&format!("{HEAD}token = \"dGhlLXRva2Vu\"\n"));
    assert!(said.starts_with("config.toml:3: secrets do not belong into the configuration."), "{said}");
    assert!(said.contains("token_command") && said.contains("token_file"), "{said}");
    assert!(!said.contains("dGhlLXRva2Vu"), "{said}");
}

#[test]
fn every_fault_names_its_line_and_the_remedy() {
    let token = "token_env = \"T\"\n";
    for (text, said) in [
        ("a = = b".to_owned(), "config.toml:1: this is not valid TOML:"),
        ("\n\n[profiles.test\n".to_owned(), "config.toml:3: this is not valid TOML:"),
        (String::new(), "has no profile: begin one with [profiles.NAME]"),
        (
            "default_profil = \"x\"\n".to_owned(),
            "config.toml:1: the key \"default_profil\" is not known; did you mean \"default_profile\"?",
        ),
        (
            format!("{HEAD}{token}read_onyl = true\n"),
            "config.toml:4: the key \"read_onyl\" is not known; did you mean \"read_only\"?",
        ),
        (format!("{HEAD}{token}zzz = 1\n"), "config.toml:4: the key \"zzz\" is not known."),
        (format!("{HEAD}{token}\"a\\u202e\" = 1\n"), "the key \"a<U+202E>\" is not known."),
        (
            format!("[profiles.test]\nulr = \"x\"\n{token}"),
            "config.toml:2: the key \"ulr\" is not known; did you mean \"url\"?",
        ),
        (format!("[profiles.test]\n{token}"), "config.toml:1: The profile \"test\" has no url."),
        (
            format!("{HEAD}{token}page_size = \"100\"\n"),
            "config.toml:4: \"page_size\" must be a whole number, and this is a text.",
        ),
        (format!("{HEAD}{token}page_size = 5\n"), "config.toml:4: \"page_size\" must be from 10 to 1000."),
        (format!("{HEAD}{token}page_size = -5\n"), "config.toml:4: \"page_size\" must be from 10 to 1000."),
        (format!("{HEAD}{token}write_timeout_s = 99999999999999999999\n"), "config.toml:4:"),
        (format!("{HEAD}{token}settle_s = 4\n"), "config.toml:4: \"settle_s\" must be from 5 to 3600."),
        (format!("{HEAD}{token}settle_s = 3601\n"), "config.toml:4: \"settle_s\" must be from 5 to 3600."),
        (
            format!("{HEAD}{token}comment_after_reset = 1\n"),
            "config.toml:4: \"comment_after_reset\" must be true or false, and this is a whole number.",
        ),
        (format!("journal = \"\"\n{HEAD}{token}"), "config.toml:1: \"journal\" names no file."),
        (
            format!("syslog = \"a\"\n{HEAD}{token}"),
            "config.toml:1: \"syslog\" must be true or false, and this is a text.",
        ),
        (format!("{HEAD}{token}journal = \"a\"\n"), "config.toml:4: the key \"journal\" is not known"),
        (
            format!("{HEAD}{token}self_admin = \"yes\"\n"),
            "config.toml:4: \"self_admin\" must be true or false, and this is a text.",
        ),
        (
            format!("{HEAD}{token}environment_color = \"orange\"\n"),
            "config.toml:4: \"environment_color\" must be one of black, red,",
        ),
        (
            format!("{HEAD}{token}environment = \"\"\n"),
            "config.toml:4: \"environment\" must have one to twenty characters",
        ),
        (
            format!("{HEAD}{token}environment = \"a\\u200b\"\n"),
            "config.toml:4: \"environment\" must have one to twenty characters",
        ),
        (format!("{HEAD}{token}client = \"a/b\"\n"), "config.toml:4: \"client\" must be the external ID of a client"),
        (
            format!("{HEAD}{token}client_key = \"k.pem\"\n"),
            "config.toml:4: \"client_key\" needs \"client_certificate\" beside it.",
        ),
        (
            format!("{HEAD}{token}client_certificate = \"k.pem\"\n"),
            "config.toml:4: \"client_certificate\" needs \"client_key\"",
        ),
        (format!("{HEAD}{token}proxy = \"socks5://p:1\"\n"), "config.toml:4: \"proxy\" must begin with http or https."),
        (
            format!("[profiles.test]\nurl = \"http://idm.example.ch\"\n{token}"),
            "config.toml:2: \"url\" must begin with https:",
        ),
        (HEAD.to_owned(), "has no token: give exactly one of token_command, token_file and token_env"),
        (format!("{HEAD}{token}token_file = \"t\"\n"), "has more than one source of the token: give exactly one of"),
        (format!("{HEAD}token_command = []\n"), "config.toml:3: \"token_command\" names no program."),
        (
            format!("{HEAD}token_command = \"a b\"\n"),
            "config.toml:3: \"token_command\" must be a list of texts in quotes, and this is a text.",
        ),
        (
            format!("{HEAD}token_command = [\"a\", 7]\n"),
            "config.toml:3: \"token_command\" must be a list of texts in quotes",
        ),
        (
            format!("{HEAD}token_env = \"A=B\"\n"),
            "config.toml:3: \"token_env\" must be the name of an environment variable.",
        ),
        (
            format!("default_profile = \"tset\"\n{HEAD}{token}"),
            "config.toml:1: there is no profile \"tset\"; did you mean \"test\"?",
        ),
        (
            format!("{HEAD}{token}[profiles.b]\nurl = \"https://b.ch\"\n{token}"),
            "has several profiles: name one of them with default_profile",
        ),
        ("profiles = 7\n".to_owned(), "config.toml:1: \"profiles\" must be a table, and this is a whole number."),
        ("[profiles]\ntest = 7\n".to_owned(), "config.toml:2: \"test\" must be a table, and this is a whole number."),
    ] {
        let found = sentence(&text);
        assert!(found.contains(said), "{text}\n{found}");
        assert!(found.ends_with('.') || found.ends_with('?'), "{found}");
    }
}

#[test]
fn a_profile_of_the_command_line_that_does_not_exist_names_the_nearest() {
    let (_home, loaded) = load(&format!("{HEAD}token_env = \"T\"\n"));
    let said = loaded.unwrap().profile(Some("tets")).unwrap_err().to_string();
    assert_eq!(said, "There is no profile \"tets\"; did you mean \"test\"? The configuration has \"test\".");
}

#[test]
fn nothing_of_the_file_or_its_path_reaches_the_terminal_as_it_came() {
    const ODD: &str = "\u{1b}]0;x\u{7}\u{202e}";
    let path = PathBuf::from(format!("{ODD}.toml"));
    let escaped = r#""\u001b]0;x\u0007\u202e""#;
    let profile = |name: &str, lines: &str| format!("[profiles.{name}]\nurl = \"https://idm.example.ch\"\n{lines}\n");
    let token = "token_env = \"T\"";
    let two = format!("{}{}", profile(escaped, "token_env = \"T\"\nenvironment = \"A\""), profile("b", token));
    for text in [
        String::new(),
        format!("{escaped} = 1"),
        format!("[profiles]\n{escaped} = 1"),
        format!("a = \"{ODD}\""),
        profile(escaped, ""),
        profile(escaped, token),
        profile(escaped, "token_env = \"T\"\ntoken_file = \"t\""),
        profile("a", &format!("{token}\nclient = \"/\\u202e\"")),
        two.clone(),
        format!("default_profile = {escaped}\n{}", profile("b", token)),
        format!("default_profile = \"\\u001b]0;x\\u0007\"\n{two}"),
    ] {
        let said = config::parse(&path, &text).unwrap_err().to_string();
        assert!(!SafeText::new(&said).has_hidden(), "{said:?}");
        assert!(said.contains("<U+001B>]0;x<U+0007><U+202E>"), "{said:?}");
    }
    let said = ConfigError::Missing(path.clone()).to_string() + &ConfigError::NotUtf8(path.clone()).to_string();
    assert!(!SafeText::new(&said).has_hidden(), "{said:?}");
    let said = ConfigError::Unreadable { path, why: "x".into() }.to_string();
    assert!(!SafeText::new(&said).has_hidden(), "{said:?}");
}

#[test]
fn a_profile_whose_name_cannot_stand_in_the_header_must_name_its_environment() {
    for name in [r#""""#, r#"" ""#, r#""a\u202eb""#, "production-of-the-branch-in-berne"] {
        let text = format!("[profiles.{name}]\nurl = \"https://idm.example.ch\"\ntoken_env = \"T\"\n");
        let said = sentence(&text);
        assert!(said.starts_with("config.toml:1: The profile \""), "{said}");
        assert!(said.contains("has no environment, and its name cannot serve as one"), "{said}");
        let (_home, named) = load(&format!("{text}environment = \"PROD\"\n"));
        assert_eq!(named.unwrap().profile(None).unwrap().environment, "PROD");
    }
}

#[test]
fn a_file_that_others_may_change_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    std::fs::write(&path, "[profiles.a]\nurl = \"https://idm.example.ch\"\ntoken_env = \"T\"\n").unwrap();
    for (mode, fine) in [(0o644, true), (0o600, true), (0o664, false), (0o606, false)] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let loaded = config::load(&path);
        assert_eq!(loaded.is_ok(), fine, "{mode:o}");
        if let Err(error) = loaded {
            assert!(error.to_string().contains("chmod go-w"), "{error}");
        }
    }
}
