//! Plain lists, whose errors keep the whole path to where they happened.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult, Value};
use futures_util::future::try_join_all;
use serde::de::DeserializeOwned;

use super::error::Result;
use crate::error::ApiError;

/// A list of records. Where a `Vec` cuts the path of an error below an item down to the item, this
/// leaves it as it is.
pub(crate) struct List<T>(pub(crate) Vec<T>);

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T: OutputType> OutputType for List<T> {
    fn type_name() -> Cow<'static, str> {
        Vec::<T>::type_name()
    }

    fn qualified_type_name() -> String {
        Vec::<T>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Vec::<T>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let mut items = Vec::with_capacity(self.0.len());
        for (index, item) in self.0.iter().enumerate() {
            let ctx = ctx.with_index(index);
            items.push(async move {
                let resolved = item.resolve(&ctx, field).await;
                resolved.map_err(|error| {
                    if error.path.is_empty() {
                        ctx.set_error_path(error)
                    } else {
                        error
                    }
                })
            });
        }
        Ok(Value::List(try_join_all(items).await?))
    }
}

/// A list that a column holds as JSON; none is an empty one.
pub(crate) fn stored_list<S: DeserializeOwned, T>(
    text: Option<&str>,
    of: impl Fn(S) -> T,
) -> Result<Vec<T>> {
    let stored: Vec<S> = serde_json::from_str(text.unwrap_or("[]")).map_err(ApiError::internal)?;
    Ok(stored.into_iter().map(of).collect())
}
