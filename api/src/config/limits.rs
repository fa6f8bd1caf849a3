//! Knobs that bound what one request may ask for.

use gate::GateLimits;

use super::section::section;

section! {
    /// Bounds on what one request may ask for. A request past a bound is refused with BUDGET_EXCEEDED, which names the bound.
    pub struct LimitsConfig {
        /// Largest GraphQL document in bytes.
        #[schemars(range(min = 64, max = 16_777_216))]
        pub max_document_bytes: u64 = GateLimits::default().max_bytes,
        /// Most tokens in a document; runs of white space and comments count as one each.
        #[schemars(range(min = 16, max = 1_000_000))]
        pub max_tokens: usize = GateLimits::default().max_tokens,
        /// Most brackets within brackets that the parser follows.
        #[schemars(range(min = 8, max = 1_000))]
        pub max_recursion: usize = GateLimits::default().max_recursion,
        /// Most operations and fragments in a document.
        #[schemars(range(min = 1, max = 100_000))]
        pub max_definitions: u64 = GateLimits::default().max_definitions,
        /// Most values in the arguments of a document, fragments spread out, and most in its variables.
        #[schemars(range(min = 1, max = 1_000_000))]
        pub max_values: u64 = GateLimits::default().max_values,
        /// Most fields that a document asks for, fragments spread out.
        #[schemars(range(min = 1, max = 1_000_000))]
        pub max_fields: u64 = GateLimits::default().max_fields,
        /// Most aliases in a document, fragments spread out.
        #[schemars(range(min = 0, max = 1_000_000))]
        pub max_aliases: u64 = GateLimits::default().max_aliases,
        /// Most directives in a document, fragments spread out.
        #[schemars(range(min = 0, max = 1_000_000))]
        pub max_directives: u64 = GateLimits::default().max_directives,
        /// Deepest nesting of fields; a level takes up to 62 KB of the 2 MB stack of a thread. The introspection query of the usual tools needs 15.
        #[schemars(range(min = 1, max = 24))]
        pub max_depth: u64 = GateLimits::default().max_depth,
        /// Deepest nesting of lists of the schema's own description, by introspection.
        #[schemars(range(min = 1, max = 100))]
        pub max_introspection_depth: u64 = GateLimits::default().max_introspection_depth,
        /// Highest estimated cost of an operation: about the number of records and edges that it reads.
        #[schemars(range(min = 1, max = 1_000_000_000_000_u64))]
        pub max_cost: u64 = GateLimits::default().max_cost,
        /// Most values that an answer may hold, by estimate: plain fields times the sizes of the pages that they stand in.
        #[schemars(range(min = 1, max = 1_000_000_000_000_u64))]
        pub max_answer_values: u64 = GateLimits::default().max_answer_values,
        /// Entries of a page when the query does not say.
        #[schemars(range(min = 1, max = 10_000))]
        pub default_page: u64 = GateLimits::default().default_page,
        /// Most entries of a page.
        #[schemars(range(min = 1, max = 10_000))]
        pub max_page: u64 = GateLimits::default().max_page,
        /// Largest answer in bytes.
        #[schemars(range(min = 1024, max = 1_073_741_824))]
        pub max_answer_bytes: u64 = 8_388_608,
        /// Most edges of one owner (roles of a person or a work) that a request reads.
        #[schemars(range(min = 1, max = 10_000_000))]
        pub max_edges: u64 = 100_000,
        /// Most work that a request does on lists, in looks at an entry: a row that is read is 50, to filter an entry is 1, to order it about 14 among 16,000.
        #[schemars(range(min = 1_000, max = 1_000_000_000_000_u64))]
        pub max_work: u64 = 100_000_000,
        /// Memory in bytes for parsed and validated documents. 0 keeps none.
        #[schemars(range(min = 0, max = 17_179_869_184_u64))]
        pub document_cache_bytes: u64 = GateLimits::default().cache_bytes,
    }
}

impl LimitsConfig {
    /// The bounds that the gate keeps.
    #[must_use]
    pub const fn gate(&self) -> GateLimits {
        GateLimits {
            max_bytes: self.max_document_bytes,
            max_tokens: self.max_tokens,
            max_recursion: self.max_recursion,
            max_definitions: self.max_definitions,
            max_values: self.max_values,
            max_fields: self.max_fields,
            max_aliases: self.max_aliases,
            max_directives: self.max_directives,
            max_depth: self.max_depth,
            max_introspection_depth: self.max_introspection_depth,
            max_cost: self.max_cost,
            max_answer_values: self.max_answer_values,
            default_page: self.default_page,
            max_page: self.max_page,
            cache_bytes: self.document_cache_bytes,
        }
    }
}
