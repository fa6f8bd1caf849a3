//! The commands for API keys.

use std::io::{self, Write};

use auth::{Access, Expiry, IssueError, KeyName, NewKey, Scopes};
use model::clock::Clock;
use model::instant::Instant;
use store::{KeyRow, Store, StoreError};

use crate::app::{self, AppError};
use crate::config::Config;

/// Makes a key and prints it: the key alone, so that a script can take it. What it is goes to standard
/// error. A key that nobody can have seen is taken back.
///
/// # Errors
/// [`AppError::Key`] if it cannot be made, [`AppError::KeyUnseen`] if it cannot be shown, and whatever
/// else goes wrong.
pub async fn create(
    config: &Config,
    name: KeyName,
    scopes: &[Access],
    expires: Option<Expiry>,
) -> Result<(), AppError> {
    app::expect_output()?;
    let store = open(config).await?;
    let scopes = Scopes::of(scopes);
    let new = NewKey {
        name,
        scopes,
        expires,
    };
    let made = auth::issue(&store, &new, Clock::System.micros()).await;
    let key = made.map_err(|error| of_issue(error, config))?;
    let printed = app::print(&format!("{}\n", key.expose()));
    let done = match printed {
        Ok(()) => Ok(()),
        Err(why) => Err(take_back(&store, key.id(), why, config).await),
    };
    store.close().await;
    done?;
    let _ = writeln!(
        io::stderr(),
        "key {} was made ({scopes}); it is shown this once, keep it safe",
        key.id()
    );
    Ok(())
}

/// Revokes a key that could not be shown, and says so.
async fn take_back(store: &Store, id: i64, why: AppError, config: &Config) -> AppError {
    let revoked = auth::revoke(store, &id.to_string(), Clock::System.micros()).await;
    AppError::KeyUnseen {
        id,
        why: Box::new(why),
        left: revoked.err().map(|error| Box::new(of_issue(error, config))),
    }
}

/// Lists all keys; gives what is to be printed.
///
/// # Errors
/// Whatever goes wrong.
pub async fn list(config: &Config) -> Result<String, AppError> {
    let store = app::open_store_to_read(config).await?;
    let keys = store.keys().await;
    let keys = keys.map_err(|error| AppError::of_store(&error, &config.database.url))?;
    store.close().await;
    Ok(table(&keys, Clock::System.micros()))
}

/// Revokes a key by number or name; gives what is to be printed.
///
/// # Errors
/// [`AppError::Key`] if there is none, and whatever else goes wrong.
pub async fn revoke(config: &Config, which: &str) -> Result<String, AppError> {
    let store = open(config).await?;
    let revoked = auth::revoke(&store, which, Clock::System.micros()).await;
    let key = revoked.map_err(|error| of_issue(error, config))?;
    store.close().await;
    let at = moment(key.revoked_at);
    Ok(format!(
        "key {} ({}) is revoked since {at}\n",
        key.id, key.name
    ))
}

async fn open(config: &Config) -> Result<Store, AppError> {
    let (store, starting) = app::open_store_to_change(config).await?;
    drop(starting);
    Ok(store)
}

fn of_issue(error: IssueError, config: &Config) -> AppError {
    match error {
        IssueError::Store(error @ StoreError::Invalid { .. }) => AppError::Key(error.to_string()),
        IssueError::Store(error) => AppError::of_store(&error, &config.database.url),
        IssueError::NoRandomness(error) => AppError::Internal(error.to_string()),
        error @ (IssueError::NameTaken(_) | IssueError::Expired | IssueError::NotFound(_)) => {
            AppError::Key(error.to_string())
        }
    }
}

const HEAD: [&str; 7] = [
    "ID",
    "NAME",
    "SCOPES",
    "CREATED",
    "LAST USED",
    "EXPIRES",
    "STATE",
];

fn table(keys: &[KeyRow], now: i64) -> String {
    let mut rows = vec![HEAD.map(str::to_owned)];
    rows.extend(keys.iter().map(|key| row(key, now)));
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let line = |row: &[String; 7]| {
        let cells = row.iter().zip(&widths);
        let cells: Vec<String> = cells
            .map(|(cell, &width)| format!("{cell:width$}"))
            .collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

fn row(key: &KeyRow, now: i64) -> [String; 7] {
    let state = match (key.revoked_at, key.expires_at) {
        (Some(_), _) => "revoked",
        (None, Some(at)) if at <= now => "expired",
        _ => "valid",
    };
    [
        key.id.to_string(),
        key.name.clone(),
        Scopes::from_bits(key.scopes).to_string().replace(' ', ""),
        moment(Some(key.created_at)),
        moment(key.last_used_at),
        moment(key.expires_at),
        state.to_owned(),
    ]
}

/// To the second: what is finer tells a person nothing.
fn moment(micros: Option<i64>) -> String {
    let second = |micros: i64| Instant(micros.div_euclid(1_000_000) * 1_000_000).to_string();
    micros.map_or_else(|| "-".to_owned(), second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_a_line_for_each_key() {
        let key = |id, name: &str, expires_at, revoked_at| KeyRow {
            id,
            name: name.to_owned(),
            hash: "secret".to_owned(),
            scopes: Scopes::of(&[Access::Edit]).bits(),
            created_at: 1_500_000,
            last_used_at: None,
            revoked_at,
            expires_at,
        };
        let keys = [
            key(1, "newsroom", None, None),
            key(2, "old", Some(2_000_000), None),
            key(3, "lost", Some(2_000_000), Some(1_700_000)),
        ];
        let text = table(&keys, 2_000_000);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[1],
            "1   newsroom  read,edit  1970-01-01T00:00:01Z  -          -                     valid"
        );
        assert!(lines[2].ends_with("expired"), "{text}");
        assert!(lines[3].ends_with("revoked"), "{text}");
        assert!(!text.contains("secret"));
    }
}
