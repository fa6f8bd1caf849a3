//! How a section of the configuration is declared.

/// Declares a section: each knob once, with its description, its bounds and its default, so that
/// changing a knob is one edit. The description and the bounds reach the printed configuration and
/// the checks through the derived JSON schema.
macro_rules! section {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[$knob_meta:meta])* pub $knob:ident: $type:ty = $default:expr,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $($(#[$knob_meta])* pub $knob: $type,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($knob: $default,)* }
            }
        }
    };
}

pub(crate) use section;
