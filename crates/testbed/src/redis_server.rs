//! A Redis of one's own: durable like the real one, with the real access rules.

use std::collections::BTreeMap;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::SERVICES;

/// The access rule of one service, as the cluster has it.
const RULE: &str = include_str!("../../../deploy/redis/service.acl");
const PASSWORD: &str = "testbed";

/// A running redis-server; ends with the value.
pub struct RedisServer {
    process: Child,
    directory: TempDir,
    port: u16,
}

impl RedisServer {
    /// Starts a server and waits until it answers.
    ///
    /// # Panics
    /// Where neither `redis-server` nor `redis-tools` is installed: `make test` installs the latter.
    pub async fn start() -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let hash = Sha256::digest(PASSWORD).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        let rules = SERVICES.map(|service| RULE.replace("@SERVICE@", service).replace("@PASSWORD_SHA256@", &hash));
        // The rights of `default` are for Redis itself, as in deploy/init: as that user it reads its own file.
        let rules = format!("user default off ~* &* +@all\nuser ping on nopass -@all +ping +info\n{}", rules.concat());
        std::fs::write(directory.path().join("users.acl"), rules).expect("a writable temporary directory");
        // Between finding a free port and listening there, another test may take it: then the server ends at once.
        let mut server = Self::on_port(directory, free_port());
        while !server.answers().await {
            let port = free_port();
            server.process = Self::spawn(&server.directory, port);
            server.port = port;
        }
        server
    }

    fn on_port(directory: TempDir, port: u16) -> Self {
        Self { process: Self::spawn(&directory, port), directory, port }
    }

    fn spawn(directory: &TempDir, port: u16) -> Child {
        // Debian's redis-tools carries the server under another name: it looks at the name it is called by.
        let named = |program: &str| Command::new(program).arg("--version").stdout(Stdio::null()).status().is_ok();
        let program = if named("redis-server") { "redis-server" } else { "redis-check-aof" };
        Command::new(program)
            .arg0("redis-server")
            .args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "yes"])
            .args(["--appendfsync", "always", "--maxmemory-policy", "noeviction", "--aclfile"])
            .arg(directory.path().join("users.acl"))
            .arg("--dir")
            .arg(directory.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server or redis-tools is installed")
    }

    /// Waits until the server answers: false where its process ended instead.
    async fn answers(&mut self) -> bool {
        let client = redis_client(self.port);
        for _ in 0..500 {
            let connected = client.get_multiplexed_async_connection().await;
            if self.process.try_wait().expect("a child of ours").is_some() {
                return false;
            }
            if let Ok(mut connection) = connected
                && redis::cmd("PING").query_async::<String>(&mut connection).await.is_ok()
            {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("redis-server on port {} did not answer within 5 s", self.port);
    }

    /// The address of `service`'s keyspace.
    pub fn url(&self, service: &str) -> String {
        format!("redis://{service}:{PASSWORD}@127.0.0.1:{}/", self.port)
    }

    /// How often each command was called since the server started, those of scripts included: what something costs,
    /// however busy the machine is.
    pub async fn calls(&self) -> BTreeMap<String, u64> {
        let connected = redis_client(self.port).get_multiplexed_async_connection().await;
        let mut connection = connected.expect("a server that answers");
        let told: String =
            redis::cmd("INFO").arg("commandstats").query_async(&mut connection).await.expect("the user may ask");
        let calls = told.lines().filter_map(|line| {
            let (command, figures) = line.strip_prefix("cmdstat_")?.split_once(":calls=")?;
            Some((command.to_owned(), figures.split(',').next()?.parse().ok()?))
        });
        calls.collect()
    }

    /// Kills the server (SIGKILL) without ending the value.
    pub fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// Starts it again on the same port, with the data it had written.
    pub async fn restart(&mut self) {
        self.kill();
        self.process = Self::spawn(&self.directory, self.port);
        assert!(self.answers().await, "port {} was free a moment ago", self.port);
    }

    /// Freezes the server (SIGSTOP): its connections stay open and nothing answers.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets a frozen server go on (SIGCONT).
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.process.id().to_string()]).status();
        assert!(status.expect("kill is part of every system").success());
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
    }
}

fn redis_client(port: u16) -> redis::Client {
    redis::Client::open(format!("redis://ping:any@127.0.0.1:{port}/")).expect("a well-formed url")
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("a bound listener has an address").port()
}
