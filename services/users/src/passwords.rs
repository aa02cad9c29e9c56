//! Hashing passwords (argon2id), off the runtime and a few at a time: a flood of sign-ins must not take the cores and
//! the memory of everything else.
//!
//! It happens on threads of its own, as many as may hash at a time. On the runtime's threads for blocking work, of which
//! there are many, the allocator would keep the memory of a hash for each of them.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::Error;
use crate::domain::password::Password;

/// OWASP's floor for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A password's hash as a PHC string; never shown by `Debug`.
#[derive(Clone)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Where passwords are hashed: some at a time, some more waiting, and no others.
#[derive(Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
    threads: SyncSender<Job>,
    nobodys: PasswordHash,
}

type Job = Box<dyn FnOnce() + Send>;

/// The right to hash now. What must happen before the next one's turn, such as counting a failure, happens while this
/// is held: so nobody gets more tries by sending them all at once.
pub struct Turn {
    held: Arc<(OwnedSemaphorePermit, OwnedSemaphorePermit)>,
    threads: SyncSender<Job>,
    nobodys: PasswordHash,
}

impl Passwords {
    /// `running` hashes at a time and `waiting` more in line.
    pub fn new(running: usize, waiting: usize) -> Result<Self, Error> {
        // Accounts without a password are checked against this one, so that they answer as others do and as late.
        let nobodys = hash(boot::random::secret().as_bytes())?;
        let places = Arc::new(Semaphore::new(running + waiting));
        Ok(Self { places, turns: Arc::new(Semaphore::new(running)), threads: threads(running)?, nobodys })
    }

    /// Waits for a turn; [`Error::Busy`] where too many wait already.
    pub async fn turn(&self) -> Result<Turn, Error> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Error::Busy)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|cause| Error::Broken(cause.to_string()))?;
        Ok(Turn { held: Arc::new((place, turn)), threads: self.threads.clone(), nobodys: self.nobodys.clone() })
    }
}

impl Turn {
    /// The hash of a new password.
    pub async fn hash(&self, password: Password) -> Result<PasswordHash, Error> {
        self.compute(move || hash(password.bytes().unwrap_or_default())).await?
    }

    /// Whether `password` is the one that was hashed. Without a hash, or with a password that is too long to be one,
    /// the answer is no and takes as long.
    pub async fn verify(&self, password: Password, known: Option<PasswordHash>) -> Result<bool, Error> {
        let nobodys = self.nobodys.clone();
        self.compute(move || match (password.bytes(), known) {
            (Some(bytes), Some(known)) => matches(bytes, &known),
            _ => matches(b"nobody's", &nobodys).map(|_| false),
        })
        .await?
    }

    async fn compute<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        // The work holds the turn too: it cannot be called off when the caller of the request goes away.
        let held = Arc::clone(&self.held);
        let (answer, answered) = oneshot::channel();
        let job = Box::new(move || {
            let done = work();
            drop(held);
            // Where the caller went away, nobody waits for it.
            let _ = answer.send(done);
        });
        // Never full: a job has a turn, and there is a place for each.
        self.threads.try_send(job).map_err(|cause| Error::Broken(cause.to_string()))?;
        answered.await.map_err(|_| Error::Broken("a hash was broken off".to_owned()))
    }
}

/// Threads that hash until the last sender is gone.
fn threads(count: usize) -> Result<SyncSender<Job>, Error> {
    let (sender, jobs) = sync_channel(count);
    let jobs = Arc::new(Mutex::new(jobs));
    for _ in 0..count {
        let jobs = Arc::clone(&jobs);
        let thread = std::thread::Builder::new().name("passwords".to_owned());
        thread.spawn(move || work_off(&jobs)).map_err(|fault| Error::Broken(fault.to_string()))?;
    }
    Ok(sender)
}

fn work_off(jobs: &Mutex<Receiver<Job>>) {
    while let Some(job) = next(jobs) {
        // One that panics takes its answer with it, which its caller notices; the thread goes on.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}

fn next(jobs: &Mutex<Receiver<Job>>) -> Option<Job> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|fault| Error::Broken(fault.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &[u8]) -> Result<PasswordHash, Error> {
    let hash = argon2()?.hash_password(password).map_err(|fault| Error::Broken(fault.to_string()))?;
    Ok(PasswordHash(hash.to_string()))
}

fn matches(password: &[u8], known: &PasswordHash) -> Result<bool, Error> {
    match argon2()?.verify_password(password, known.0.as_str()) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(fault) => Err(Error::Broken(format!("a stored password hash: {fault}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Password, Passwords};
    use crate::Error;

    #[tokio::test]
    async fn a_hash_knows_its_password_and_no_other() {
        let passwords = Passwords::new(1, 1).unwrap();
        let turn = passwords.turn().await.unwrap();
        let hash = turn.hash(Password::typed("tall-otter-42!")).await.unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
        assert!(turn.verify(Password::typed("tall-otter-42!"), Some(hash.clone())).await.unwrap());
        assert!(!turn.verify(Password::typed("tall-otter-43!"), Some(hash.clone())).await.unwrap());
        assert!(!turn.verify(Password::typed(&"x".repeat(600)), Some(hash.clone())).await.unwrap());
        assert!(!turn.verify(Password::typed("nobody's"), None).await.unwrap());
        assert_eq!(format!("{hash:?}"), "PasswordHash(…)");
    }

    #[tokio::test]
    async fn a_hash_that_is_broken_off_harms_no_other() {
        let passwords = Passwords::new(1, 1).unwrap();
        let turn = passwords.turn().await.unwrap();
        assert!(matches!(turn.compute(|| panic!("as a test")).await, Err::<(), _>(Error::Broken(_))));
        assert_eq!(turn.compute(|| 1).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn who_finds_the_line_full_is_turned_away() {
        let passwords = Passwords::new(1, 1).unwrap();
        let first = passwords.turn().await.unwrap();
        let second = tokio::spawn({
            let passwords = passwords.clone();
            async move { passwords.turn().await.is_ok() }
        });
        tokio::task::yield_now().await;
        assert!(matches!(passwords.turn().await, Err(Error::Busy)));
        drop(first);
        assert!(second.await.unwrap());
        assert!(passwords.turn().await.is_ok());
    }
}
