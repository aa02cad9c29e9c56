//! A foreign server of our own: it answers each connection by a function of the request.

use std::fmt::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use outbound::{Conditional, FetchError, Fetched, Outbound, Policy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What a peer does once it has read a request.
pub(crate) enum Answer {
    /// Sends this and closes.
    Bytes(Vec<u8>),
    /// Sends this, then the chunk for ever, with a pause between.
    Endless { head: Vec<u8>, chunk: Vec<u8>, pause: Duration },
}

/// A listening peer, and the requests it has seen.
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Peer {
    /// Listens on an address of loopback; every request is answered by `answer`.
    pub(crate) async fn listen(ip: &str, answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Peer {
        let listener = TcpListener::bind((ip, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (Arc::clone(&seen), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                log.lock().unwrap().push(String::new());
                tokio::spawn(serve(stream, Arc::clone(&log), Arc::clone(&answer)));
            }
        });
        Peer { address, seen }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked, in order; a connection that never asked is an empty string.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, log: Arc<Mutex<Vec<String>>>, answer: Arc<impl Fn(&str) -> Answer>) {
    let mut request = Vec::new();
    let mut byte = [0; 1];
    while !request.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte).await {
            Ok(1) => request.push(byte[0]),
            _ => return,
        }
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    log.lock().unwrap().last_mut().unwrap().clone_from(&request);
    match answer(&request) {
        Answer::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
        }
        Answer::Endless { head, chunk, pause } => {
            let _ = stream.write_all(&head).await;
            while stream.write_all(&chunk).await.is_ok() {
                tokio::time::sleep(pause).await;
            }
        }
    }
}

/// A response with these headers and this body.
pub(crate) fn response(status: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    Answer::Bytes([head.as_bytes(), b"\r\n", body].concat())
}

/// The door as the tests have it: short deadlines, and only 127.0.0.2 let through.
pub(crate) fn door() -> Outbound {
    let policy = Policy::allowing(vec!["127.0.0.2/32".parse().unwrap()]);
    Outbound::new(Policy { deadline: Duration::from_millis(900), max_bytes: 1024 * 1024, ..policy }).unwrap()
}

/// Asks without anything known.
pub(crate) async fn get(url: &str) -> Result<Fetched, FetchError> {
    door().get(url, &Conditional::default()).await
}
