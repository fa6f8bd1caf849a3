//! What claims are about, and which way they point.

use super::vocabulary;

vocabulary! {
    /// What a claim says something about. Which record has which of them, and of what type their
    /// values are, is said by the registry of claimable properties.
    Property {
        /// That the record is: there is such a role, milestone, deal.
        Record = 1,
        /// The title.
        Title = 2,
        /// When a work was or will be released.
        ReleaseDate = 3,
        /// How far a production has come.
        Status = 4,
        /// What a work is about.
        Synopsis = 5,
        /// Running time.
        Runtime = 6,
        /// A genre.
        Genre = 7,
        /// A keyword.
        Keyword = 8,
        /// Who has a role.
        Cast = 9,
        /// The name of a character.
        Character = 10,
        /// The place in the billing.
        Billing = 11,
        /// The job within a department.
        Job = 12,
        /// A name.
        Name = 13,
        /// When somebody was born.
        BirthDate = 14,
        /// For how much.
        Price = 15,
        /// Who bought.
        Buyer = 16,
        /// When.
        Date = 17,
        /// What kind it is.
        Kind = 18,
        /// A company.
        Company = 19,
        /// What a work cost.
        Budget = 20,
        /// The title in the language of origin.
        OriginalTitle = 21,
        /// The name as it stood in the credits.
        CreditedAs = 22,
        /// Something that the vocabulary has no word for; the property's key says what.
        Other = 99,
    }
}

vocabulary! {
    /// Whether a claim says that something is so, or that it is not.
    ClaimStance {
        /// It is so.
        Asserts = 1,
        /// It is not so.
        Denies = 2,
    }
}
