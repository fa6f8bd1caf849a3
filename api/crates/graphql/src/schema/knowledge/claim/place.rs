//! Where the input of a claim has what is wrong with the claim.

use claim::ClaimValue;
use record::{ClaimRecord, Fault};
use store::StoreError;

use crate::schema::mutation::{Failure, Faults};

/// The member of the input that says what is claimed.
pub(super) fn member_of(claim: &ClaimRecord) -> &'static str {
    match (&claim.value, claim.missing) {
        (Some(_), _) => "value",
        (None, Some(_)) => "missing",
        (None, None) => "property",
    }
}

/// Notes what is wrong with a claim where the input has it.
pub(super) fn note(claim: &ClaimRecord, of: &[Fault], faults: &mut Faults) {
    for fault in of {
        let given = claim.value.as_ref().map(ClaimValue::member);
        let field = match fault.field.as_str() {
            "excerpt" | "statedOn" => format!("provenance.{}", fault.field),
            // An input has words and numbers one level deeper than a file.
            "value.text" | "value.language" | "value.character" => {
                fault.field.replacen("value", "value.text", 1)
            }
            "value.number" | "value.unit" => fault.field.replacen("value", "value.number", 1),
            "value" => ["value", given.unwrap_or_default()].join("."),
            _ => fault.field.clone(),
        };
        let fault = Fault {
            field,
            ..fault.clone()
        };
        faults.of_record(&[], &[fault]);
    }
}

/// Why a claim is refused, where the input has that.
pub(super) fn refused_for(claim: &ClaimRecord, fault: Fault) -> Failure {
    let mut faults = Faults::default();
    note(claim, &[fault], &mut faults);
    faults.into()
}

/// Why a claim cannot be put, where the input has that.
pub(super) fn refused(claim: &ClaimRecord, error: StoreError, to_blame: &[&str]) -> Failure {
    let id = claim.id.public();
    let is_its_own = matches!(&error, StoreError::Invalid { record, .. } if *record == id);
    match error.fault().filter(|_| is_its_own) {
        Some(fault) => refused_for(claim, fault),
        None => Failure::of_another(error, &id, to_blame),
    }
}
