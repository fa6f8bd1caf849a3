//! The types of records: one list, from which follows what goes through them one by one.

/// Hands the list to a macro of the caller's scope. A line gives the kind, its table, its type and
/// where that is, and how it is made of a row. Claims can be about the first ones; works, whose type
/// follows from what they are, and kinds without rows are not in the list.
macro_rules! with_types {
    ($then:ident) => {
        $then! {
            claimable {
                Person person: Person in people::person = Person;
                Role role: Role in people::role = |row| Role::of_record(&row);
                Company company: Company in production::company = Company;
                CompanyRole company_role: CompanyRole in production::company_role = CompanyRole;
                Release release: Release in production::release = Release;
                Milestone milestone: Milestone in production::milestone = Milestone;
                Deal deal: Deal in production::deal = Deal;
                Location work_location: WorkLocation in production::work_location = WorkLocation;
                Award award_nomination: AwardNomination in reception::award = AwardNomination;
                Relation work_relation: WorkRelation in work::work_relation = WorkRelation;
                Quote quote: Quote in reception::quote = Quote;
                Commentary commentary: Commentary in reception::commentary = Commentary;
                List curated_list: CuratedList in reception::curated_list = CuratedList;
                Character character: Character in people::character = Character;
            }
            others {
                Title title: Title in work::title = |row| Title(row.as_ref().clone());
                PersonName person_name: PersonName in people::person_name = |row| PersonName(row.as_ref().clone());
                Genre genre: Genre in catalog::genre = Genre;
                Source source: Source in knowledge::source = Source;
                Rating rating: Rating in reception::rating = Rating;
                Image image: Image in media::image = Image;
                Video video: Video in media::video = Video;
                ListEntry list_entry: CuratedListEntry in reception::curated_list = CuratedListEntry;
                Collection collection: Collection in catalog::collection = Collection;
                Season season: Season in work = Season;
                Keyword keyword: Keyword in catalog::keyword = Keyword;
                Profession profession: Profession in people::profession = Profession;
                Claim claim: Claim in knowledge::claim = Claim::of;
                Coverage coverage: Coverage in knowledge::source = Coverage;
            }
        }
    };
}
pub(super) use with_types;
