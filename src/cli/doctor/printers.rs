//! Printers: which queues CUPS offers, and whether the one that the profile names is among them.

use super::world::World;
use crate::cli::site::cups;
use crate::config::Profile;
use crate::domain::finding::{Area, Finding};
use crate::domain::printing::{PrintFault, Queues};
use crate::print::queue::Cups;

/// So many queues are named.
const NAMED: usize = 8;

/// Asks CUPS.
pub async fn check(world: &World) -> Finding {
    let cups = world.profile().map_or_else(Cups::default, cups);
    judge(cups.list().await.as_ref(), world.profile())
}

fn judge(queues: Result<&Queues, &PrintFault>, profile: Option<&Profile>) -> Finding {
    let wanted = profile.and_then(|profile| profile.hand_over.printer.as_deref());
    let Queues { names, default } = match queues {
        Ok(queues) => queues,
        Err(fault) => {
            let problem = fault.without_a_list();
            return Finding::warn(Area::Printers, &problem.what, &problem.next);
        }
    };
    if names.is_empty() {
        return Finding::warn(
            Area::Printers,
            "CUPS has no queue.",
            "Have one set up; until then cards and slips can be saved to a file.",
        );
    }
    let more = if names.len() > NAMED { format!(", and {} more", names.len() - NAMED) } else { String::new() };
    let listed = format!("CUPS has {}{more}", names[..names.len().min(NAMED)].join(", "));
    match (wanted, default) {
        (Some(wanted), _) if !names.iter().any(|name| name == wanted) => Finding::warn(
            Area::Printers,
            &format!("{listed}; not {wanted}, which the profile names."),
            "Put printer in the profile right, or have that queue set up.",
        ),
        (Some(wanted), _) => Finding::ok(Area::Printers, &format!("{listed}; the profile offers {wanted} first.")),
        (None, Some(default)) => Finding::ok(Area::Printers, &format!("{listed}; {default} is the default.")),
        (None, None) => Finding::ok(Area::Printers, &format!("{listed}; none of them is the default.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Level;

    #[test]
    fn a_queue_that_the_profile_names_must_be_there() {
        let text = "[profiles.a]\nurl = \"https://idm.example.ch\"\ntoken_env = \"T\"\nprinter = \"Card\"\n";
        let profile = crate::config::parse("c".as_ref(), text).unwrap().profile(None).unwrap().clone();
        let queues = |names: &[&str], default: Option<&str>| Queues {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            default: default.map(String::from),
        };
        for (queues, profile, level, told) in [
            (Ok(&queues(&["Card", "Hall"], Some("Hall"))), Some(&profile), Level::Ok, "offers Card first"),
            (Ok(&queues(&["Hall"], Some("Hall"))), Some(&profile), Level::Warn, "not Card"),
            (Ok(&queues(&["Hall"], Some("Hall"))), None, Level::Ok, "Hall is the default"),
            (Ok(&queues(&["Hall"], None)), None, Level::Ok, "none of them is the default"),
            (Ok(&queues(&[], None)), None, Level::Warn, "no queue"),
            (Err(&PrintFault::NoLp), None, Level::Warn, "No list of printers"),
        ] {
            let found = judge(queues, profile);
            assert!(found.level == level && found.found.as_str().contains(told), "{}", found.found);
        }
    }
}
