//! What an update changes of a record: fields that are set, fields that are emptied.

use model::id::RecordId;
use store::write::{Stored, WriteTransaction, epitaph};

use super::{Failure, Faults, UserErrorCode};

/// Why a field is not emptied: there is a value for it, in this field of the input.
pub(super) fn given_too(field: &str) -> String {
    format!("`{field}` says what is to be there instead: send one of the two")
}

/// The fields that an update empties.
#[derive(Clone, Debug)]
pub(crate) struct Clear(Vec<String>);

impl Clear {
    /// The names in an input's `clear`, of which these can be emptied and these cannot.
    pub(crate) fn read(
        names: Option<Vec<String>>,
        clearable: &[&str],
        required: &[&str],
        faults: &mut Faults,
    ) -> Self {
        let names = names.unwrap_or_default();
        for (place, name) in names.iter().enumerate() {
            let place = place.to_string();
            let path = ["clear", place.as_str()];
            if required.contains(&name.as_str()) {
                let reason = format!("`{name}` cannot be emptied");
                faults.note(&path, UserErrorCode::Required, reason);
            } else if !clearable.contains(&name.as_str()) {
                let reason = format!(
                    "\"{name}\" is not a field that can be emptied: there are {}",
                    clearable.join(", ")
                );
                faults.note(&path, UserErrorCode::InvalidValue, reason);
            }
        }
        Self(names)
    }

    /// The names as they were given, right and wrong.
    pub(crate) fn names(&self) -> &[String] {
        &self.0
    }

    /// What becomes of a field: nothing, a value, or no value.
    pub(crate) fn change<T>(
        &self,
        field: &str,
        value: Option<T>,
        faults: &mut Faults,
    ) -> Change<T> {
        let place = self.0.iter().position(|name| name == field);
        match (value, place) {
            (Some(_), Some(place)) => {
                let reason = given_too(field);
                let place = place.to_string();
                faults.note(&["clear", &place], UserErrorCode::InvalidValue, reason);
                Change::Keep
            }
            (Some(value), None) => Change::Set(value),
            (None, Some(_)) => Change::Clear,
            (None, None) => Change::Keep,
        }
    }
}

/// What becomes of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change<T> {
    /// Nothing.
    Keep,
    /// It has a value.
    Set(T),
    /// It has none.
    Clear,
}

impl<T> Change<T> {
    /// Changes a field that may have no value.
    pub(crate) fn apply(self, field: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Set(value) => *field = Some(value),
            Self::Clear => *field = None,
        }
    }

    /// Changes a field that has always a value, if only an empty one.
    pub(crate) fn apply_or_default(self, field: &mut T)
    where
        T: Default,
    {
        match self {
            Self::Keep => {}
            Self::Set(value) => *field = value,
            Self::Clear => *field = T::default(),
        }
    }
}

/// The record with this id, which has to be at the version that the input expects.
pub(crate) async fn at_version<R: Stored>(
    tx: &WriteTransaction,
    id: i64,
    expected: i32,
) -> Result<R, Failure> {
    let Some((record, version)) = tx.stored::<R>(id).await? else {
        if let Some(row) = tx.tombstone(RecordId { kind: R::KIND, id }).await? {
            let message = format!("the {}", epitaph(&row));
            return Err(Faults::one(&["id"], UserErrorCode::Gone, message).into());
        }
        let message = "nothing has this id";
        return Err(Faults::one(&["id"], UserErrorCode::NotFound, message).into());
    };
    if version != expected {
        let message = format!("the record is at version {version}; read it again");
        let path = ["expectedVersion"];
        return Err(Faults::one(&path, UserErrorCode::VersionConflict, message).into());
    }
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_kept_set_or_emptied() {
        let mut faults = Faults::default();
        let clear = Clear::read(
            Some(vec!["url".to_owned()]),
            &["url"],
            &["title"],
            &mut faults,
        );
        let mut url = Some(1);
        clear.change("url", None, &mut faults).apply(&mut url);
        assert_eq!(url, None);
        clear.change("other", Some(2), &mut faults).apply(&mut url);
        assert_eq!(url, Some(2));
        clear.change("other", None, &mut faults).apply(&mut url);
        assert_eq!(url, Some(2));
        assert_eq!(faults.check(), Ok(()));
    }

    #[test]
    fn what_cannot_be_emptied_is_told() {
        let mut faults = Faults::default();
        let names = ["title", "nonsense", "url"].map(str::to_owned).to_vec();
        let clear = Clear::read(Some(names), &["url"], &["title"], &mut faults);
        let _ = clear.change("url", Some(1), &mut faults);
        let told = faults.into_errors();
        let told: Vec<_> = told
            .iter()
            .map(|error| {
                (
                    error.field.clone().unwrap_or_default().join("."),
                    error.code,
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("clear.0".to_owned(), UserErrorCode::Required),
                ("clear.1".to_owned(), UserErrorCode::InvalidValue),
                ("clear.2".to_owned(), UserErrorCode::InvalidValue),
            ]
        );
    }
}
