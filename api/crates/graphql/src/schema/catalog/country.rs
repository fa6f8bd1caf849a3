//! `Country`, and the query for those that works come from.

use async_graphql::{Context, ID, Object};
use entity::vocabulary::RecordKind;
use model::code::number_of_country;
use model::country::english_name;
use model::id::encode;
use store::read;

use crate::loader::api_error;
use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::scope;
use crate::schema::kit::scalar::CountryCode;

/// A country by its code.
#[derive(Clone)]
pub(crate) struct Country(pub(crate) String);

/// A country, a country that is no more, or a region that film data has a code for. Every well-formed
/// code is one.
#[Object]
impl Country {
    /// The id of this country: made from its code, so it is the same everywhere.
    pub(crate) async fn id(&self) -> ID {
        ID(encode(RecordKind::Country, number_of_country(&self.0)))
    }

    /// Its ISO 3166-1 alpha-2 code, or a longer one for former countries and regions.
    async fn code(&self) -> CountryCode {
        CountryCode(self.0.clone())
    }

    /// Its name in English; the code where no name is known.
    async fn name(&self) -> &str {
        english_name(&self.0).unwrap_or(&self.0)
    }
}

/// The query for countries.
#[derive(Default)]
pub(crate) struct CountryQuery;

#[Object]
impl CountryQuery {
    /// The countries that works in the data come from, by code; at most 1,000.
    async fn countries(&self, ctx: &Context<'_>) -> Result<List<Country>> {
        let codes = read::country_codes(scope(ctx)?.session()).await;
        Ok(codes.map_err(api_error)?.into_iter().map(Country).collect())
    }
}
