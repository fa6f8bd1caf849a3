//! Gathering what is wrong with the input of a mutation.

use async_graphql::ID;
use entity::vocabulary::RecordKind;
use model::id::RecordId;
use record::Fault;
use store::StoreError;
use store::write::NoSource;

use super::{Supplied, UserError, UserErrorCode};
use crate::error::ApiError;
use crate::schema::kit::error::Result;
use crate::schema::kit::public_id::{any_id, id_of_kind};

/// An answer lists at most so many: an input that is wrong everywhere must not buy a long answer.
const MAX_ERRORS: usize = 20;
/// Messages quote what was given, which may be long.
const MESSAGE_CHARS: usize = 500;

/// What is wrong with an input, so far.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<UserError>);

impl Faults {
    /// One thing that is wrong.
    pub(crate) fn one(path: &[&str], code: UserErrorCode, message: impl AsRef<str>) -> Self {
        let mut faults = Self::default();
        faults.note(path, code, message);
        faults
    }

    /// Notes what is wrong at a place in the input.
    pub(crate) fn note(&mut self, path: &[&str], code: UserErrorCode, message: impl AsRef<str>) {
        if self.0.len() < MAX_ERRORS {
            let field = path.iter().map(|name| (*name).to_owned()).collect();
            self.0.push(UserError {
                field: (!path.is_empty()).then_some(field),
                code,
                message: message.as_ref().chars().take(MESSAGE_CHARS).collect(),
            });
        }
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value, or none and a note of what is wrong with it.
    pub(crate) fn take<T>(&mut self, path: &[&str], given: Supplied<T>) -> Option<T> {
        match given {
            Supplied::Valid(value) => Some(value),
            Supplied::Invalid(reason) | Supplied::Blank(reason) => {
                self.note(path, UserErrorCode::InvalidValue, reason);
                None
            }
        }
    }

    /// The record of a kind that an id names.
    pub(crate) fn id(&mut self, path: &[&str], id: &ID, kind: RecordKind) -> Option<i64> {
        let read = id_of_kind(id, kind, None);
        self.of_id(path, read)
    }

    /// The record that an id names, of whatever kind.
    pub(crate) fn any_id(&mut self, path: &[&str], id: &ID) -> Option<RecordId> {
        self.of_id(path, any_id(id))
    }

    fn of_id<T>(&mut self, path: &[&str], read: std::result::Result<T, String>) -> Option<T> {
        read.map_err(|reason| self.note(path, UserErrorCode::InvalidValue, reason))
            .ok()
    }

    /// Notes what is wrong with a record that is made of the input at this place.
    pub(crate) fn of_record(&mut self, path: &[&str], faults: &[Fault]) {
        for fault in faults {
            // What several fields make together is said of the whole.
            let is_one = !fault.field.contains(", ");
            let names = fault.field.split('.');
            let names = names.filter(|name| is_one && !name.is_empty());
            let path: Vec<&str> = path.iter().copied().chain(names).collect();
            self.note(&path, UserErrorCode::of(fault.kind), &fault.reason);
        }
    }

    /// Notes why there is no source where the input at this place names one.
    pub(crate) fn no_source(&mut self, path: &[&str], why: &NoSource) {
        match why {
            NoSource::Unknown => {
                self.note(path, UserErrorCode::NotFound, "there is no such source");
            }
            NoSource::Several(ids, is_more) => {
                let ids: Vec<String> = ids.iter().map(|id| id.public()).collect();
                let more = if *is_more { " or more" } else { "" };
                let message = format!(
                    "{}{more} sources have this address; name one by its id: {}",
                    ids.len(),
                    ids.join(", ")
                );
                self.note(path, UserErrorCode::Ambiguous, message);
            }
            NoSource::Invalid(faults) => self.of_record(path, faults),
        }
    }

    /// What a failure of the store means to the caller.
    ///
    /// # Errors
    /// Failures that no other input would mend.
    pub(super) fn of_store(error: StoreError) -> Result<Self> {
        match error {
            StoreError::Invalid {
                kind,
                field,
                reason,
                ..
            } => {
                let mut faults = Self::default();
                let fault = Fault {
                    kind,
                    field,
                    reason,
                };
                faults.of_record(&[], &[fault]);
                Ok(faults)
            }
            other => Err(crate::loader::api_error(other)),
        }
    }

    /// The same of an error of ours.
    ///
    /// # Errors
    /// Those that no other input would mend.
    pub(super) fn of_api(error: ApiError) -> Result<Self> {
        match UserErrorCode::of_error(error.code) {
            Some(code) => Ok(Self::one(&[], code, error.message.clone())),
            None => Err(error),
        }
    }

    /// Nothing is wrong, or what is.
    ///
    /// # Errors
    /// What was noted, if anything was.
    pub(crate) fn check(self) -> std::result::Result<(), Vec<UserError>> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0)
        }
    }

    /// What was noted.
    pub(crate) fn into_errors(self) -> Vec<UserError> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use record::FaultKind;

    use super::*;

    #[test]
    fn what_is_wrong_everywhere_gives_a_short_answer() {
        let mut faults = Faults::default();
        for _ in 0..100 {
            faults.note(&["title"], UserErrorCode::TooLong, "x".repeat(10_000));
        }
        let errors = faults.into_errors();
        assert_eq!(errors.len(), MAX_ERRORS);
        assert!(
            errors
                .iter()
                .all(|error| error.message.len() == MESSAGE_CHARS)
        );
    }

    #[test]
    fn what_several_fields_make_together_is_told_of_the_whole() {
        let mut faults = Faults::default();
        let fault = Fault {
            kind: FaultKind::Duplicate,
            field: "work, person, department, job".to_owned(),
            reason: "there already".to_owned(),
        };
        faults.of_record(&["roles", "3"], &[fault]);
        let errors = faults.into_errors();
        let path = errors[0].field.clone().unwrap_or_default();
        assert_eq!(path, ["roles", "3"]);
        assert_eq!(errors[0].code, UserErrorCode::Duplicate);
    }

    #[test]
    fn a_constraint_that_fails_is_no_fault_of_the_input() {
        let error = StoreError::Database(sea_orm::DbErr::Custom("secret.column".to_owned()));
        let told = Faults::of_store(error).map(Faults::into_errors);
        assert!(told.is_err());
    }

    #[test]
    fn ids_are_those_of_their_kind() {
        let mut faults = Faults::default();
        assert_eq!(
            faults.id(&["id"], &ID("wvu".to_owned()), RecordKind::Source),
            None
        );
        assert_eq!(
            faults.id(&["id"], &ID("nonsense".to_owned()), RecordKind::Work),
            None
        );
        assert!(
            faults
                .id(&["id"], &ID("wvu".to_owned()), RecordKind::Work)
                .is_some()
        );
        let errors = faults.check().err().unwrap_or_default();
        assert_eq!(errors.len(), 2);
        assert_eq!(errors[0].field, Some(vec!["id".to_owned()]));
    }
}
