//! The least HTTP/1.1 that asks our services: one kept connection, requests made beforehand, bodies of a told length.
//!
//! Own code instead of a client's: the generator must cost less than what it measures, on the machine it shares with it.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How much is read at once.
const CHUNK: usize = 64 * 1024;

/// A request's bytes, ready to send.
pub type Request = Vec<u8>;

/// A kept connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer, within the connection's buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer<'a> {
    /// The status.
    pub status: u16,
    /// The lines before the body.
    pub head: &'a [u8],
    /// The body.
    pub body: &'a [u8],
}

/// Where in the buffer an answer's parts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Head {
    status: u16,
    length: usize,
    body_at: usize,
}

impl Connection {
    /// Connects to `address`.
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(CHUNK) })
    }

    /// Sends `request` and reads the answer whole.
    pub async fn ask(&mut self, request: &[u8]) -> io::Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            self.read_more().await?;
            if let Some(head) = Head::read(&self.buffer)? {
                break head;
            }
        };
        let end = head.body_at + head.length;
        while self.buffer.len() < end {
            self.read_more().await?;
        }
        let (lines, body) = self.buffer[..end].split_at(head.body_at);
        Ok(Answer { status: head.status, head: lines, body })
    }

    async fn read_more(&mut self) -> io::Result<()> {
        self.buffer.reserve(CHUNK);
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the connection was closed within an answer")),
            _ => Ok(()),
        }
    }
}

impl<'a> Answer<'a> {
    /// The value of the header `name`, where there is one.
    pub fn header(&self, name: &str) -> Option<&'a [u8]> {
        value_of(name.as_bytes(), self.head)
    }
}

impl Head {
    /// The head at the beginning of `bytes`; none where it is not complete yet.
    fn read(bytes: &[u8]) -> io::Result<Option<Self>> {
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
        let refused = |what: &str| io::Error::other(format!("{what}: {}", String::from_utf8_lossy(&bytes[..end])));
        let status = bytes.strip_prefix(b"HTTP/1.1 ").and_then(number);
        let status = status.and_then(|status| u16::try_from(status).ok()).ok_or_else(|| refused("no HTTP/1.1"))?;
        let told = value_of(b"content-length", &bytes[..end]).and_then(number);
        let length = match (status, told) {
            (204 | 304, _) => 0,
            (_, Some(length)) => length,
            (_, None) => return Err(refused("an answer without a length")),
        };
        Ok(Some(Self { status, length, body_at: end + 4 }))
    }
}

/// The value of the header `name` among the lines of `head`.
fn value_of<'a>(name: &[u8], head: &'a [u8]) -> Option<&'a [u8]> {
    head.split(|byte| *byte == b'\n').find_map(|line| {
        let (before, value) = line.split_at_checked(name.len())?;
        let value = value.strip_prefix(b":")?;
        before.eq_ignore_ascii_case(name).then(|| value.trim_ascii())
    })
}

/// The number that `text` begins with.
fn number(text: &[u8]) -> Option<usize> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&text[..digits]).ok()?.parse().ok()
}

/// A request with these header lines; a body is JSON.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Request {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: bench\r\naccept: application/json\r\n");
    for (name, value) in headers {
        text.extend([name, ": ", value, "\r\n"]);
    }
    if !body.is_empty() {
        let length = body.len().to_string();
        text.extend(["content-type: application/json\r\ncontent-length: ", &length, "\r\n"]);
    }
    text.push_str("\r\n");
    [text.as_bytes(), body].concat()
}

#[cfg(test)]
mod tests {
    use super::{Answer, Head, request};

    #[test]
    fn a_head_is_read_once_it_is_complete() {
        let text = b"HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 5\r\n\r\nhello";
        for part in 0..text.len() - 5 {
            assert_eq!(Head::read(&text[..part]).unwrap(), None);
        }
        assert_eq!(Head::read(text).unwrap(), Some(Head { status: 200, length: 5, body_at: text.len() - 5 }));
    }

    #[test]
    fn what_has_no_body_needs_no_length_and_all_else_does() {
        let bare = Head::read(b"HTTP/1.1 304 Not Modified\r\netag: \"1\"\r\n\r\n").unwrap().unwrap();
        assert_eq!((bare.status, bare.length), (304, 0));
        let answer = Answer { status: 304, head: b"HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n", body: b"" };
        assert_eq!((answer.header("etag"), answer.header("etagg")), (Some(&b"\"1\""[..]), None));
        assert!(Head::read(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
        assert!(Head::read(b"SMTP\r\n\r\n").is_err());
    }

    #[test]
    fn a_request_says_the_length_of_its_body() {
        let text = String::from_utf8(request("POST", "/a", &[("x", "y")], b"{}")).unwrap();
        assert!(text.starts_with("POST /a HTTP/1.1\r\nhost: bench\r\n"), "{text}");
        assert!(text.ends_with("x: y\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"), "{text}");
    }
}
