//! A Redis of one's own: durable like the real one, with the real access rules.

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
        let rules = format!("user default off ~* &* +@all\nuser ping on nopass -@all +ping\n{}", rules.concat());
        std::fs::write(directory.path().join("users.acl"), rules).expect("a writable temporary directory");
        let port = free_port();
        let process = Self::spawn(&directory, port);
        let server = Self { process, directory, port };
        server.wait().await;
        server
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

    async fn wait(&self) {
        let client = redis_client(self.port);
        for _ in 0..500 {
            if let Ok(mut connection) = client.get_multiplexed_async_connection().await
                && redis::cmd("PING").query_async::<String>(&mut connection).await.is_ok()
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("redis-server on port {} did not answer within 5 s", self.port);
    }

    /// The address of `service`'s keyspace.
    pub fn url(&self, service: &str) -> String {
        format!("redis://{service}:{PASSWORD}@127.0.0.1:{}/", self.port)
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
        self.wait().await;
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
