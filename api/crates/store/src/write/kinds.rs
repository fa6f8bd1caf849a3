//! The kinds that are nothing but a row, perhaps with sources.

use record::{
    CompanyRoleRecord, DealRecord, GenreRecord, ImageRecord, KeywordRecord, LocationRecord,
    MilestoneRecord, ProfessionRecord, RatingRecord, RelationRecord, ReleaseRecord, SeasonRecord,
    SourceRecord, VideoRecord,
};

use super::plain::Plain;

macro_rules! only_a_row {
    ($($record:ident),+ $(,)?) => {$(
        impl Plain for $record {}
    )+};
}
only_a_row!(
    CompanyRoleRecord,
    DealRecord,
    GenreRecord,
    ImageRecord,
    KeywordRecord,
    LocationRecord,
    MilestoneRecord,
    ProfessionRecord,
    RatingRecord,
    RelationRecord,
    ReleaseRecord,
    SeasonRecord,
    SourceRecord,
    VideoRecord,
);
