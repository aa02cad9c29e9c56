//! The plain check: a provider without a page is asked whether its addresses answer.
//!
//! Whatever comes back is an answer, a refusal (4xx) and a page too large to read included: somebody is there and spoke.
//! Silence, an answer that breaks off or takes too long, and a server's fault (5xx) are failures; the second in a row is
//! an outage. A check is never put off because its host fails: that is what it is there to see.

use futures_util::future::join_all;
use outbound::{Conditional, FetchError};

use super::feeds::{Answer, Answers};
use crate::app::App;
use crate::dialects::http;
use crate::store::{PollState, Subject};

/// Asks every address of `subject` whether it answers.
pub(super) async fn ask(app: &App, subject: &Subject) -> Answers {
    let asked = subject.provider.addresses().map(|address| async move {
        let failure = failure(app, address).await;
        (address.to_owned(), judge(address, failure, &subject.state))
    });
    join_all(asked).await
}

/// What failed about an address, if anything: in words, and whether that is its own failure or ours.
async fn failure(app: &App, address: &str) -> Option<(String, bool)> {
    let error = app.outbound.get(address, &Conditional::default()).await.err()?;
    let is_its_own = match error {
        FetchError::Unreachable | FetchError::TooSlow | FetchError::Broken => true,
        FetchError::Status(status) | FetchError::Later { status, .. } if status >= 500 => true,
        FetchError::Refused(_) => false,
        _ => return None,
    };
    Some((error.to_string(), is_its_own))
}

fn judge(address: &str, failure: Option<(String, bool)>, before: &PollState) -> Answer {
    let failed = before.feeds.get(address).filter(|feed| feed.error.is_some());
    match (failure, failed) {
        (None, _) => Answer::Read(Box::new(http::answers(address)), Conditional::default()),
        (Some((words, true)), Some(failed)) => {
            Answer::Down(Box::new(http::is_silent(address, &words, failed.failing_since)), words)
        }
        (Some((words, _)), _) => Answer::Failed(words),
    }
}
