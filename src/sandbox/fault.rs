//! Faults on demand: a test queues one, and the next request that fits suffers it. Faults end an answer; they never
//! change how an operation is carried out.

/// A fault for one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// `GET`, `POST` or `PATCH`.
    pub method: String,
    /// The end of the request's path, such as `/puk/reset`.
    pub path_suffix: String,
    /// What happens to the request.
    pub harm: Harm,
}

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Harm {
    /// The request is not carried out; this is the answer.
    Instead(Answer),
    /// The request is carried out, but this is the answer.
    AfterCarryingOut(Answer),
    /// The request is carried out and answered; after so many bytes of the answer's body the connection ends.
    CutBody(usize),
}

/// What comes in place of the true answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A status with a body, sent as `application/json`.
    Status(u16, String),
    /// 200 with a web page, as a sign-in proxy sends it.
    HtmlPage,
    /// A status with a `Location` and no body.
    Redirect(u16, String),
    /// The connection ends before the first byte of an answer.
    Close,
    /// Nothing, for as long as the client waits.
    Silence,
}

impl Fault {
    /// A fault for the next request of this method whose path ends so.
    pub fn new(method: &str, path_suffix: &str, harm: Harm) -> Self {
        Self { method: method.to_owned(), path_suffix: path_suffix.to_owned(), harm }
    }
}

/// The faults that have not happened yet, oldest first.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// The oldest fault that fits a request; it is gone then.
    pub fn take(&mut self, method: &str, path: &str) -> Option<Harm> {
        let fits = |fault: &Fault| fault.method == method && path.ends_with(&fault.path_suffix);
        let place = self.0.iter().position(fits)?;
        Some(self.0.remove(place).harm)
    }
}
