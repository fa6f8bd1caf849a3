//! From the kind of a record, known at run time, to its type.

/// Calls a generic function with the type of a kind; an error for parts of records, which are
/// never on their own.
macro_rules! by_kind {
    ($kind:expr, $function:ident($($argument:expr),*)) => {{
        use crate::store::record::*;
        match $kind {
            SubjectKind::Source => $function::<SourceRecord>($($argument),*).await,
            SubjectKind::Genre => $function::<GenreRecord>($($argument),*).await,
            SubjectKind::Keyword => $function::<KeywordRecord>($($argument),*).await,
            SubjectKind::Profession => $function::<ProfessionRecord>($($argument),*).await,
            SubjectKind::Company => $function::<CompanyRecord>($($argument),*).await,
            SubjectKind::Character => $function::<SharedCharacterRecord>($($argument),*).await,
            SubjectKind::Person => $function::<PersonRecord>($($argument),*).await,
            SubjectKind::Work => $function::<WorkRecord>($($argument),*).await,
            SubjectKind::Season => $function::<SeasonRecord>($($argument),*).await,
            SubjectKind::Role => $function::<RoleRecord>($($argument),*).await,
            SubjectKind::CompanyRole => $function::<CompanyRoleRecord>($($argument),*).await,
            SubjectKind::Release => $function::<ReleaseRecord>($($argument),*).await,
            SubjectKind::Milestone => $function::<MilestoneRecord>($($argument),*).await,
            SubjectKind::Deal => $function::<DealRecord>($($argument),*).await,
            SubjectKind::Location => $function::<LocationRecord>($($argument),*).await,
            SubjectKind::Award => $function::<AwardRecord>($($argument),*).await,
            SubjectKind::Rating => $function::<RatingRecord>($($argument),*).await,
            SubjectKind::Relation => $function::<RelationRecord>($($argument),*).await,
            SubjectKind::Quote => $function::<QuoteRecord>($($argument),*).await,
            SubjectKind::Commentary => $function::<CommentaryRecord>($($argument),*).await,
            SubjectKind::List => $function::<ListRecord>($($argument),*).await,
            SubjectKind::Collection => $function::<CollectionRecord>($($argument),*).await,
            SubjectKind::Image => $function::<ImageRecord>($($argument),*).await,
            SubjectKind::Video => $function::<VideoRecord>($($argument),*).await,
            SubjectKind::Claim => $function::<ClaimRecord>($($argument),*).await,
            SubjectKind::Title
            | SubjectKind::PersonName
            | SubjectKind::ListEntry
            | SubjectKind::Job
            | SubjectKind::Country
            | SubjectKind::Language => {
                Err(StoreError::Corrupt("a part is no record".to_owned()))
            }
        }
    }};
}
pub(in crate::store) use by_kind;
