//! The way to a value of an argument or a variable's default.

/// A step on the way to a value. Steps are written out for an error only.
#[derive(Clone, Copy)]
pub(super) enum Step<'d> {
    Name(&'d str),
    Directive(&'d str),
    Variable(&'d str),
    Index(usize),
}

impl Step<'_> {
    /// As programs read it.
    pub(super) fn name(self) -> String {
        match self {
            Self::Name(name) => name.to_owned(),
            Self::Directive(name) => format!("@{name}"),
            Self::Variable(name) => format!("${name}"),
            Self::Index(index) => index.to_string(),
        }
    }
}

/// A path as in `film.by.many[1]`.
pub(super) fn written(path: &[Step<'_>]) -> String {
    let mut written = String::new();
    for step in path {
        match step {
            Step::Index(index) => written.push_str(&format!("[{index}]")),
            step => {
                if !written.is_empty() {
                    written.push('.');
                }
                written.push_str(&step.name());
            }
        }
    }
    written
}
