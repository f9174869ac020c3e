//! The HTTP side: the thread with its runtime, the state that requests share, and what happens to every request
//! whatever its route: it is logged, perhaps harmed, delayed and dated.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONNECTION, CONTENT_TYPE, DATE, LOCATION};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use tokio::sync::oneshot;

use super::fault::{Answer, Faults, Harm};
use super::line::{Lines, Scissors};
use super::request_log::{RequestLog, Seen};
use super::routes;
use super::world::World;

/// What a sign-in proxy sends when it takes a console for a browser.
const PAGE: &str =
    "<!DOCTYPE html><html><head><title>Sign in - Proxy</title></head><body>Please sign in.</body></html>";

/// State that all requests, and the [`super::Sandbox`] that started them, share.
pub(super) struct Shared {
    world: Mutex<World>,
    log: Mutex<RequestLog>,
    faults: Mutex<Faults>,
    delay: Mutex<Duration>,
}

impl Shared {
    pub fn new(world: World, delay: Duration) -> Self {
        Self { world: Mutex::new(world), log: Mutex::default(), faults: Mutex::default(), delay: Mutex::new(delay) }
    }

    pub fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    pub fn log(&self) -> MutexGuard<'_, RequestLog> {
        lock(&self.log)
    }

    pub fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    pub fn delay(&self) -> MutexGuard<'_, Duration> {
        lock(&self.delay)
    }
}

/// A handler that panicked has spoilt one answer, not the sandbox.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Binds a loopback address; anything else is refused, for the sandbox gives away its tokens and has no TLS.
pub(super) fn bind(listen: SocketAddr) -> io::Result<TcpListener> {
    if !listen.ip().is_loopback() {
        let message = format!("the sandbox listens on loopback only, and {} is not a loopback address", listen.ip());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let listener = TcpListener::bind(listen)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Serves until told to stop, on the calling thread. Connections still open then are dropped.
pub(super) fn run(listener: TcpListener, shared: Arc<Shared>, stop: oneshot::Receiver<()>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let lines = Lines(tokio::net::TcpListener::from_std(listener)?);
        let router = routes::router().layer(from_fn_with_state(shared.clone(), every_request)).with_state(shared);
        let serve = axum::serve(lines, router.into_make_service_with_connect_info::<Scissors>());
        tokio::select! {
            result = async { serve.await } => result,
            _ = stop => Ok(()),
        }
    })
}

/// What happens to a request before and after its route.
async fn every_request(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    shared.log().add(Seen::from(&parts));
    let harm = shared.faults().take(parts.method.as_str(), parts.uri.path());
    let request = Request::from_parts(parts, body);
    let mut response = match harm {
        None => next.run(request).await,
        Some(Harm::Instead(answer)) => in_place_of_answer(answer, &scissors).await,
        Some(Harm::AfterCarryingOut(answer)) => {
            next.run(request).await;
            in_place_of_answer(answer, &scissors).await
        }
        Some(Harm::CutBody(bytes)) => {
            let mut response = next.run(request).await;
            // An answer without a body must not leave the cut to the next answer on the same connection.
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            scissors.cut_body_after(bytes);
            response
        }
    };
    // The wait is between deed and answer: a client that gives up has not undone anything.
    let delay = *shared.delay();
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    if let Ok(date) = HeaderValue::try_from(shared.world().now().http_date()) {
        response.headers_mut().insert(DATE, date);
    }
    response
}

/// The answer of a fault.
async fn in_place_of_answer(answer: Answer, scissors: &Scissors) -> Response {
    match answer {
        Answer::Status(code, body) => {
            let json = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
            (status(code), json, body).into_response()
        }
        Answer::HtmlPage => Html(PAGE).into_response(),
        Answer::Redirect(code, location) => (status(code), one_header(LOCATION, &location)).into_response(),
        Answer::Close => {
            scissors.cut_now();
            StatusCode::OK.into_response()
        }
        Answer::Silence => std::future::pending().await,
    }
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn one_header(name: HeaderName, value: &str) -> axum::http::HeaderMap {
    HeaderValue::try_from(value).map(|value| [(name, value)].into_iter().collect()).unwrap_or_default()
}
