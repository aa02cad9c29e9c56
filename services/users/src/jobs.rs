//! Background work: the first admin, and whether people may sign up by themselves.

use std::io::Write;
use std::time::Duration;

use boot::random;
use contracts::flags::SIGN_UP;
use contracts::{Standing, SwitchKeeper};
use identity::{Actor, Role, audit};
use tokio_util::sync::CancellationToken;

use crate::domain::account::{Account, State};
use crate::domain::password::Password;
use crate::passwords::PasswordHash;
use crate::store::first_admin::{FirstAdminState, Founding};
use crate::{App, Error, NAME};

/// How long to wait before trying again.
const PAUSE: Duration = Duration::from_secs(1);

/// Follows the flag that opens sign-up until `stop`.
pub async fn follow_sign_up(app: App, stop: CancellationToken) {
    sign_up_keeper(&app).run(|standing| turn_sign_up(&app, standing), stop).await;
}

/// Asks flags once.
pub async fn sign_up_step(app: &App) {
    turn_sign_up(app, sign_up_keeper(app).step().await);
}

fn sign_up_keeper(app: &App) -> SwitchKeeper {
    let redis = app.store.redis();
    SwitchKeeper::new(app.flags.clone(), SIGN_UP, redis.connection(), redis.prefix())
}

fn turn_sign_up(app: &App, standing: Standing) {
    if app.sign_up.set(standing) {
        tracing::info!(?standing, "sign-up");
    }
}

/// Makes the first admin, once ever; waits for Redis where it is not up yet. The service serves meanwhile.
pub async fn make_first_admin(app: App, stop: CancellationToken) {
    let mut said = false;
    loop {
        match first_admin_step(&app, &mut std::io::stdout()).await {
            Ok(true) => return,
            Ok(false) => {}
            Err(cause) if said => tracing::debug!(%cause, "the first admin cannot be made yet"),
            Err(cause) => {
                tracing::warn!(%cause, "the first admin cannot be made yet; trying until it works");
                said = true;
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// Makes the first admin if there is none, and writes a password that was made for them to `out`: exactly one line,
/// `admin <email> password <password>`. Answers whether all is done.
///
/// A process killed between making and writing leaves the rest to the next start: the password is derived from the
/// signing key and the admin's id, so it can be made again until it was told, and is kept nowhere.
pub async fn first_admin_step(app: &App, out: &mut (impl Write + Send)) -> Result<bool, Error> {
    let admin = match app.store.first_admin_state().await? {
        FirstAdminState::Done => return Ok(true),
        FirstAdminState::Untold(admin) => admin,
        FirstAdminState::Absent => {
            let admin = new_admin(app);
            match app.store.found(&founding(app, &admin).await?).await? {
                true if app.first_admin.password.is_some() => return Ok(true),
                true => admin,
                false => return Ok(false),
            }
        }
    };
    if !app.store.may_tell(&random::secret()).await? {
        return Ok(false);
    }
    let line = format!("admin {} password {}\n", admin.email, generated_password(app, &admin));
    out.write_all(line.as_bytes()).and_then(|()| out.flush()).map_err(|cause| Error::Broken(cause.to_string()))?;
    app.store.told().await?;
    Ok(true)
}

fn new_admin(app: &App) -> Account {
    let now = app.clock.now();
    Account {
        id: random::uuid(app.clock.now_ms()),
        name: "Admin".to_owned(),
        email: app.first_admin.email.as_str().to_owned(),
        role: Role::Admin,
        team: None,
        state: State::Active,
        created_at: now,
        updated_at: now,
        version: 1,
    }
}

async fn founding<'a>(app: &App, admin: &'a Account) -> Result<Founding<'a>, Error> {
    let password = match &app.first_admin.password {
        Some(given) => given_password(app, &given.0)?,
        None => Password::typed(&generated_password(app, admin)),
    };
    let hash: PasswordHash = app.passwords.turn().await?.hash(password).await?;
    let id = admin.id.to_string();
    let entry = audit::Entry::new(admin.created_at, Actor::service(NAME), "user.create", &id, "the first admin");
    Ok(Founding { admin, hash, entry, untold: app.first_admin.password.is_none() })
}

/// The operator's choice stands, even a poor one: a cluster without an admin helps nobody.
fn given_password(app: &App, given: &str) -> Result<Password, Error> {
    let password = Password::typed(given);
    if password.bytes().is_none() {
        return Err(Error::Broken("ADMIN_PASSWORD: is longer than 512 bytes".to_owned()));
    }
    if let Some(fault) = password.fault(&app.first_admin.email, "admin") {
        tracing::warn!("ADMIN_PASSWORD {}: it is taken all the same", fault.detail);
    }
    Ok(password)
}

fn generated_password(app: &App, admin: &Account) -> String {
    let code = app.pseudonyms.of(&["first admin", &admin.id.to_string()]).replace(['-', '_'], "x");
    code.as_bytes().chunks(6).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}
