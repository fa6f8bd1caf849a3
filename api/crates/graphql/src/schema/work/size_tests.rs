//! How large the futures of fields are. The executor makes one for each field of each record that is
//! asked for, and moves it to the heap: a resolver that needs much puts its body there by itself
//! (`async move { … }.boxed()`), so that the others of its type stay small.

use async_graphql::{ContainerType, Context};

use super::episode::Episode;
use super::film::Film;
use super::series::Series;
use crate::schema::catalog::genre::Genre;
use crate::schema::people::character::Character;
use crate::schema::people::filmography::{FilmographyConnection, FilmographyEdge};
use crate::schema::people::person::Person;
use crate::schema::people::role::{Role, RoleCharacter, RoleConnection, RoleEdge};
use crate::schema::production::company::Company;

/// The most bytes of a field of what a page may have by the thousand.
const MOST: usize = 1_280;

/// The bytes of the future that resolves any field of a type.
fn bytes_of_field<T: ContainerType + 'static>() -> (usize, &'static str) {
    fn size_of_result<A, B, F>(_: impl Fn(A, B) -> F) -> usize {
        size_of::<F>()
    }
    let field = |object: &'static T, ctx: &'static Context<'static>| object.resolve_field(ctx);
    (size_of_result(field), std::any::type_name::<T>())
}

#[test]
fn fields_of_what_there_are_many_of_are_small() {
    let sizes = [
        bytes_of_field::<Person>(),
        bytes_of_field::<Role>(),
        bytes_of_field::<RoleCharacter>(),
        bytes_of_field::<RoleConnection>(),
        bytes_of_field::<RoleEdge>(),
        bytes_of_field::<FilmographyConnection>(),
        bytes_of_field::<FilmographyEdge>(),
        bytes_of_field::<Film>(),
        bytes_of_field::<Series>(),
        bytes_of_field::<Episode>(),
        bytes_of_field::<Character>(),
        bytes_of_field::<Company>(),
        bytes_of_field::<Genre>(),
    ];
    let large: Vec<_> = sizes.iter().filter(|(bytes, _)| *bytes > MOST).collect();
    assert!(large.is_empty(), "over {MOST} bytes: {large:#?}");
}
