//! One connection from its first byte to its last: reads as bytes come, tells its schedule, and plays the answers.

use std::sync::Arc;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::http::{Incoming, Request};
use crate::place::{Busy, Place, Reply};
use crate::script::{Carriage, Line};
use crate::server::Shared;
use crate::wire::Wire;

/// Asks the number of the connection: no part of HTTP, and no byte of TLS.
pub const BELL: &[u8] = b"BELL / \r\n\r\n";

/// Which listener took the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Plain,
    Secure,
    /// Where redirects point to. Nobody should come here.
    Elsewhere,
}

/// A connection of a shared listener.
pub async fn serve(shared: &Arc<Shared>, mut socket: TcpStream, origin: Origin, number: u64) {
    let _delays = socket.set_nodelay(true);
    if is_bell(&socket).await {
        return ring(&mut socket, number).await;
    }
    let mut wire = match origin {
        Origin::Plain | Origin::Elsewhere => Wire::Plain(socket),
        Origin::Secure => match shared.tls.good.accept(socket).await {
            Ok(stream) => Wire::Tls(Box::new(stream)),
            Err(_) => return,
        },
    };
    let mut incoming = Incoming::default();
    let Some(place) = name(shared, &mut wire, &mut incoming).await else { return };
    if origin == Origin::Elsewhere {
        let mut world = place.world.lock().unwrap();
        world.counts.strayed += 1;
        world.note("strayed: followed a redirect");
        return;
    }
    let _busy = Busy::of(&place);
    shared.named(number);
    talk(&place, wire, incoming).await;
}

/// A connection of a schedule's own door.
pub async fn at_the_door(shared: Arc<Shared>, place: Arc<Place>, mut socket: TcpStream) {
    let _busy = Busy::of(&place);
    let _delays = socket.set_nodelay(true);
    let door = place.door.clone().unwrap();
    if is_bell(&socket).await {
        return ring(&mut socket, 0).await;
    }
    let line = door.meets();
    place.world.lock().unwrap().note(format!("at the door: {line:?}"));
    let acceptor = match line {
        Line::Open | Line::Refused | Line::Full => &shared.tls.good,
        Line::OtherName => &shared.tls.other_name,
        Line::Expired => &shared.tls.expired,
        Line::Stranger => &shared.tls.stranger,
        Line::CloseUnread => return drop(socket),
        Line::ResetUnread => return Wire::Plain(socket).reset(),
        Line::HandshakeCut(begun) => {
            if begun {
                let _gone = socket.write_all(&[0x16, 3, 3, 0, 0x7a, 2, 0, 0]).await;
            }
            return;
        }
    };
    let wire = if place.schedule.script.nature.tls {
        match acceptor.accept(socket).await {
            Ok(stream) => Wire::Tls(Box::new(stream)),
            Err(_) => return,
        }
    } else {
        Wire::Plain(socket)
    };
    talk(&place, wire, Incoming::default()).await;
}

async fn is_bell(socket: &TcpStream) -> bool {
    let mut first = [0];
    matches!(socket.peek(&mut first).await, Ok(1)) && first[0] == BELL[0]
}

async fn ring(socket: &mut TcpStream, number: u64) {
    let mut block = [0; 64];
    let _bell = tokio::io::AsyncReadExt::read(socket, &mut block).await;
    let _gone = socket.write_all(number.to_string().as_bytes()).await;
}

/// The schedule that the first line names.
async fn name(shared: &Shared, wire: &mut Wire, incoming: &mut Incoming) -> Option<Arc<Place>> {
    while incoming.line().is_none() {
        more(wire, incoming).await?;
    }
    let number = incoming.line()?.1.strip_prefix("/w/")?.split('/').next()?.parse().ok()?;
    shared.place(number)
}

async fn more(wire: &mut Wire, incoming: &mut Incoming) -> Option<()> {
    let mut block = [0; 4096];
    let count = wire.read(&mut block).await;
    incoming.push(&block[..count]);
    (count > 0).then_some(())
}

/// Answers every request until the client goes away. It goes on reading also where the answer has ended, so that no
/// second request is missed.
async fn talk(place: &Arc<Place>, mut wire: Wire, mut incoming: Incoming) {
    loop {
        let Some(request) = next(place, &mut wire, &mut incoming).await else { return };
        let reply = place.answer(&request).await;
        match play(place, wire, reply).await {
            Some(still_open) => wire = still_open,
            None => return,
        }
    }
}

/// The next whole request. A change counts as begun with its first line.
async fn next(place: &Arc<Place>, wire: &mut Wire, incoming: &mut Incoming) -> Option<Request> {
    let mut begun = false;
    loop {
        if let Some((method, _)) = incoming.line()
            && method != "GET"
            && !std::mem::replace(&mut begun, true)
        {
            place.write_begins();
        }
        match incoming.take() {
            Ok(Some(request)) => return Some(request),
            Ok(None) => more(wire, incoming).await?,
            Err(why) => {
                let mut world = place.world.lock().unwrap();
                world.counts.odd += 1;
                world.note(format!("odd: {why}"));
                return None;
            }
        }
    }
}

/// Sends an answer as its carriage has it. Gives the connection back unless it was reset.
async fn play(place: &Place, mut wire: Wire, reply: Reply) -> Option<Wire> {
    let Reply { bytes, carriage, then_end } = reply;
    let place_of = |byte: u32| &bytes[..byte as usize % bytes.len()];
    let mut end = then_end;
    match carriage {
        Carriage::Whole => wire.send(&bytes).await,
        Carriage::After(units) => {
            tokio::time::sleep(place.unit * units).await;
            wire.send(&bytes).await;
        }
        Carriage::Dribble => {
            for piece in bytes.chunks(bytes.len() / 16 + 1) {
                wire.send(piece).await;
                tokio::task::yield_now().await;
            }
        }
        Carriage::Interim => {
            wire.send(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n").await;
            wire.send(&bytes).await;
        }
        Carriage::Twice => {
            wire.send(&bytes).await;
            wire.send(&bytes).await;
        }
        Carriage::CloseAt(byte) => {
            wire.send(place_of(byte)).await;
            end = true;
        }
        Carriage::ResetAt(byte) => {
            wire.send(place_of(byte)).await;
            wire.reset();
            return None;
        }
        Carriage::SilentAt(byte) => {
            wire.send(place_of(byte)).await;
            end = false;
        }
        Carriage::ResetAfter => {
            wire.send(&bytes).await;
            wire.reset();
            return None;
        }
    }
    if end {
        wire.end().await;
    }
    Some(wire)
}
