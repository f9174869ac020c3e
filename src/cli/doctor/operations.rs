//! The five operations: may the caller do them, and are they exposed here? Told by readings alone, which cannot tell all:
//! whether the path of a change is exposed shows only with the first change.

use super::unseen;
use super::world::{SignedIn, World};
use crate::api::PageSeen;
use crate::config::Profile;
use crate::domain::credential::CredentialKind;
use crate::domain::finding::{Area, Finding};
use crate::domain::id::CredentialId;
use crate::domain::problem::Problem;
use crate::domain::rights::Rights;

const AREA: Area = Area::Operations;

/// One of the five: its credential, what it does, its request, and since which versions of nevisIDM it is published (pages
/// regenerate-puk, reset-temp-strong-password, regenerate-ticket, update-device-password-1, replace-otp-secret).
struct Operation(CredentialKind, &'static str, &'static str, &'static str);

const FIVE: [Operation; 5] = [
    Operation(CredentialKind::Puk, "Regenerate a PUK", "POST puk/reset", "8.2605.0, 9.2605.0"),
    Operation(
        CredentialKind::TempStrongPassword,
        "Reset a temporary strong password",
        "POST tempstrong-password/reset",
        "8.2511.0",
    ),
    Operation(CredentialKind::Ticket, "Regenerate a ticket", "POST ticket/reset", "8.2511.0"),
    Operation(CredentialKind::DevicePassword, "Update a device password", "PATCH device-password", "8.2511.0"),
    Operation(CredentialKind::OtpCard, "Replace an OTP card", "POST otp-credentials/replace", "8.2605.0, 9.2605.0"),
];

/// Reads the caller's own credentials, where it is known who that is.
pub async fn check(world: &World) -> Vec<Finding> {
    let (signed_in, profile) = match (world.signed_in().await, world.profile()) {
        (Ok(signed_in), Some(profile)) => (signed_in, profile),
        (Err(why), _) => return vec![unseen(AREA, why.reason())],
        (Ok(_), None) => return Vec::new(), // there is a profile where somebody is signed in
    };
    let (list, pages) = pages(&signed_in).await;
    let mut found = vec![list];
    found.extend(FIVE.iter().zip(pages).map(|(one, page)| judge(one, signed_in.rights, profile, &page)));
    found
}

/// What the list of the caller's own credentials says, and the page of each kind.
async fn pages(signed_in: &SignedIn<'_>) -> (Finding, [PageSeen; 5]) {
    let nothing = [const { PageSeen::None }; 5];
    let Some(own) = signed_in.caller.as_ref().ok().and_then(|caller| caller.at.as_ref()) else {
        let found = "Whether credentials can be listed was not tried: credesk is not told whose the token is, and looks at nobody else.";
        return (Finding::ok(AREA, found), nothing);
    };
    let listed = signed_in.client.kinds_of(own).await;
    let list = judge_list(listed.as_ref().err());
    let id = |kind: &CredentialKind| -> Option<CredentialId> {
        listed.as_ref().ok()?.iter().find(|(known, _)| known == kind)?.1.clone()
    };
    let mut pages = nothing;
    for (Operation(kind, ..), page) in FIVE.iter().zip(&mut pages) {
        *page = signed_in.client.page_seen(own, kind, id(kind).as_ref()).await;
    }
    (list, pages)
}

fn judge_list(instead: Option<&PageSeen>) -> Finding {
    const WHAT: &str = "The list of a user's credentials (GET credentials, published with nevisIDM 7.2405.0, 8.2405.0)";
    match instead {
        None => Finding::ok(AREA, &format!("{WHAT} can be read.")),
        Some(PageSeen::NotThere(status)) => Finding::fail(
            AREA,
            &format!("{WHAT} is not there: HTTP {status}, and not from nevisIDM."),
            "credesk shows no credential without it: have it exposed.",
        ),
        Some(PageSeen::Failed(problem)) => {
            Finding::warn(AREA, &format!("{WHAT} could not be read. {}", problem.what), &problem.next)
        }
        Some(PageSeen::Read | PageSeen::Empty | PageSeen::None) => Finding::warn(
            AREA,
            &format!("{WHAT} is there, but not for your own user."),
            "Look a user up in the console.",
        ),
    }
}

fn judge(one: &Operation, rights: &Result<Rights, Problem>, profile: &Profile, page: &PageSeen) -> Finding {
    let Operation(kind, what, request, since) = one;
    let what = format!("{what} ({request}, nevisIDM {since})");
    let mine = if profile.read_only { "you may, but this profile is read-only" } else { "you may" };
    match rights {
        Ok(rights) => match rights.missing_to_change(kind, profile.self_admin) {
            Some(missing) => Finding::warn(
                AREA,
                &format!("{what}: you may not, for you lack {missing}."),
                "If it is your task, ask your administrator for that right.",
            ),
            None => exposed(&format!("{what}: {mine}."), page),
        },
        Err(problem) => Finding::warn(
            AREA,
            &format!("{what}: whether you may is not told. {}", problem.what),
            "The first one will tell; GET principal/v1/permissions (nevisIDM 2.80.0) tells before, where it is exposed.",
        ),
    }
}

/// What a reading says of the path.
fn exposed(allowed: &str, page: &PageSeen) -> Finding {
    const SHOWS: &str = "whether the change is exposed shows only with the first one.";
    match page {
        PageSeen::Read => Finding::ok(AREA, &format!("{allowed} Its page is exposed for reading; {SHOWS}")),
        PageSeen::Empty => {
            Finding::ok(AREA, &format!("{allowed} nevisIDM itself answers for its page, where you have none; {SHOWS}"))
        }
        PageSeen::NotThere(status) => Finding::warn(
            AREA,
            &format!(
                "{allowed} But its page is answered with HTTP {status}, and not by nevisIDM: it seems not to be exposed."
            ),
            "Ask the server's owner whether this part of the API is published.",
        ),
        PageSeen::Failed(problem) => {
            Finding::ok(AREA, &format!("{allowed} Its page could not be read ({}); {SHOWS}", problem.what))
        }
        PageSeen::None => Finding::ok(AREA, &format!("{allowed} No page of it could be looked at; {SHOWS}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fault::{Asked, Fault};
    use crate::domain::finding::Level;

    fn profile(lines: &str) -> Profile {
        let text = format!("[profiles.a]\nurl = \"https://idm.example.ch\"\ntoken_env = \"T\"\n{lines}\n");
        crate::config::parse("c".as_ref(), &text).unwrap().profile(None).unwrap().clone()
    }

    fn told(rights: &Result<Rights, Problem>, lines: &str, page: &PageSeen) -> (Level, String) {
        let found = judge(&FIVE[2], rights, &profile(lines), page);
        (found.level, found.found.as_str().to_owned())
    }

    #[test]
    fn what_may_be_done_and_what_readings_cannot_tell() {
        let all =
            || Ok(Rights::new(["AccessControl.CredentialView", "AccessControl.CredentialModify"].map(String::from)));
        let view = Ok(Rights::new(["AccessControl.CredentialView".to_owned()]));
        let unknown = Err(Fault::NotFound.problem(Asked::Read, None));
        let failed = PageSeen::Failed(Fault::Server(500).problem(Asked::Read, None));
        for (rights, lines, page, level, word) in [
            (&all(), "", &PageSeen::Read, Level::Ok, "exposed for reading; whether the change"),
            (&all(), "", &PageSeen::Empty, Level::Ok, "where you have none"),
            (&all(), "", &PageSeen::None, Level::Ok, "shows only with the first one"),
            (&all(), "", &failed, Level::Ok, "The server failed (HTTP 500)."),
            (&all(), "", &PageSeen::NotThere(404), Level::Warn, "seems not to be exposed"),
            (&all(), "read_only = true", &PageSeen::Read, Level::Ok, "but this profile is read-only"),
            (&view, "", &PageSeen::Read, Level::Warn, "you lack AccessControl.CredentialModify"),
            (&unknown, "", &PageSeen::Read, Level::Warn, "whether you may is not told"),
        ] {
            let (found, sentence) = told(rights, lines, page);
            assert!(found == level && sentence.contains(word), "{sentence}");
            assert!(sentence.starts_with("Regenerate a ticket (POST ticket/reset, nevisIDM 8.2511.0)"), "{sentence}");
        }
    }

    #[test]
    fn without_the_list_nothing_works() {
        assert_eq!(judge_list(None).level, Level::Ok);
        assert_eq!(judge_list(Some(&PageSeen::NotThere(404))).level, Level::Fail);
        assert_eq!(judge_list(Some(&PageSeen::Empty)).level, Level::Warn);
    }
}
