//! `Certification`: for which audience a work was rated.

use async_graphql::SimpleObject;
use entity::certification;
use record::CertificationRecord;

use crate::schema::kit::scalar::CountryCode;

/// A rating that a work was given for its audience.
#[derive(SimpleObject)]
pub(crate) struct Certification {
    /// The country it holds in.
    country: CountryCode,
    /// The rating, as the body writes it: `PG-13`, `FSK 12`.
    rating: String,
    /// Who gave it.
    body: Option<String>,
    /// The youngest it is meant for, in years.
    minimum_age: Option<i32>,
    /// A short note.
    note: Option<String>,
}

impl From<&certification::Model> for Certification {
    fn from(row: &certification::Model) -> Self {
        Self {
            country: CountryCode(row.country.clone()),
            rating: row.rating.clone(),
            body: row.body.clone(),
            minimum_age: row.minimum_age,
            note: row.note.clone(),
        }
    }
}

impl From<CertificationRecord> for Certification {
    fn from(record: CertificationRecord) -> Self {
        Self {
            country: CountryCode(record.country),
            rating: record.rating,
            body: record.body,
            minimum_age: record.minimum_age,
            note: record.note,
        }
    }
}
