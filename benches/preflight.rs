//! The readings before a confirmation, on a server that takes 20 ms for each answer: side by side they take hardly longer
//! than one. Compare the two rows; one after the other they would take three times as long.

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench")]

use std::path::Path;
use std::time::Duration;

use credesk::api::ApiClient;
use credesk::config;
use credesk::domain::credential::CredentialKind;
use credesk::domain::evidence::FingerprintKey;
use credesk::domain::id::{ClientId, UserId, UserRef};
use credesk::sandbox::{Operator, Options, Sandbox};
use tokio::runtime::{Builder, Runtime};

fn main() {
    divan::main();
}

struct Bench {
    runtime: Runtime,
    client: ApiClient,
    user: UserRef,
    _sandbox: Sandbox,
}

fn bench() -> Bench {
    let sandbox = Sandbox::start(Options { users: 0, delay: Duration::from_millis(20), ..Options::default() }).unwrap();
    let (url, token) = (sandbox.url(), sandbox.token(Operator::Helpdesk));
    let toml = format!("[profiles.bench]\nurl = \"{url}\"\ntoken_command = [\"echo\", \"{token}\"]\n");
    let client = ApiClient::new(config::parse(Path::new("bench"), &toml).unwrap().profile(None).unwrap());
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let user = UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse("1001").unwrap() };
    runtime.block_on(client.user(&user)).unwrap(); // fetches the token
    Bench { runtime, client, user, _sandbox: sandbox }
}

/// The user alone.
#[divan::bench(sample_count = 30, sample_size = 1)]
fn one_reading(bencher: divan::Bencher<'_, '_>) {
    let bench = bench();
    bencher.bench_local(|| bench.runtime.block_on(bench.client.user(&bench.user)));
}

/// The user, the list of credentials and the credential's own page, as the confirmation asks for them.
#[divan::bench(sample_count = 30, sample_size = 1)]
fn preflight(bencher: divan::Bencher<'_, '_>) {
    let bench = bench();
    let key = FingerprintKey::new([7; 32]);
    let kind = CredentialKind::TempStrongPassword;
    bencher.bench_local(|| {
        bench.runtime.block_on(async {
            tokio::join!(bench.client.user(&bench.user), bench.client.evidence(&bench.user, &kind, None, &key))
        })
    });
}
