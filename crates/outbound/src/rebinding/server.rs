//! A small name server, and a resolver that asks it and nobody else, and keeps nothing.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::op::{Message, OpCode, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, AAAA, CNAME};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use hickory_resolver::{Resolver, TokioResolver};
use tokio::net::UdpSocket;

/// What the server says to a question.
#[derive(Debug, Clone)]
pub(super) enum Said {
    /// These records, none of which may be kept.
    Records(Vec<Said>),
    /// An address of the name that was asked for.
    Address(IpAddr),
    /// An address of another name.
    Named(String, IpAddr),
    /// That one name is another.
    Alias(String, String),
    /// That there is no such name.
    NoName,
    /// Nothing at all.
    Silence,
    /// Bytes that are no answer.
    Noise,
}

impl Said {
    pub(super) fn named(name: &str, address: IpAddr) -> Said {
        Said::Named(name.to_owned(), address)
    }
}

/// Starts a server that answers by name, and by how often that name was asked for before; and a resolver that asks it.
pub(super) async fn resolver(answer: impl Fn(&str, usize) -> Said + Send + Sync + 'static) -> TokioResolver {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(serve(socket, answer));
    let mut connection = ConnectionConfig::udp();
    connection.port = address.port();
    let server = NameServerConfig::new(address.ip(), true, vec![connection]);
    let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
    let mut builder = Resolver::builder_with_config(config, TokioRuntimeProvider::default());
    let options = builder.options_mut();
    options.timeout = Duration::from_millis(300);
    options.attempts = 1;
    options.cache_size = 0;
    options.use_hosts_file = ResolveHosts::Never;
    builder.build().unwrap()
}

async fn serve(socket: UdpSocket, answer: impl Fn(&str, usize) -> Said) {
    let mut asked: HashMap<(String, RecordType), usize> = HashMap::new();
    let mut packet = [0; 1500];
    while let Ok((length, from)) = socket.recv_from(&mut packet).await {
        let Ok(question) = Message::from_vec(&packet[..length]) else { continue };
        let query = question.queries[0].clone();
        let name = query.name().to_string().to_lowercase();
        let nth = asked.entry((name.clone(), query.query_type())).or_default();
        let said = answer(&name, *nth);
        *nth += 1;
        let mut message = Message::response(question.metadata.id, OpCode::Query);
        message.add_query(query.clone());
        match said {
            Said::Silence => continue,
            Said::Noise => {
                send(&socket, b"\xFF\xFFno answer", from).await;
                continue;
            }
            Said::NoName => message.metadata.response_code = ResponseCode::NXDomain,
            Said::Records(records) => {
                let records = records.iter().filter_map(|said| record(said, query.name(), query.query_type()));
                message.add_answers(records);
            }
            other => {
                message.add_answers(record(&other, query.name(), query.query_type()));
            }
        }
        send(&socket, &message.to_vec().unwrap(), from).await;
    }
}

async fn send(socket: &UdpSocket, bytes: &[u8], to: SocketAddr) {
    let _ = socket.send_to(bytes, to).await;
}

/// A record of no lifetime, if it is one for what was asked.
fn record(said: &Said, asked: &Name, kind: RecordType) -> Option<Record> {
    let (name, data) = match said {
        Said::Address(ip) => (asked.clone(), address(*ip)),
        Said::Named(name, ip) => (name.parse().unwrap(), address(*ip)),
        Said::Alias(name, to) => (name.parse().unwrap(), RData::CNAME(CNAME(to.parse().unwrap()))),
        _ => return None,
    };
    let fits = data.record_type() == kind || data.record_type() == RecordType::CNAME;
    fits.then(|| Record::from_rdata(name, 0, data))
}

fn address(ip: IpAddr) -> RData {
    match ip {
        IpAddr::V4(ip) => RData::A(A(ip)),
        IpAddr::V6(ip) => RData::AAAA(AAAA(ip)),
    }
}
