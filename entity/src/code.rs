//! Words that the database keeps as codes.

/// Lets the drivers read a column of codes as words.
macro_rules! read_by_code {
    ($name:ident) => {
        impl<DB: sqlx::Database> sqlx::Type<DB> for $name
        where
            i16: sqlx::Type<DB>,
        {
            fn type_info() -> DB::TypeInfo {
                <i16 as sqlx::Type<DB>>::type_info()
            }

            fn compatible(info: &DB::TypeInfo) -> bool {
                <i16 as sqlx::Type<DB>>::compatible(info)
            }
        }

        impl<'r, DB: sqlx::Database> sqlx::Decode<'r, DB> for $name
        where
            i16: sqlx::Decode<'r, DB>,
        {
            fn decode(value: DB::ValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                let code = <i16 as sqlx::Decode<'r, DB>>::decode(value)?;
                let word = Self::of_code(code);
                word.ok_or_else(|| format!("{code} is no {}", stringify!($name)).into())
            }
        }
    };
}
pub(crate) use read_by_code;
