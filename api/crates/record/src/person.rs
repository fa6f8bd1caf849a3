//! People as records.

use std::collections::BTreeSet;

use entity::vocabulary::{ExternalSpace, PersonNameKind};
use model::edtf::Edtf;
use record_macro::record;

use crate::bound::{MANY, NAME};
use crate::{Check, ExternalIds, LinkRecord, PersonId, PersonNameId, SourceId, TextRecord};

/// Somebody who has roles.
#[record(Person, table = person, claimable, rules, space = ExternalSpace::Person)]
pub struct PersonRecord {
    /// Their id.
    pub id: PersonId,
    /// The name that is shown when nothing else is asked for.
    #[field(name, key, columns(name, name_folded), claim(Name))]
    pub name: String,
    /// Further names, in order.
    #[field(list(MANY), rows(person_name by person_id, ids))]
    pub names: Vec<NameRecord>,
    /// Date of birth.
    #[field(columns(birth_edtf, born_on), claim(BirthDate))]
    pub birth_date: Option<Edtf>,
    /// Place of birth.
    #[field(text(NAME), claim(Other))]
    pub birth_place: Option<String>,
    /// Date of death.
    #[field(column = death_edtf, claim(Other))]
    pub death_date: Option<Edtf>,
    /// Place of death.
    #[field(text(NAME), claim(Other))]
    pub death_place: Option<String>,
    /// Who they are, in each language: their work, nothing private.
    #[field(rows(biography by person_id))]
    pub biographies: Vec<TextRecord>,
    /// Professions, in order.
    #[field(names(Profession), distinct, rows(person_profession by person_id, profession_id = Profession))]
    pub professions: Vec<String>,
    /// Links to elsewhere.
    #[field(elsewhere)]
    pub links: Vec<LinkRecord>,
    /// False for a name that no identity is known for.
    #[field(default = true)]
    pub is_resolved: bool,
    /// How much they are looked at; greater is more.
    pub popularity: Option<f64>,
    /// What other authorities call them.
    pub external_ids: ExternalIds,
    /// The sources this rests on.
    pub sources: BTreeSet<SourceId>,
}

impl PersonRecord {
    fn rules(&self, check: &mut Check) {
        let died = self.death_date.as_ref().map(|date| date.certain_span().1);
        let born = self.birth_date.as_ref().map(|date| date.certain_span().0);
        if died.zip(born).is_some_and(|(died, born)| died < born) {
            check.fault("deathDate", "lies before `birthDate`");
        }
    }
}

/// A name of a person besides the one they are shown by.
#[record(part)]
pub struct NameRecord {
    /// Its id.
    pub id: PersonNameId,
    /// The name.
    #[field(name, key)]
    pub name: String,
    /// BCP 47.
    #[field(language)]
    pub language: Option<String>,
    /// What it is.
    pub kind: PersonNameKind,
}
