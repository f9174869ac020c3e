//! Records that are strange, each alone: numbers, dates, states, and very many of them.

use credesk::sandbox::{Answer, Fault, Harm, Operator, Options, Sandbox};
use serde_json::{Value, json};

use crate::seat::{self, sandbox, sit};
use crate::told::{at_the_console, reads, standing, writes};

/// Lets the list of demo.all's credentials hold one value for all of them, and opens the page.
fn with_all<F: AsyncFnOnce(&mut seat::Seat)>(key: &str, value: &Value, then: F) {
    let sandbox = sandbox();
    let before = standing(&sandbox, "1001");
    let mut list = before[1].clone();
    for item in list["items"].as_array_mut().unwrap() {
        item[key] = value.clone();
    }
    sandbox.inject(Fault::new("GET", "/1001/credentials", Harm::Instead(Answer::Status(200, list.to_string()))));
    let told = at_the_console(&sandbox, "", async |seat| {
        seat.keys("demo.all").until("  demo.all ").await.until_gone("Searching").await;
        seat.keys("<Enter><Enter>").until("user active").await.until_gone("Reading").await;
        then(seat).await;
    });
    assert_eq!((standing(&sandbox, "1001"), writes(&sandbox)), (before, 0));
    assert_eq!(told, ["session-started"]);
}

#[test]
fn a_version_07_and_one_beyond_32_bits() {
    for version in [json!("07"), json!(2_147_483_648_i64), json!("2147483648"), json!(7.5)] {
        with_all("version", &version, async |seat| {
            let tell = "Tell the server's owner: nevisIDM does not answer like this.";
            reads(seat, &["The answer could not be read at \"items.version\".", tell]).await;
            seat.keys("r<Enter>e").until("items.version").await;
        });
    }
}

#[test]
fn a_reset_count_beyond_32_bits_is_not_known() {
    with_all("resetCount", &json!(2_147_483_648_i64), async |seat| {
        // The limit is known, the count is not: none is shown, and nothing is reckoned with it.
        seat.until("> PUK active 0 - 2").await;
        seat.keys("r").until("Regenerate the PUK").await.until_gone("Reading the newest").await;
        assert!(!seat.screen().contains("214748"), "{}", seat.screen());
    });
}

#[test]
fn a_date_in_the_future() {
    with_all("lastModified", &json!("2999-12-31T23:59:59Z"), async |seat| {
        seat.until("> PUK active 0 1 of 5 2999-12-31 23:59").await;
        seat.until("Changed (UTC)").await;
    });
}

#[test]
fn a_million_hits() {
    let sandbox = Sandbox::start(Options { users: 1_000_000, ..Options::default() }).unwrap();
    let profile = seat::profile(&sandbox, Operator::Helpdesk, "");
    sit(&profile, async |seat| {
        seat.keys("example")
            .until_gone("Searching")
            .await
            .until_it("nearly a million users", |screen| {
                let counts =
                    screen.split_once(" users.").and_then(|(before, _)| before.rsplit(' ').next()?.parse().ok());
                counts.is_some_and(|count: u32| (900_000..1_000_000).contains(&count))
            })
            .await;
        seat.keys("<Enter>G")
            .until_it("the last one of them", |screen| {
                let last = screen.lines().find(|line| line.starts_with("> "));
                last.is_some_and(|line| line.contains(" active ") || line.contains(" disabled "))
                    && !screen.contains("  ...\n")
            })
            .await;
    });
    let pages = sandbox.requests().iter().filter(|seen| seen.path.ends_with("/query/v1/users")).count();
    assert!(pages <= 4, "{pages} pages");
    assert_eq!(writes(&sandbox), 0);
}

#[test]
fn an_archived_user() {
    let sandbox = sandbox();
    let before = standing(&sandbox, "1015");
    let told = at_the_console(&sandbox, "", async |seat| {
        seat.keys("demo.archived").until("  demo.archived ").await.until_gone("Searching").await;
        seat.keys("<Enter><Enter>").until("user archived").await.until_gone("Reading").await;
        reads(seat, &["r  not possible: this user is archived", "e  not possible: this user is archived"]).await;
        for key in ["r", "<Enter>", "e"] {
            seat.keys("j").until("> Temporary").await.keys(key);
            reads(seat, &["Not possible: this user is archived."]).await;
            seat.keys("k").until_gone("Not possible").await;
        }
    });
    assert_eq!((standing(&sandbox, "1015"), writes(&sandbox)), (before, 0));
    assert_eq!(told, ["session-started"]);
}

#[test]
fn no_policy() {
    let sandbox = sandbox();
    let told = at_the_console(&sandbox, "", async |seat| {
        seat.open("demo.nopolicy").await.until("External ID puk-1017 no policy").await;
        seat.confirm("r", "demo.nopolicy").await;
        reads(
            seat,
            &[
                "Carried out. The server answered with a hash of the new PUK: nothing to read out.",
                "No policy is named, so how nevisIDM delivers the PUK is not known: ask your administrator.",
            ],
        )
        .await;
    });
    assert_eq!((writes(&sandbox), &told[..2]), (1, &["session-started".to_owned(), "confirmed".to_owned()][..]));
}
