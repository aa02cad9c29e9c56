//! Single requests, for preparing what is measured.

use std::io;
use std::net::SocketAddr;

use serde_json::{Value, json};

use crate::http::{Connection, Request, request};

/// An answer that was as hoped.
#[derive(Debug)]
pub struct Answered {
    /// Its bytes.
    pub body: Vec<u8>,
    /// Its version, where it has one.
    pub etag: Option<String>,
}

impl Answered {
    /// The text of the field `name`.
    pub fn text(&self, name: &str) -> io::Result<String> {
        let value: Value = serde_json::from_slice(&self.body).map_err(io::Error::other)?;
        let text = value[name].as_str().map(str::to_owned);
        text.ok_or_else(|| io::Error::other(format!("no {name} in {value}")))
    }
}

/// Asks once; an answer that is no 2xx is an error that holds it.
pub async fn ask(address: SocketAddr, request: &Request) -> io::Result<Answered> {
    let mut connection = Connection::open(address).await?;
    let answer = connection.ask(request).await?;
    if !(200..300).contains(&answer.status) {
        let line = String::from_utf8_lossy(&request[..request.len().min(60)]).into_owned();
        let body = String::from_utf8_lossy(answer.body);
        return Err(io::Error::other(format!("{line:?} was answered {}: {body}", answer.status)));
    }
    let etag = answer.header("etag").map(|tag| String::from_utf8_lossy(tag).into_owned());
    Ok(Answered { body: answer.body.to_vec(), etag })
}

/// A request of somebody signed in.
pub fn signed(method: &str, path: &str, token: &str, body: &[u8]) -> Request {
    request(method, path, &[("authorization", &format!("Bearer {token}"))], body)
}

/// The body of a sign-in.
pub fn credentials(email: &str, password: &str) -> Vec<u8> {
    json!({ "email": email, "password": password }).to_string().into_bytes()
}

/// The tokens of `count` sign-ins.
pub async fn sign_in(users: SocketAddr, email: &str, password: &str, count: usize) -> io::Result<Vec<String>> {
    let login = request("POST", "/api/v1/auth/login", &[], &credentials(email, password));
    let mut tokens = Vec::with_capacity(count);
    for _ in 0..count {
        tokens.push(ask(users, &login).await?.text("token")?);
    }
    Ok(tokens)
}
