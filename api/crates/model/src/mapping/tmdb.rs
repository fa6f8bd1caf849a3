//! TMDB's words.

use entity::vocabulary::Department;

use super::look_up;

/// `department` of a credit; `Creator` is that of those who created a series.
pub const DEPARTMENTS: [(&str, Department); 14] = [
    ("Acting", Department::Acting),
    ("Actors", Department::Acting),
    ("Art", Department::Art),
    ("Camera", Department::Camera),
    ("Costume & Make-Up", Department::CostumeAndMakeup),
    ("Creator", Department::Writing),
    ("Crew", Department::Crew),
    ("Directing", Department::Directing),
    ("Editing", Department::Editing),
    ("Lighting", Department::Lighting),
    ("Production", Department::Production),
    ("Sound", Department::Sound),
    ("Visual Effects", Department::VisualEffects),
    ("Writing", Department::Writing),
];

/// Jobs that TMDB has in a wider department than we: the department there, words of the job, ours.
pub const JOBS: [(&str, &str, Department); 10] = [
    ("Production", "Casting", Department::Casting),
    ("Sound", "Composer", Department::Music),
    ("Sound", "Conductor", Department::Music),
    ("Sound", "Lyricist", Department::Music),
    ("Sound", "Music", Department::Music),
    ("Sound", "Musician", Department::Music),
    ("Sound", "Orchestrator", Department::Music),
    ("Sound", "Song", Department::Music),
    ("Sound", "Songs", Department::Music),
    ("Sound", "Vocals", Department::Music),
];

/// The department of a credit; none where it is not known.
#[must_use]
pub fn department(department: &str, job: &str) -> Option<Department> {
    let names = |word: &str| job.split_whitespace().any(|part| part == word);
    let narrow = |(there, word, _): &&(&str, &str, Department)| *there == department && names(word);
    let found = JOBS.iter().find(narrow).map(|(_, _, ours)| *ours);
    found.or_else(|| look_up(&DEPARTMENTS, department))
}
