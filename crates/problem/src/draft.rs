//! `Draft`: a body that is judged by more than its schema, and told all its faults at once all the same.

use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;

use crate::extract::{read, unfit};
use crate::json::MOST_FAULTS;
use crate::schema::schema_of;
use crate::{FieldError, Problem};

/// A JSON body, checked against the published schema of `T` and still to be judged by rules beyond it.
///
/// What the schema refuses is taken out, and the rules judge what is left. `T` must be able to do without any of its
/// fields (`#[serde(default)]`), also of those that its schema calls required.
#[derive(Debug, Clone)]
pub struct Draft<T> {
    faults: Vec<FieldError>,
    /// None where nothing is left that could be read.
    rest: Option<T>,
}

impl<T> Draft<T> {
    /// What `judge` makes of the body, or 400 with what the schema and `judge` find wrong, each field blamed once.
    pub fn judged<U>(self, judge: impl FnOnce(T) -> Result<U, Vec<FieldError>>) -> Result<U, Problem> {
        let Self { mut faults, rest } = self;
        match rest.map(judge) {
            Some(Ok(judged)) if faults.is_empty() => return Ok(judged),
            Some(Err(more)) => {
                let fresh: Vec<_> = more.into_iter().filter(|fault| !is_blamed(&faults, &fault.pointer)).collect();
                faults.extend(fresh);
                faults.truncate(MOST_FAULTS);
                faults.sort_by(|a, b| a.pointer.cmp(&b.pointer));
            }
            _ => {}
        }
        Err(Problem::invalid(faults))
    }
}

/// Whether one of `faults` is about `pointer` or about what holds it.
fn is_blamed(faults: &[FieldError], pointer: &str) -> bool {
    let holds = |fault: &FieldError| {
        pointer.strip_prefix(&fault.pointer).is_some_and(|below| below.is_empty() || below.starts_with('/'))
    };
    faults.iter().any(holds)
}

impl<T, S> FromRequest<S> for Draft<T>
where
    T: DeserializeOwned + ToSchema + 'static,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (mut value, mut faults) = read(request, state).await?;
        faults.extend(schema_of::<T>().faults(&value));
        for fault in &faults {
            take_out(&mut value, &fault.pointer);
        }
        match serde_path_to_error::deserialize(&value) {
            Ok(rest) => Ok(Self { faults, rest: Some(rest) }),
            Err(fault) if faults.is_empty() => Ok(Self { faults: vec![unfit(&value, &fault)], rest: None }),
            Err(_) => Ok(Self { faults, rest: None }),
        }
    }
}

/// Takes the field at `pointer` out of `value`. An item of a list leaves a null behind: the others keep their places.
fn take_out(value: &mut Value, pointer: &str) {
    let Some((above, name)) = pointer.rsplit_once('/') else { return };
    let name = name.replace("~1", "/").replace("~0", "~");
    match value.pointer_mut(above) {
        Some(Value::Object(fields)) => {
            fields.remove(&name);
        }
        Some(Value::Array(items)) => {
            if let Some(item) = name.parse().ok().and_then(|index: usize| items.get_mut(index)) {
                *item = Value::Null;
            }
        }
        _ => {}
    }
}
