#![allow(clippy::expect_used, clippy::panic)]

use std::{fs, path::PathBuf};

use super::*;

/// A directory of its own, removed at the end of the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("filmgraph-{}", uuid::Uuid::now_v7()));
        fs::create_dir_all(&path).expect("a directory for temporary files");
        Self(path)
    }

    fn write(&self, text: &str) -> PathBuf {
        let path = self.0.join(FILE_NAME);
        fs::write(&path, text).expect("a file for temporary text");
        path
    }

    fn flags(&self) -> Flags {
        Flags {
            data_dir: Some(self.0.clone()),
            ..Flags::default()
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn environment(variables: &[(&str, &str)]) -> Environment {
    variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), *value))
        .collect()
}

#[test]
fn nothing_set_means_the_defaults() {
    let config = Config::load(&Flags::default(), &Environment::default());
    assert_eq!(config, Ok(Config::default()));
}

#[test]
fn each_layer_covers_the_one_before() {
    let scratch = Scratch::new();
    scratch.write(
        "[server]\nlisten = \"127.0.0.1:1\"\nworkers = 1\nkeep_alive_s = 1\nbody_limit_bytes = 2048",
    );
    let environment = environment(&[
        ("FILMGRAPH_SERVER__LISTEN", "127.0.0.1:2"),
        ("FILMGRAPH_SERVER__WORKERS", "2"),
        ("FILMGRAPH_SERVER__DEBUG_HEADERS", "true"),
    ]);
    let flags = Flags {
        listen: Some("127.0.0.1:3".to_owned()),
        no_sample: true,
        ..scratch.flags()
    };
    let config = Config::load(&flags, &environment).expect("a good configuration");
    assert_eq!(config.server.listen, "127.0.0.1:3");
    assert_eq!(config.server.workers, 2);
    assert_eq!(config.server.keep_alive_s, 1);
    assert_eq!(config.server.body_limit_bytes, 2048);
    assert!(config.server.debug_headers);
    assert!(!config.load_sample);
    assert_eq!(
        config.server.max_connections,
        Config::default().server.max_connections
    );
}

#[test]
fn our_own_variable_wins_over_the_general_one() {
    let general = ("DATABASE_URL", "postgres://general/db");
    let config = Config::load(&Flags::default(), &environment(&[general])).expect("good");
    assert_eq!(config.database.url.expose(), "postgres://general/db");
    let own = ("FILMGRAPH_DATABASE__URL", "postgres://own/db");
    let config = Config::load(&Flags::default(), &environment(&[general, own])).expect("good");
    assert_eq!(config.database.url.expose(), "postgres://own/db");
}

#[test]
fn an_unknown_key_is_named_with_its_file() {
    let scratch = Scratch::new();
    let path = scratch.write("[server]\nlissen = \"127.0.0.1:1\"");
    let error = Config::load(&scratch.flags(), &Environment::default()).map(|_| ());
    let expected = ConfigError::UnknownKey {
        key: "server.lissen".to_owned(),
        origin: path.display().to_string(),
        nearest: Some("server.listen".to_owned()),
    };
    assert_eq!(error, Err(expected));
}

#[test]
fn unknown_sections_and_scalars_for_sections_are_refused() {
    let scratch = Scratch::new();
    for text in ["[sever]\nlisten = \"x:1\"", "server = 3", "colour = true"] {
        scratch.write(text);
        let error = Config::load(&scratch.flags(), &Environment::default()).map(|_| ());
        assert!(
            matches!(error, Err(ConfigError::UnknownKey { .. })),
            "{text}: {error:?}"
        );
    }
}

#[test]
fn an_unknown_variable_is_refused_and_service_links_are_not_ours() {
    let error = Config::load(
        &Flags::default(),
        &environment(&[("FILMGRAPH_LISTEN", "x")]),
    );
    assert!(
        matches!(error, Err(ConfigError::UnknownKey { .. })),
        "{error:?}"
    );
    let links = [
        ("FILMGRAPH_PORT", "tcp://10.0.0.1:8080"),
        ("FILMGRAPH_PORT_8080_TCP_ADDR", "10.0.0.1"),
        ("FILMGRAPH_SERVICE_HOST", "10.0.0.1"),
    ];
    assert_eq!(
        Config::load(&Flags::default(), &environment(&links)),
        Ok(Config::default())
    );
}

#[test]
fn a_bad_value_is_told_with_its_range() {
    for (name, value, allowed) in [
        (
            "FILMGRAPH_SERVER__WORKERS",
            "5000",
            "a whole number from 0 to 1024",
        ),
        (
            "FILMGRAPH_SERVER__WORKERS",
            "-1",
            "a whole number from 0 to 1024",
        ),
        (
            "FILMGRAPH_SERVER__WORKERS",
            "1.5",
            "a whole number from 0 to 1024",
        ),
        ("FILMGRAPH_SERVER__DEBUG_HEADERS", "maybe", "true or false"),
        ("FILMGRAPH_LOG__FORMAT", "xml", "text or json"),
        ("FILMGRAPH_SERVER__LISTEN", "nowhere", "address:port"),
        ("FILMGRAPH_LOG__LEVEL", "info,=,x=y=z", "a level"),
        ("DATABASE_URL", "oracle://me:hunter2@db", "postgres://"),
        (
            "DATABASE_URL",
            "sqlite:hunter2.db?mode=ro",
            "mode=ro are not obeyed",
        ),
        (
            "FILMGRAPH_CORS__ORIGINS",
            "https://a.example, b/",
            "cors.others = any",
        ),
        (
            "FILMGRAPH_CORS__HEADERS",
            "x-a, authorization",
            "names of headers",
        ),
        (
            "FILMGRAPH_CORS__OTHERS",
            "all",
            "auto or none or localhost or any",
        ),
        (
            "FILMGRAPH_TRAFFIC__TRUSTED_PROXIES",
            "10.0.0.0/99",
            "addresses and networks",
        ),
    ] {
        let error = Config::load(&Flags::default(), &environment(&[(name, value)]));
        let Err(error @ ConfigError::BadValue { .. }) = error else {
            panic!("{name}={value} gave {error:?}");
        };
        let message = error.to_string();
        assert!(message.contains(allowed), "{message}");
        assert!(
            message.contains(&format!("in the variable {name}")),
            "{message}"
        );
        assert!(
            !message.contains("hunter2") && !message.contains('\n'),
            "{message}"
        );
    }
}

#[test]
fn what_is_logged_is_levels_and_nothing_that_looks_like_them() {
    let load = |level: &str| {
        let environment = environment(&[("FILMGRAPH_LOG__LEVEL", level)]);
        Config::load(&Flags::default(), &environment)
    };
    for level in [
        "info",
        "OFF",
        "warn,filmgraph::http=debug",
        "off,filmgraph::sql=trace,",
        "info,[request{id=a}]=debug,sqlx=warn",
    ] {
        assert!(load(level).is_ok(), "{level}");
    }
    for level in [
        "debugg",
        "infos,filmgraph=debug",
        "info,filmgraph::http",
        "info,filmgraph::http=loud",
        "filmgraph=",
        ",",
        "[request]",
    ] {
        let error = load(level).map(|_| ()).expect_err(level).to_string();
        assert!(error.starts_with("log.level = "), "{error}");
        assert!(
            error.contains("in the variable FILMGRAPH_LOG__LEVEL"),
            "{error}"
        );
    }
}

#[test]
fn each_source_of_a_text_is_named() {
    let scratch = Scratch::new();
    let path = scratch.write("[server]\nlisten = \"nowhere\"");
    let by_file = Config::load(&scratch.flags(), &Environment::default());
    let flags = Flags {
        listen: Some("nowhere".to_owned()),
        ..Flags::default()
    };
    let by_flag = Config::load(&flags, &Environment::default());
    for (outcome, origin) in [
        (by_file, path.display().to_string()),
        (by_flag, "the flag --listen".to_owned()),
    ] {
        let told = outcome.map(|_| ()).expect_err("no address").to_string();
        let expected = format!("server.listen = \"nowhere\" in {origin}: ");
        assert!(told.starts_with(&expected), "{told}");
    }
}

#[test]
fn what_stands_in_the_place_of_the_file_is_not_passed_over() {
    let scratch = Scratch::new();
    let path = scratch.0.join(FILE_NAME);
    fs::create_dir(&path).expect("a directory");
    let told = |flags: &Flags| {
        let loaded = Config::load(flags, &Environment::default());
        loaded.map(|_| ()).expect_err("no file").to_string()
    };
    let expected = format!("cannot read the configuration file {}: ", path.display());
    assert_eq!(
        told(&scratch.flags()),
        format!("{expected}it is a directory")
    );
    fs::remove_dir(&path).expect("an empty directory");
    fs::write(&path, b"# \xe9").expect("a file");
    assert_eq!(told(&scratch.flags()), format!("{expected}it is not UTF-8"));
    #[cfg(unix)]
    {
        fs::remove_file(&path).expect("a file");
        std::os::unix::fs::symlink("nowhere", &path).expect("a link");
        assert_eq!(
            told(&scratch.flags()),
            format!("{expected}there is no such file")
        );
    }
}

#[test]
fn a_number_with_a_fraction_is_not_rounded() {
    let scratch = Scratch::new();
    scratch.write("[server]\nworkers = 1.5");
    let error = Config::load(&scratch.flags(), &Environment::default());
    assert!(
        matches!(error, Err(ConfigError::BadValue { .. })),
        "{error:?}"
    );
}

#[test]
fn knobs_that_contradict_one_another_are_refused() {
    let environment = environment(&[("FILMGRAPH_LIMITS__MAX_PAGE", "1")]);
    let error = Config::load(&Flags::default(), &environment);
    let error = error.map(|_| ()).expect_err("a contradiction").to_string();
    let expected = "limits.default_page = 20 in the defaults is more than limits.max_page = 1 in \
                    the variable FILMGRAPH_LIMITS__MAX_PAGE";
    assert_eq!(error, expected);
}

#[test]
fn a_syntax_error_names_the_line_and_quotes_nothing() {
    let scratch = Scratch::new();
    let path = scratch.write("[database]\nurl = \"postgres://me:hunter2@db\n");
    let Err(error) = Config::load(&scratch.flags(), &Environment::default()) else {
        panic!("not TOML, yet accepted");
    };
    let message = error.to_string();
    assert!(
        message.starts_with(&format!("{} line 2 ", path.display())),
        "{message}"
    );
    assert!(
        !message.contains("hunter2") && !message.contains('\n'),
        "{message}"
    );
}

#[test]
fn a_named_file_has_to_exist() {
    let flags = Flags {
        config: Some(PathBuf::from("/nowhere/x.toml")),
        ..Flags::default()
    };
    let error = Config::load(&flags, &Environment::default());
    assert!(
        matches!(error, Err(ConfigError::Unreadable { .. })),
        "{error:?}"
    );
}

#[test]
fn the_printed_configuration_reads_back_as_itself() {
    let scratch = Scratch::new();
    let environment = environment(&[("FILMGRAPH_LOG__LEVEL", "info,filmgraph=\"debug\"")]);
    let mut config = Config::load(&scratch.flags(), &Environment::default()).expect("good");
    assert!(Config::load(&scratch.flags(), &environment).is_err());
    config.server.workers = 3;
    config.log.level = "info,filmgraph::http=debug".to_owned();
    let text = config.to_toml().expect("printable");
    scratch.write(&text);
    assert_eq!(
        Config::load(&scratch.flags(), &Environment::default()),
        Ok(config)
    );
    assert!(text.contains("# Largest request body in bytes."), "{text}");
    assert!(
        text.contains("FILMGRAPH_SERVER__BODY_LIMIT_BYTES"),
        "{text}"
    );
}

#[test]
fn the_printed_configuration_hides_the_password() {
    let url = ("DATABASE_URL", "postgres://me:hunter2@db/films");
    let config = Config::load(&Flags::default(), &environment(&[url])).expect("good");
    let text = config.to_toml().expect("printable");
    assert!(text.contains("postgres://me:***@db/films"), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn an_empty_variable_is_an_unset_one() {
    let empty = [("FILMGRAPH_SERVER__WORKERS", ""), ("DATABASE_URL", "")];
    assert_eq!(
        Config::load(&Flags::default(), &environment(&empty)),
        Ok(Config::default())
    );
}

#[cfg(unix)]
#[test]
fn a_value_that_is_not_unicode_is_refused_rather_than_changed() {
    use std::os::unix::ffi::OsStringExt;
    let value = OsString::from_vec(vec![b'/', 0xff]);
    let environment: Environment = [("FILMGRAPH_DATA_DIR", value.clone())]
        .into_iter()
        .collect();
    let by_variable = Config::load(&Flags::default(), &environment);
    assert!(
        matches!(by_variable, Err(ConfigError::BadValue { .. })),
        "{by_variable:?}"
    );
    let flags = Flags {
        data_dir: Some(value.into()),
        ..Flags::default()
    };
    let by_flag = Config::load(&flags, &Environment::default());
    assert!(
        matches!(by_flag, Err(ConfigError::BadValue { .. })),
        "{by_flag:?}"
    );
}
