//! How long the lists are in which a schema describes itself: those of the whole as they are, those
//! of a type or a field on average.

use apollo_compiler::Schema;
use apollo_compiler::schema::ExtendedType;

/// How much there is in a schema.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Described {
    types: u64,
    directives: u64,
    fields: u64,
    arguments: u64,
    input_fields: u64,
    values: u64,
    /// Interfaces that types name, and types that interfaces and unions may be.
    links: u64,
}

impl Described {
    pub(super) fn of(schema: &Schema) -> Self {
        let mut sum = Self {
            types: count(schema.types.len()),
            directives: count(schema.directive_definitions.len()),
            ..Self::default()
        };
        for definition in schema.types.values() {
            sum.add(definition);
        }
        sum
    }

    fn add(&mut self, definition: &ExtendedType) {
        let (fields, interfaces) = match definition {
            ExtendedType::Object(object) => (&object.fields, &object.implements_interfaces),
            ExtendedType::Interface(of) => (&of.fields, &of.implements_interfaces),
            ExtendedType::Union(union) => {
                self.links += count(union.members.len());
                return;
            }
            ExtendedType::Enum(of) => {
                self.values += count(of.values.len());
                return;
            }
            ExtendedType::InputObject(input) => {
                self.input_fields += count(input.fields.len());
                return;
            }
            ExtendedType::Scalar(_) => return,
        };
        self.fields += count(fields.len());
        let arguments = fields.values().map(|field| count(field.arguments.len()));
        self.arguments += arguments.sum::<u64>();
        // Each interface of a type is asked for from both sides.
        self.links += count(interfaces.len());
    }

    /// How long a list of the description is; none for what is none.
    pub(super) fn length(&self, ty: &str, field: &str) -> Option<u64> {
        let each = |sum: u64, of: u64| sum.div_ceil(of.max(1)).max(1);
        Some(match (ty, field) {
            ("__Schema", "types") => self.types,
            ("__Schema", "directives") => self.directives,
            ("__Type", "fields") => each(self.fields, self.types),
            ("__Type", "inputFields") => each(self.input_fields, self.types),
            ("__Type", "enumValues") => each(self.values, self.types),
            ("__Type", "interfaces" | "possibleTypes") => each(self.links, self.types),
            ("__Field", "args") => each(self.arguments, self.fields),
            ("__Directive", "args" | "locations") => 1,
            _ => return None,
        })
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::testing::accepted;
    use super::*;

    #[test]
    fn lists_of_a_description_count_as_long_as_they_are() {
        let sdl = "type Query { a(x: Int, y: Int): Int b: Kind } enum Kind { A B C }";
        let schema = Schema::parse(sdl, "schema.graphql").unwrap();
        let described = Described::of(&schema);
        let types = described.length("__Schema", "types").unwrap();
        assert_eq!(types, schema.types.len() as u64);
        assert_eq!(described.length("__Field", "args"), Some(1));
        assert_eq!(described.length("__Type", "name"), None);
    }

    #[test]
    fn what_leads_through_a_description_costs_nothing() {
        let of = |inside: &str| {
            let text = format!("{{ __type(name: \"Film\") {{ {inside} }} }}");
            accepted(&text).cost
        };
        assert_eq!(of("name"), 1);
        assert_eq!(of("ofType { ofType { name } }"), 1);
        let fields = of("fields { name }");
        assert!(fields > 1);
        assert_eq!(of("fields { type { ofType { name } } }"), fields);
    }
}
