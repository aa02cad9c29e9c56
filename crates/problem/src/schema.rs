//! Checks JSON against the schema that our own OpenAPI publishes for the type.
//!
//! One source for what is documented and what is enforced: lengths, bounds, enums, patterns, required and unknown
//! fields. All faults are found at once, which serde alone (it stops at the first) cannot do.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{PatternOptions, Validator};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::FieldError;
use crate::json::{MOST_FAULTS, escaped};

/// What is said of a field that nobody knows.
pub(crate) const NO_FIELD: &str = "is not a field of this request";

/// What begins the words on a field that takes some values alone.
const ONE_OF: &str = "must be one of ";

/// What ends the words on the type of a field that may be null.
pub(crate) const OR_NULL: &str = " or null";

/// The compiled schema of one input type.
pub(crate) struct InputSchema {
    validator: Validator,
    document: Value,
}

static SCHEMAS: LazyLock<RwLock<HashMap<TypeId, Arc<InputSchema>>>> = LazyLock::new(RwLock::default);

/// The schema of `T`, compiled at its first use.
///
/// # Panics
/// Where the type's own schema is not a valid JSON Schema: a programming error that the first test of the route meets.
pub(crate) fn schema_of<T: ToSchema + 'static>() -> Arc<InputSchema> {
    let id = TypeId::of::<T>();
    if let Some(found) = SCHEMAS.read().expect("no holder of this lock panics").get(&id) {
        return Arc::clone(found);
    }
    let mut components = Vec::new();
    T::schemas(&mut components);
    let components: HashMap<_, _> = components.into_iter().collect();
    let mut document = serde_json::to_value(T::schema()).expect("a schema is plain JSON");
    document["components"] = json!({ "schemas": components });
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .with_pattern_options(PatternOptions::regex())
        .build(&document)
        .unwrap_or_else(|fault| panic!("the schema of {} is invalid: {fault}", std::any::type_name::<T>()));
    let schema = Arc::new(InputSchema { validator, document });
    SCHEMAS.write().expect("no holder of this lock panics").insert(id, Arc::clone(&schema));
    schema
}

impl InputSchema {
    /// The faults of `value`, each with the pointer of the field it is about.
    pub(crate) fn faults(&self, value: &Value) -> Vec<FieldError> {
        let faults = self.validator.iter_errors(value).flat_map(|error| in_words(&error));
        let mut faults: Vec<_> = faults.take(MOST_FAULTS).collect();
        // One a field: what breaks one rule often breaks the next. What may be said helps more than of what type it is.
        let of_type = |fault: &FieldError| !fault.detail.starts_with(ONE_OF);
        faults.sort_by(|a, b| a.pointer.cmp(&b.pointer).then(of_type(a).cmp(&of_type(b))));
        faults.dedup_by(|next, first| next.pointer == first.pointer);
        faults
    }

    /// Whether the property `name` is of JSON type `kind` (alone or beside `null`).
    pub(crate) fn property_is(&self, name: &str, kind: &str) -> bool {
        match &self.document["properties"][name]["type"] {
            Value::String(one) => one == kind,
            Value::Array(many) => many.iter().any(|one| one == kind),
            _ => false,
        }
    }
}

fn in_words(error: &jsonschema::ValidationError<'_>) -> Vec<FieldError> {
    let at = error.instance_path().to_string();
    let below = |name: &str| format!("{at}/{}", escaped(name));
    let detail = match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            return unexpected.iter().map(|name| FieldError::new(below(name), NO_FIELD)).collect();
        }
        ValidationErrorKind::Required { property } => {
            return vec![FieldError::new(below(property.as_str().unwrap_or_default()), "is required")];
        }
        // An optional reference is `oneOf [null, the schema]`: the faults within are what helps.
        ValidationErrorKind::OneOfNotValid { context } | ValidationErrorKind::AnyOf { context } => {
            let within: Vec<_> =
                context.iter().flatten().filter(|inner| !is_about_null(inner)).flat_map(in_words).collect();
            if !within.is_empty() {
                return within;
            }
            "has none of the forms this field takes".to_owned()
        }
        ValidationErrorKind::Enum { options } => format!("{ONE_OF}{}", listed(options)),
        ValidationErrorKind::Constant { expected_value } => format!("must be {expected_value}"),
        ValidationErrorKind::Minimum { limit } => format!("must be at least {limit}"),
        ValidationErrorKind::Maximum { limit } => format!("must be at most {limit}"),
        ValidationErrorKind::MinLength { limit: 1 } => "must not be empty".to_owned(),
        ValidationErrorKind::MinLength { limit } => format!("must be at least {limit} characters"),
        ValidationErrorKind::MaxLength { limit } => format!("must be at most {limit} characters"),
        ValidationErrorKind::MinItems { limit } => format!("must have at least {limit} items"),
        ValidationErrorKind::MaxItems { limit } => format!("must have at most {limit} items"),
        ValidationErrorKind::UniqueItems => "must not repeat an item".to_owned(),
        ValidationErrorKind::Pattern { pattern } => format!("must match {pattern}"),
        ValidationErrorKind::Format { format } => format!("must be a valid {format}"),
        ValidationErrorKind::Type { kind } => format!("must be {}", type_words(kind)),
        _ => error.masked().to_string(),
    };
    vec![FieldError::new(at, detail)]
}

fn is_about_null(error: &jsonschema::ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::Type { kind: TypeKind::Single(one) } if one.as_str() == "null")
}

fn listed(options: &Value) -> String {
    let names: Vec<_> = options
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned))
        .collect();
    names.join(", ")
}

fn type_words(kind: &TypeKind) -> String {
    let article = |name: &str| match name {
        "integer" | "array" | "object" => format!("an {name}"),
        other => format!("a {other}"),
    };
    match kind {
        TypeKind::Single(one) => article(one.as_str()),
        TypeKind::Multiple(set) => {
            let names: Vec<_> =
                set.iter().filter(|one| one.as_str() != "null").map(|one| article(one.as_str())).collect();
            let or_null = if set.iter().any(|one| one.as_str() == "null") { OR_NULL } else { "" };
            format!("{}{or_null}", names.join(" or "))
        }
    }
}
