//! The delivery receipt as one table without a hole: every change, with every value that can come of it, under every
//! policy, for every state of credential and user. The receipts that differ stand in one picture, to be read by a person.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use credesk::domain::credential::{Credential, CredentialKind, CredentialState};
use credesk::domain::edit::Edit;
use credesk::domain::hand_over::{Outlet, Reveal};
use credesk::domain::id::{ClientId, CredentialId, LoginId, PolicyId, UserId, UserRef};
use credesk::domain::operation::{Change, Operation};
use credesk::domain::otp_card::{CardFault, OtpCard};
use credesk::domain::policy::Policy;
use credesk::domain::receipt::receipt;
use credesk::domain::user::{Language, User, UserState};
use credesk::domain::write::NewValue;
use credesk::secret::Secret;
use credesk::text::SafeText;
use unicode_width::UnicodeWidthStr;

/// The value wherever one is shown. No receipt may hold it.
const VALUE: &str = "kT7w9QxB";

/// Values that `api/resets` can make of an answer to this change.
fn values(change: &Change, kind: &CredentialKind) -> Vec<(&'static str, NewValue)> {
    let plain = || NewValue::Plain(Arc::new(Secret::new(VALUE.into())));
    match change {
        Change::Reset => {
            let mut values = vec![
                ("200, plain", plain()),
                ("200, hash", NewValue::Hashed),
                ("200, neither", NewValue::Absent),
                ("200, unspeakable", NewValue::Unspeakable),
            ];
            if *kind == CredentialKind::TempStrongPassword {
                values.push(("204", NewValue::NotExposed));
            }
            values
        }
        Change::Replace { .. } => {
            let card = OtpCard::parse(Secret::new(format!("1|2||{VALUE},{VALUE}"))).unwrap();
            let mut values = vec![("200, card", NewValue::Card(card))];
            let faults = [
                CardFault::Parts,
                CardFault::Size,
                CardFault::Count { expected: 10_000, found: 9_999 },
                CardFault::Mixed,
                CardFault::Uneven { shortest: 15, longest: 16 },
                CardFault::Challenge,
                CardFault::Run { characters: 99_999, cells: 10_000 },
                CardFault::Cell,
            ];
            values.extend(faults.map(|fault| ("200, card refused", NewValue::UnreadableCard(fault))));
            values
        }
        Change::Update(edit) if edit.password.is_some() => vec![("200 or 204, password set", plain())],
        Change::Update(_) => vec![("200 or 204, edit", NewValue::Unchanged)],
    }
}

/// Every change that can be confirmed, by name.
fn changes() -> Vec<(&'static str, CredentialKind, Change)> {
    let edit = Edit {
        state: Some(CredentialState::Disabled),
        policy: Some(PolicyId::parse("p2").unwrap()),
        comment: Some("phone lost".into()),
        password: None,
    };
    // Typed or made by credesk: the change is the same.
    let password = Edit { password: Some(Arc::new(Secret::new(VALUE.into()))), ..Edit::default() };
    vec![
        ("PUK: regenerate", CredentialKind::Puk, Change::Reset),
        ("Temporary strong password: reset", CredentialKind::TempStrongPassword, Change::Reset),
        ("Ticket: regenerate", CredentialKind::Ticket, Change::Reset),
        ("Device password: new password", CredentialKind::DevicePassword, Change::Update(password)),
        ("Device password: edit", CredentialKind::DevicePassword, Change::Update(edit.clone())),
        ("PUK: edit", CredentialKind::Puk, Change::Update(edit.clone())),
        ("Temporary strong password: edit", CredentialKind::TempStrongPassword, Change::Update(edit.clone())),
        ("Ticket: edit", CredentialKind::Ticket, Change::Update(edit)),
        ("OTP card: replace", CredentialKind::OtpCard, Change::Replace { comment: None }),
    ]
}

/// What is known of the policy: its parameters, or why there are none.
#[derive(Debug, Clone)]
enum Situation {
    NoneNamed,
    Unreadable,
    Says(Vec<(&'static str, &'static str)>),
}

/// Every published method (pages Temporary-strong-password, All-credential-types), none, several, and one unheard of.
const METHODS: [Option<&str>; 14] = [
    None,
    Some("PDFstore"),
    Some("Print"),
    Some("Email"),
    Some("HTMLemail"),
    Some("PDFemail"),
    Some("SMS_SMTP"),
    Some("None"),
    Some("PDFstream"),
    Some("SMS_SMTP,Email"),
    Some("Email, HTMLemail ,None"),
    Some("PDFstore,Print,Email,HTMLemail,PDFemail,SMS_SMTP,None"),
    Some("Pigeon"),
    Some(""),
];

/// The second part: unknown, none, one character, twelve, nonsense.
const PARTS: [Option<&str>; 6] = [None, Some("0"), Some("1"), Some("12"), Some("-1"), Some("twelve")];

fn situations(kind: &CredentialKind) -> Vec<Situation> {
    let parts = if *kind == CredentialKind::TempStrongPassword { &PARTS[..] } else { &PARTS[..1] };
    let mut situations = vec![Situation::NoneNamed, Situation::Unreadable];
    for method in METHODS {
        for part in parts {
            let named = [("sendingMethod", method), ("ticketLen1", *part)];
            situations
                .push(Situation::Says(named.iter().filter_map(|(name, value)| Some((*name, (*value)?))).collect()));
        }
    }
    situations
}

impl Situation {
    fn says(&self, name: &str) -> Option<&'static str> {
        let Self::Says(parameters) = self else { return None };
        parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    fn policies(&self, kind: &CredentialKind) -> Vec<Policy> {
        let Self::Says(parameters) = self else { return vec![] };
        let policy_kind = match kind {
            CredentialKind::Puk => "PUKPolicy",
            CredentialKind::TempStrongPassword => "TempStrongPasswordPolicy",
            CredentialKind::Ticket => "TicketPolicy",
            CredentialKind::DevicePassword => "DevicePasswordPolicy",
            CredentialKind::OtpCard => "OTPCardPolicy",
            CredentialKind::Other(_) => unreachable!(),
        };
        vec![Policy {
            id: PolicyId::parse("p1").unwrap(),
            name: SafeText::new("Standard, head office"),
            kind: policy_kind.into(),
            parameters: parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        }]
    }

    /// The ways in which the policy has nevisIDM deliver, in words that a caller understands. Written down here anew.
    fn ways(&self, kind: &CredentialKind) -> Vec<&'static str> {
        let Self::Says(_) = self else { return vec![] };
        let usual = match kind {
            CredentialKind::Puk => "PDFstore",
            CredentialKind::Ticket | CredentialKind::TempStrongPassword => "Email",
            _ => "None",
        };
        let methods = self.says("sendingMethod").unwrap_or(usual).split(',').map(str::trim);
        let words = methods.filter_map(|method| match method {
            "PDFstore" => Some("PDF store"),
            "Print" => Some("printed letter"),
            "Email" | "HTMLemail" => Some("by e-mail"),
            "PDFemail" => Some("by e-mail, as a PDF"),
            "SMS_SMTP" => Some("by SMS"),
            "Pigeon" => Some("Pigeon"),
            "None" | "PDFstream" | "" => None,
            other => panic!("{other}"),
        });
        words.collect()
    }
}

/// Words that claim a delivery.
const CLAIMS: [&str; 6] = ["PDF store", "printed letter", "by e-mail", "as a PDF", "by SMS", "Pigeon"];

fn user(state: UserState) -> User {
    User {
        at: UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse("1034").unwrap() },
        login_id: LoginId::new("a.muster"),
        name: SafeText::new("Anna Muster"),
        state,
        language: Language::De,
        technical: false,
        unit: None,
        birth_date: None,
        email: None,
        telephone: None,
        mobile: None,
        street: None,
        city: None,
        remarks: None,
    }
}

fn credential(kind: &CredentialKind, state: CredentialState, policy: Option<&str>) -> Credential {
    Credential {
        id: Some(CredentialId::parse("c-1").unwrap()),
        kind: kind.clone(),
        state,
        policy: policy.map(|policy| PolicyId::parse(policy).unwrap()),
        version: Some(7),
        reset_count: Some(2),
        failed_logins: None,
        last_success: None,
        last_failure: None,
        last_modified: None,
        state_reason: None,
        comment: None,
        valid_to: None,
    }
}

/// One cell of the table.
struct Cell {
    name: String,
    kind: CredentialKind,
    change: Change,
    value: NewValue,
    situation: Situation,
    state: CredentialState,
    user: UserState,
    lines: Vec<String>,
}

const STATES: [CredentialState; 5] = [
    CredentialState::Initial,
    CredentialState::Active,
    CredentialState::TmpLocked,
    CredentialState::FailLocked,
    CredentialState::Archived,
];

fn users() -> [UserState; 4] {
    [UserState::Active, UserState::Disabled, UserState::Archived, UserState::Other(SafeText::new("dormant"))]
}

/// The whole table, cell by cell.
fn each(mut look: impl FnMut(&Cell)) {
    for (name, kind, change) in changes() {
        for situation in situations(&kind) {
            for state in STATES {
                for user_state in users() {
                    for (answer, value) in values(&change, &kind) {
                        let policy = (!matches!(situation, Situation::NoneNamed)).then_some("p1");
                        let before = credential(&kind, state.clone(), policy);
                        let operation = Operation::draft(user(user_state.clone()), before.clone(), change.clone());
                        let now = Credential { version: Some(8), ..before };
                        let policies = situation.policies(&kind);
                        let lines = receipt(&operation.unwrap(), &now, &value, &policies, Reveal::Screen);
                        look(&Cell {
                            name: format!("{name}; {answer}"),
                            kind: kind.clone(),
                            change: change.clone(),
                            value,
                            situation: situation.clone(),
                            state: state.clone(),
                            user: user_state.clone(),
                            lines,
                        });
                    }
                }
            }
        }
    }
}

impl Cell {
    fn told(&self) -> String {
        self.lines.join("\n")
    }

    fn context(&self) -> String {
        format!("{} / {:?} / {:?} / {:?}\n{}", self.name, self.situation, self.state, self.user, self.told())
    }

    fn says(&self, words: &str) -> bool {
        self.told().contains(words)
    }

    /// A value that could be read out is on the screen.
    fn shows(&self) -> bool {
        matches!(self.value, NewValue::Plain(_) | NewValue::Card(_))
    }
}

/// How many rows a text takes where words are never cut.
fn rows(text: &str, columns: usize) -> usize {
    let (mut rows, mut used) = (1, 0);
    for word in text.split(' ') {
        let width = word.width();
        if used > 0 && used + 1 + width > columns {
            (rows, used) = (rows + 1, 0);
        }
        used += width + usize::from(used > 0);
    }
    rows
}

#[test]
fn every_receipt_is_made_of_sentences_for_people() {
    let mut cells = 0;
    each(|cell| {
        cells += 1;
        assert!(!cell.lines.is_empty(), "{}", cell.context());
        for line in &cell.lines {
            assert!(!line.trim().is_empty() && line.ends_with('.'), "{}", cell.context());
            let first = line.chars().next().unwrap();
            let field = ["state: ", "policy: ", "comment: "].iter().any(|field| line.starts_with(field));
            assert!(first.is_uppercase() || line.starts_with("nevisIDM ") || field, "{}", cell.context());
            for wrong in ["{", "}", "Some(", "None", "Secret", "  ", "..", "[", "Other(", VALUE, "\n"] {
                assert!(!line.contains(wrong), "{wrong:?} in {}", cell.context());
            }
            assert!(!line.chars().any(char::is_control));
        }
    });
    assert!(cells > 10_000, "only {cells} cells");
}

#[test]
fn every_receipt_begins_with_what_took_place() {
    each(|cell| {
        let first = &cell.lines[0];
        assert!(first.starts_with("Carried out"), "{}", cell.context());
        let words = match cell.value {
            NewValue::Plain(_) | NewValue::Card(_) => "is shown here",
            NewValue::Hashed => "answered with a hash",
            NewValue::NotExposed => "does not expose",
            NewValue::Absent => "does not carry",
            NewValue::Unspeakable | NewValue::UnreadableCard(_) => "not shown",
            NewValue::Unchanged => "was not changed",
        };
        assert!(first.contains(words), "{}", cell.context());
        assert_eq!(cell.says("is shown here"), cell.shows(), "{}", cell.context());
    });
}

#[test]
fn every_part_of_the_value_has_one_sentence() {
    each(|cell| {
        let about = |words: &[&str]| {
            cell.lines.iter().skip(1).filter(|line| words.iter().any(|word| line.contains(word))).count()
        };
        let delivery = about(&["nevisIDM sends it", "nevisIDM delivers", "who hands", "nevisIDM also sends", "no use"]);
        let second = about(&["part 1 of 2", "all of it", "may be a second part"]);
        let hidden = matches!(cell.value, NewValue::Hashed | NewValue::NotExposed | NewValue::Absent);
        let fragment = cell.kind == CredentialKind::TempStrongPassword && matches!(cell.value, NewValue::Plain(_));
        assert_eq!(second, usize::from(fragment), "{}", cell.context());
        if hidden {
            assert_eq!(delivery, 1, "{}", cell.context());
        }
        // Beside the two, nothing but what is to be done, what was edited, and what stands in the way.
        let rest =
            about(&["state", "policy: ", "comment: ", "The user ", "only a hash", "old card", "press v", "Tell "]);
        let both = usize::from(second == 1 && delivery == 1);
        assert_eq!(1 + second + delivery - both + rest, cell.lines.len(), "{}", cell.context());
    });
}

#[test]
fn no_delivery_is_claimed_that_the_policy_does_not_name() {
    each(|cell| {
        let ways = cell.situation.ways(&cell.kind);
        let told = cell.told();
        for claim in CLAIMS {
            let named = ways.iter().any(|way| way.contains(claim));
            assert!(named || !told.contains(claim), "{claim}: {}", cell.context());
        }
        assert!(
            !ways.is_empty() || !told.contains("nevisIDM sends the") && !told.contains("sends it"),
            "{}",
            cell.context()
        );
        let delivered = match cell.value {
            NewValue::Unchanged => false,
            NewValue::Plain(_) | NewValue::Unspeakable if matches!(cell.change, Change::Update(_)) => false,
            NewValue::Plain(_) | NewValue::Unspeakable if cell.kind == CredentialKind::TempStrongPassword => {
                matches!(cell.situation.says("ticketLen1"), Some("1" | "12"))
            }
            _ => true,
        };
        for way in ways {
            assert_eq!(told.contains(way), delivered, "{way}: {}", cell.context());
        }
    });
}

#[test]
fn a_fragment_says_which_part_it_is() {
    each(|cell| {
        let fragment = cell.kind == CredentialKind::TempStrongPassword && matches!(cell.value, NewValue::Plain(_));
        let part = cell.situation.says("ticketLen1");
        let expected = match part {
            _ if !fragment => None,
            Some("0") => Some("This is all of it: nevisIDM sends no second part."),
            Some("1") => Some("part 1 of 2"),
            Some("12") => Some("12 characters"),
            _ => Some("There may be a second part"),
        };
        if let Some(expected) = expected {
            assert!(cell.says(expected), "{}", cell.context());
            assert_eq!(cell.says("part 1 of 2"), matches!(part, Some("1" | "12")), "{}", cell.context());
        }
    });
}

#[test]
fn what_keeps_the_user_out_is_said_and_nothing_else_is() {
    each(|cell| {
        let disables = matches!(&cell.change, Change::Update(edit) if edit.state.is_some());
        let locked = cell.state.is_locked();
        assert_eq!(cell.says("Its state is"), locked, "{}", cell.context());
        assert_eq!(cell.says("until the lock ends"), cell.state == CredentialState::TmpLocked, "{}", cell.context());
        let user = cell.lines.last().unwrap();
        assert_eq!(user.starts_with("The user"), cell.user != UserState::Active, "{}", cell.context());
        assert_eq!(cell.says("cannot sign in until"), matches!(cell.user, UserState::Disabled | UserState::Archived));
        assert_eq!(cell.says("-> disabled."), disables, "{}", cell.context());
    });
}

/// An answer without a body does not tell the state. What the operator asked for, and what the page of the reset says,
/// is known all the same; what was read before the change is not how it stands now.
#[test]
fn a_204_is_not_told_with_the_state_of_before() {
    let told = |kind: CredentialKind, state: CredentialState, change: Change, value: NewValue| {
        let before = credential(&kind, state, None);
        let operation = Operation::draft(user(UserState::Active), before.clone(), change).unwrap();
        receipt(&operation, &before, &value, &[], Reveal::Screen).join("\n")
    };
    let locked = CredentialState::FailLocked;
    let reset = told(CredentialKind::TempStrongPassword, locked.clone(), Change::Reset, NewValue::NotExposed);
    assert!(!reset.contains("fail-locked"), "{reset}");
    let to = |state| Change::Update(Edit { state: Some(state), ..Edit::default() });
    let freed = told(CredentialKind::DevicePassword, locked.clone(), to(CredentialState::Active), NewValue::Unchanged);
    assert!(freed.contains("state: fail-locked -> active.") && !freed.contains("no sign-in"), "{freed}");
    let ended =
        told(CredentialKind::Ticket, CredentialState::Active, to(CredentialState::Disabled), NewValue::Unchanged);
    assert!(ended.contains("Its state is disabled: no sign-in"), "{ended}");
    let comment = Change::Update(Edit { comment: Some("x".into()), ..Edit::default() });
    let still = told(CredentialKind::Ticket, locked, comment, NewValue::Unchanged);
    assert!(still.contains("Its state is fail-locked"), "{still}");
}

/// Where a value goes is told as it is: on the screen, on paper, on standard output, or nowhere, and then for which reason.
#[test]
fn where_a_value_goes_is_told_as_it_is() {
    let told = |change: &Change, kind: &CredentialKind, outlet: Outlet| {
        let before = credential(kind, CredentialState::Active, None);
        let now = Credential { version: Some(8), ..before.clone() };
        let (_, value) = values(change, kind).into_iter().next().unwrap();
        assert!(matches!(value, NewValue::Plain(_) | NewValue::Card(_)));
        let operation = Operation::draft(user(UserState::Active), before, change.clone()).unwrap();
        receipt(&operation, &now, &value, &[], outlet).join(" ")
    };
    let password = Some(Arc::new(Secret::new(VALUE.into())));
    let set = Change::Update(Edit { password, ..Edit::default() });
    let replace = Change::Replace { comment: None };
    let again = "have it done again";
    for (change, kind) in [
        (&Change::Reset, CredentialKind::TempStrongPassword),
        (&Change::Reset, CredentialKind::Puk),
        (&replace, CredentialKind::OtpCard),
        (&set, CredentialKind::DevicePassword),
    ] {
        for (outlet, said) in [
            (Outlet::Screen, "is shown here"),
            (Outlet::Printer, "this profile draws no value"),
            (Outlet::Output, "is put out here"),
            (Outlet::Withheld, "not put out: --reveal was not given."),
            (Outlet::Barred, "this profile lets no value out"),
        ] {
            let receipt = told(change, &kind, outlet);
            assert!(receipt.starts_with("Carried out. ") && receipt.contains(said), "{outlet:?}: {receipt}");
            let of_a_command = matches!(outlet, Outlet::Output | Outlet::Withheld);
            assert!(!of_a_command || !receipt.contains("screen"), "{outlet:?}: {receipt}");
            // A card can be read again, and whoever set a password knows it.
            let is_lost = outlet == Outlet::Barred || outlet == Outlet::Withheld && *change == Change::Reset;
            assert_eq!(receipt.contains(again), is_lost, "{outlet:?}: {receipt}");
            let is_told_how = outlet == Outlet::Withheld && *change == replace;
            assert_eq!(receipt.contains("credesk otp show --reveal puts it out"), is_told_how, "{outlet:?}: {receipt}");
        }
    }
}

#[test]
fn every_receipt_fits_six_rows_of_eighty_columns() {
    each(|cell| {
        // What was edited is a list, as long as the operator made it.
        let sentences = cell.lines.iter().filter(|line| !line.contains(" -> "));
        let rows: usize = sentences.map(|line| rows(line, 78)).sum();
        let hindrances = usize::from(cell.user != UserState::Active) + usize::from(cell.state.is_locked());
        let detours = usize::from(cell.situation.ways(&cell.kind).len() > 2); // nobody names six, but it may be done
        let most = 6 + hindrances + detours;
        assert!(rows <= most, "{rows} rows: {}", cell.context());
    });
}

/// To be read as an operator with an angry caller: what each change tells by itself, then every sentence that can follow.
#[test]
fn receipts_read_aloud() {
    let (mut book, mut seen) = (String::new(), BTreeMap::new());
    each(|cell| {
        let whole = matches!(&cell.situation, Situation::Says(named) if named.is_empty());
        if whole && cell.user == UserState::Active && cell.state == CredentialState::Active {
            writeln!(book, "{}\n    {}\n", cell.name, cell.lines.join("\n    ")).unwrap();
        }
    });
    book.push_str("Every other sentence, with the first place where it stands\n\n");
    each(|cell| {
        for line in cell.lines.iter().filter(|line| !book.contains(line.as_str())) {
            seen.entry(line.clone()).or_insert_with(|| format!("{}, {:?}", cell.name, cell.situation));
        }
    });
    for (line, place) in seen {
        writeln!(book, "{line}\n        {place}").unwrap();
    }
    insta::assert_snapshot!("receipts", book);
}
