//! credesk: a terminal console with which helpdesk staff find a user in nevisIDM, reset one of the user's credentials,
//! and hand the new value over.
//!
//! # The house
//!
//! ```text
//!                 main, cli ---- json            sandbox  (an imitation of nevisIDM; knows only the published API:
//!                    |                                     imports nothing of the layers on the left)
//!                 runtime ------------.------------.
//!               /    |     \           \            \
//!             ui     |     api        config   journal, print  (tokio, reqwest, terminal streams, files, lp)
//!               \    |     /
//!                \  app   /        app does not see api; api does not see app
//!                 \  |   /
//!                  domain          facts and rules; no I/O, no serde, no async, no terminal
//!                    |
//!              secret, text        a value that must not leak; server text that is safe to draw
//! ```
//!
//! `tests/layers.rs` reads the sources and fails where a layer names what it must not.
//!
//! # Where to find what
//!
//! | question | file |
//! | --- | --- |
//! | which key does what, anywhere | `app/bindings.rs`: the one table |
//! | what happens on a screen | `app/screen/NAME.rs`; what it looks like: `ui/screen/NAME.rs` |
//! | what the palette offers, and where its commands lead | `app/palette.rs`; `app/jumps.rs` |
//! | how a list is narrowed | `app/filter.rs`, `app/narrowing.rs` |
//! | which of several profiles runs, and what goes over to the next: nothing | `cli/console.rs`; `runtime/mod.rs`, `runtime/inlet.rs` |
//! | what the console shows of the journal | `runtime/looking_back.rs`; in which words: `domain/audit_words.rs`, `domain/audit_prints.rs` |
//! | which stages a change goes through, and by which steps | the table in `domain/life.rs` |
//! | how one change is confirmed and answered | `domain/operation.rs` |
//! | what a reading says about a lost answer, and when to read | `domain/verdict.rs`, `domain/settling.rs` |
//! | what is told of a verdict or an open case | `domain/words.rs` |
//! | what goes on while other screens are on top: settling, open cases, comments that follow | `app/casework.rs` |
//! | what a command does, without a screen | `runtime/errand/`: the engine; `cli/NAME`; its words: `cli/args/` |
//! | what a command puts out for programs | `json/`, published in `assets/schema`; a value: `json/value.rs` |
//! | which keys count, and which were meant for another screen | `runtime/gate.rs` |
//! | who writes the journal, and when | `runtime/keeper.rs`; in which order with a request: `runtime/perform.rs` |
//! | what the operator is told when something goes wrong | `domain/fault.rs` |
//! | what is said after a success | `domain/receipt.rs` |
//! | what goes over the wire for a change | `api/resets.rs`; for a reading: `api/users.rs`, `api/credentials.rs`, ... |
//! | what is read of a credential whose change has an unknown outcome | `api/evidence.rs`, `domain/evidence.rs`; with the journal's key: `runtime/evidence.rs` |
//! | why a write goes out only once | `api/tls.rs` (client settings), `runtime/perform.rs` (never repeated, always awaited) |
//! | how server text becomes safe | `text/mod.rs`, made at one door: `api/wire` |
//! | in which ways a value may leave, as the profile allows | `domain/hand_over.rs` |
//! | when a value covers itself | `app/curtain.rs` |
//! | which characters and styles a terminal gets | `ui/glyphs.rs`, `ui/theme.rs`, `domain/look.rs`; by what it can: `runtime/fitness.rs` |
//! | how a card's grid lies on the screen | `ui/widget/grid.rs` |
//! | what goes onto paper | `domain/sheet.rs`; as PDF: `print/pdf/`; as text: `print/text/` |
//! | how a sheet gets out, in which order with the journal | `runtime/paper.rs`; to CUPS: `print/queue.rs`; to a file: `print/file.rs` |
//! | how an OTP card is read | `domain/otp_card.rs` |
//! | with which words a value is read out, and how that looks | `assets/spelling`, `domain/spelling.rs`, `domain/look_alike.rs`; `ui/widget/reading.rs` |
//! | what a sheet looks like on paper, to the millimetre | `print/pdf/layout.rs`; its words: `assets/letters` |
//! | what is logged, and where that may be said | `runtime/log.rs`; `LOGGING` in `tests/layers.rs` |
//! | how a token gets out of the environment | `runtime/environment.rs` |
//! | what happens when nobody presses a key, and who opens the lock | `domain/idle.rs`, `app/lock.rs`; who counts: `runtime/idle.rs` |
//! | when a token is fetched anew | `api/auth.rs`; what a 401 does: `api/transport.rs`; for the lock: `api/renewal.rs` |
//! | what is told of a certificate that is refused | `api/verifier.rs`, `api/certificate.rs` |
//! | which files are private enough | `config/own_file.rs`, `api/private_file.rs`; the journal's own: `journal/file.rs` |
//! | what the terminal is left like | `runtime/terminal.rs` |
//! | what is wiped of memory: freed blocks; the stack and the registers; the screen's buffers | `main.rs`; `runtime/scrub.rs`; `runtime/console.rs` |
//! | what stands in the journal, word for word | `journal/words.rs`, `journal/print_words.rs`, `journal/wire.rs` |
//! | what `credesk audit` prints | `cli/audit/` |
//! | what `credesk doctor` looks at, in which order | the table in `cli/doctor/mod.rs` |
//! | what a policy means on the telephone, and what would be kinder | `domain/spoken.rs`, `domain/advice.rs` |
//! | how a list is read, and what is done with each of its users | `cli/batch/list.rs`, `cli/batch/plan.rs`; which list it is: `cli/batch/identity.rs` |
//! | how the job is done by plain questions | `cli/plain/mod.rs`: its map; a step of the job in each file |
//! | how a line gets onto the disk, and who else may touch it | `journal/write.rs`; `journal/lock.rs`, `journal/file.rs` |
//! | how a change of the journal is noticed | `journal/chain.rs`, `journal/seal.rs`; an empty one: `journal/lost.rs` |
//! | which credentials are locked, and by what | `domain/case.rs` |
//! | what a configuration may hold | `config/profile.rs`, `config.example.toml` |
//! | what completes a command, what a manual page says | `assets/completions`, `assets/man`; made by `tests/made.rs` |
//! | what counts for a key, and where that stands | `config/key.rs`, `config/effective.rs`; `cli/configuration/` |
//! | what the sandbox decides where nevisIDM's pages are silent | the table in `sandbox/mod.rs` |
//!
//! # How one reset travels
//!
//! ```text
//! key r      runtime: keymap(User, r) = Operate
//!            app/screen/user: allowed? no -> reason, no effect.  yes -> push Confirm(Operation::draft)    effects: readings
//! draw       ui/screen/confirm: who, what, what stops working; the field is empty, the cursor in it
//! Enter      app/screen/confirm: typed == login ID -> Operation::confirm                          effects: [Write{id, order}]
//! perform    runtime/perform: the intent goes to the disk, or nothing is sent; never cancelled;
//!            api/resets sends ONE request, no retry, no redirect; the outcome goes to the disk
//! reply      the id is waited for -> hand-off, OTP card, refused, or unknown.  Else -> dropped, secret wiped
//! unknown    app/screen/settle, app/casework: readings until the verdict                          effects: [Read, Timer, Record]
//! leave      d, Esc, hang-up -> state dropped -> wiped                                            effects: [Record]
//! ```

pub mod api;
pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod journal;
pub mod json;
pub mod print;
pub mod runtime;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod secret;
pub mod text;
pub mod ui;
