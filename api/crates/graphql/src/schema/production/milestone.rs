//! `Milestone`: a stage in the life of a production.

use std::sync::Arc;

use async_graphql::{Context, Object};
use entity::vocabulary::RecordKind;
use entity::{milestone, work};
use model::day::Day;
use model::edtf::Edtf;
use model::status::Stage;

use crate::error::ApiError;
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::scope;
use crate::schema::kit::partial_date::PartialDate;
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::scalar::LanguageTag;
use crate::schema::knowledge::claim::{dated_fact, stated_day, subject};
use crate::schema::vocabulary::{Certainty, MilestoneKind, MilestoneSpan};
use crate::schema::work::Work;
use crate::scope::Scope;

/// A stage in the life of a production.
#[derive(Clone)]
pub(crate) struct Milestone(pub(crate) Arc<milestone::Model>);

/// A milestone as the status rule takes it.
fn stage(row: &milestone::Model) -> Result<Stage> {
    let date = row.date_edtf.as_deref().map(Edtf::parse).transpose();
    Ok(Stage {
        kind: row.kind,
        date: date.map_err(ApiError::internal)?,
        span: row.span,
        certainty: row.certainty,
        stated: None,
    })
}

/// The milestones of a work as the status rule takes them; with a day, as they had been told by
/// then, without those that had not. Claims are read only where the rows do not say it all.
pub(crate) async fn stages_of(
    scope: &Scope,
    rows: &[milestone::Model],
    known_at: Option<Day>,
) -> Result<Vec<(Stage, Milestone)>> {
    let tell = |row: &milestone::Model| {
        let row = Arc::new(row.clone());
        async move {
            let stage = stage(&row)?;
            let record = subject(RecordKind::Milestone, row.id);
            let stage = match (known_at, &stage.date) {
                (None, Some(_)) => Some(stage),
                (None, None) => {
                    let stated = stated_day(scope, record).await?;
                    Some(Stage { stated, ..stage })
                }
                (Some(day), _) => dated_fact(scope, record, day).await?.map(|told| Stage {
                    date: told.date,
                    certainty: told.certainty,
                    stated: told.stated,
                    ..stage
                }),
            };
            Result::Ok(stage.map(|stage| (stage, Milestone(row))))
        }
    };
    let stages = futures_util::future::try_join_all(rows.iter().map(tell)).await?;
    Ok(stages.into_iter().flatten().collect())
}

/// A stage in the life of a production: announced, being shot, finished.
#[Object]
impl Milestone {
    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The milestone in a line: `FILMING_WRAPPED of Good Sex`.
    pub(crate) async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of the title; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        let scope = scope(ctx)?;
        let work = Work::of(scope.get::<work::Entity>(self.0.work_id).await?);
        let title = work.core().title_in(scope, language.as_ref()).await?;
        let kind = async_graphql::resolver_utils::enum_value(MilestoneKind::from(self.0.kind));
        Ok(format!("{} of {title}", kind))
    }

    /// The work.
    async fn work(&self, ctx: &Context<'_>) -> Result<Work> {
        Ok(Work::of(
            scope(ctx)?.get::<work::Entity>(self.0.work_id).await?,
        ))
    }

    /// Which stage.
    async fn kind(&self) -> MilestoneKind {
        self.0.kind.into()
    }

    /// When; null where no date is known.
    async fn date(&self) -> Option<Result<PartialDate>> {
        PartialDate::stored(self.0.date_edtf.as_deref()).transpose()
    }

    /// Whether it happened on some day within `date`, or lasted all of it.
    async fn span(&self) -> MilestoneSpan {
        self.0.span.into()
    }

    /// How sure it is.
    async fn certainty(&self) -> Certainty {
        self.0.certainty.into()
    }

    /// A short note.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}
