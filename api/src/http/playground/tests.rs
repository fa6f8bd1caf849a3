#![allow(clippy::expect_used, clippy::panic)]

use super::*;
use crate::http::coding::Coding;

#[test]
fn every_file_is_there_in_every_coding_and_has_a_type() {
    let names = files::names();
    assert!(names.contains(PAGE) && names.len() > 10, "{names:?}");
    for name in names {
        assert_ne!(content_type(&name), "application/octet-stream", "{name}");
        let mut tags = Vec::new();
        for coding in [Coding::Brotli, Coding::Gzip, Coding::Identity] {
            let file = files::get(&name, coding);
            let file = file.unwrap_or_else(|| panic!("{name} as {coding:?}"));
            assert!(!file.bytes.is_empty(), "{name}");
            tags.push(file.tag);
        }
        tags.dedup();
        assert_eq!(tags.len(), 3, "{name}");
    }
}

#[test]
fn the_page_names_files_that_are_there() {
    let page = files::get(PAGE, Coding::Identity).expect("the page");
    let page = std::str::from_utf8(&page.bytes).expect("a text");
    let named: Vec<&str> = page
        .split("playground/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(named.len() >= 3, "{page}");
    for name in named {
        assert!(files::exists(name), "{name}");
    }
    assert!(
        !page.contains("<style") && !page.contains("onload"),
        "{page}"
    );
}

#[test]
fn nothing_but_styles_may_be_inline() {
    for directive in POLICY.split("; ") {
        let may_be = directive.starts_with("style-src ");
        assert_eq!(directive.contains("unsafe"), may_be, "{directive}");
        assert!(
            !directive.contains("http") && !directive.contains('*'),
            "{directive}"
        );
    }
}
