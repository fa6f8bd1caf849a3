//! The table of which id each line got.

use std::fs;

use filmgraph_tests::Database;

use super::{file, film, import, with_sample};

#[test]
fn a_map_replaces_a_map_and_nothing_else() {
    filmgraph_tests::run(async {
        let test = with_sample(Database::Sqlite).await;
        let map = test.data_dir().join("map.txt");
        let name = map.to_str().expect("a path");
        fs::write(&map, "film\tdirector\nGlass Harbor\tIda Fenwick\n").expect("a file");
        let refused = import(&test, &file(&film()), &["--map", name]);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(
            refused.stderr.contains("is not such a table"),
            "{refused:?}"
        );
        let kept = fs::read_to_string(&map).expect("a file");
        assert!(kept.contains("Glass Harbor\tIda Fenwick"), "{kept}");
        assert_eq!(
            test.number("SELECT COUNT(*) FROM work WHERE title = 'Tides'")
                .await,
            0
        );
        for content in [
            "",
            "file\tline\tid\thow\n",
            "file\tline\tid\thow\twarning\n",
        ] {
            fs::write(&map, content).expect("a file");
            let taken = import(&test, &file(&film()), &["--map", name]);
            assert_eq!(taken.code, Some(0), "{taken:?}");
            assert_eq!(fs::read_to_string(&map).expect("a map").lines().count(), 12);
        }
        // Of more lines than the next one has.
        let less = import(&test, &file(&film()[..1]), &["--map", name]);
        assert_eq!(less.code, Some(0), "{less:?}");
        let map = fs::read_to_string(&map).expect("a map");
        assert_eq!(map.lines().count(), 3, "{map}");
        assert!(
            map.lines().skip(1).all(|line| line.ends_with("\tKEY\t")),
            "{map}"
        );
    });
}
