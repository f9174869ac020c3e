//! The columns that cut every long text, in many rows of short ones; the fields that are typed into; and the external IDs, which
//! hold no hidden character.

use credesk::app::context::Context;
use credesk::app::desk::Site;
use credesk::app::msg::Msg;
use credesk::domain::credential::{CredentialKind, CredentialState};
use credesk::domain::id::{ClientId, CredentialId, LoginId, PolicyId, UserId, UserRef};
use credesk::domain::user::UserState;
use credesk::text::SafeText;

use crate::story::{Story, World, credential, hit, policy, site};
use crate::tour::{Next, Show, case, type_in};

/// Rows of each of these scenes. More have no room on the terminals that they are drawn on.
const ROWS: usize = 100;

fn results(hits: Vec<credesk::domain::user::UserHit>) -> Story {
    let mut world = World::new();
    (world.total, world.hits) = (Some(hits.len()), hits);
    let mut story = Story::at(Site { page_size: 2 * ROWS, ..site() });
    story.app.update(Msg::Resize(100, 120));
    story.answer(&world).keys("all").rest().answer(&world).keys("<Enter>");
    story
}

/// The states of users in the rows of a search.
pub fn states(next: Next<'_>, show: Show<'_>) {
    let row = |at: usize| {
        let mut row = hit(&at.to_string(), "login", "Name", ("", ""));
        row.state = UserState::parse(&next());
        row
    };
    show(&results((0..ROWS).map(row).collect()), "states", Context::LookupResults);
}

/// The external IDs of users in the rows of a search.
pub fn user_ids(next: Next<'_>, show: Show<'_>) {
    let row = |_| {
        let mut row = hit("1034", "login", "Name", ("", ""));
        row.at.user = UserId::parse(&next()).unwrap();
        row
    };
    show(&results((0..ROWS).map(row).collect()), "external IDs", Context::LookupResults);
}

/// Kind, state and policy in the rows of a user's credentials, and the kind in help.
pub fn credentials(next: Next<'_>, show: Show<'_>) {
    let mut world = World::new();
    (world.credentials, world.policies) = (vec![], vec![]);
    for at in 0..ROWS {
        let (id, text) = (at.to_string(), next());
        let mut row = credential(&id, CredentialKind::parse(&text), None);
        row.state = CredentialState::parse(&text);
        world.credentials.push(row);
        let mut named = policy(&id, "PUKPolicy", &[]);
        named.name = SafeText::new(&text);
        world.policies.push(named);
    }
    let mut story = Story::new();
    story.open("must", &world);
    show(&story, "credentials", Context::User);
    story.keys("?");
    show(&story, "help", Context::Help);
}

/// External IDs of credentials in the rows of a user's credentials.
pub fn credential_ids(next: Next<'_>, show: Show<'_>) {
    let mut world = World::new();
    world.credentials = (0..ROWS).map(|_| credential(&next(), CredentialKind::DevicePassword, None)).collect();
    let mut story = Story::new();
    story.open("must", &world);
    show(&story, "external IDs", Context::User);
}

/// Login ID and kind in the rows of the open cases.
pub fn cases(next: Next<'_>, show: Show<'_>) {
    let mut world = World::new();
    let cases = (0..ROWS).map(|number| {
        let text = next();
        let mut case = case(u32::try_from(number).unwrap(), &mut || "x".into());
        case.case.intent.login_id = LoginId::new(&text);
        case.case.intent.kind = CredentialKind::parse(&text);
        case
    });
    world.cases = Ok(cases.collect());
    let mut story = Story::new();
    story.answer(&world);
    show(&story, "cases", Context::Cases);
}

/// What is pasted into a field, or typed.
pub fn typed(next: Next<'_>, show: Show<'_>) {
    let mut story = Story::new();
    story.answer(&World::new());
    for _ in 0..20 {
        story.keys("<Ctrl-u>").tell(Msg::Paste(next()));
        show(&story, "search", Context::LookupField);
        type_in(story.keys("<Ctrl-p>"), &next());
        show(&story, "palette", Context::Palette);
        story.keys("<Esc>");
    }
}

/// External IDs of client, user, credential and policy.
pub fn ids(next: Next<'_>, show: Show<'_>) {
    let mut world = World::new();
    let at = UserRef { client: ClientId::parse(&next()).unwrap(), user: UserId::parse(&next()).unwrap() };
    world.hits[0].at = at.clone();
    world.user.at = at;
    world.policies.clear();
    for credential in &mut world.credentials {
        credential.id = CredentialId::parse(&next()).ok();
        credential.policy = PolicyId::parse(&next()).ok();
    }
    let mut story = Story::new();
    story.open("must", &world);
    for (keys, screen) in [("G", "user"), ("k", "user"), ("r", "form"), ("<Esc>Gr", "confirmation"), ("<Esc>v", "card")]
    {
        story.keys(keys).answer(&world);
        let context = story.app.context();
        show(&story, screen, context);
    }
}
