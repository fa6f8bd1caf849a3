//! Country codes: which there are, and what they are called in English.

use super::fold::fold;

/// The English names by code, in the order of the codes: all of ISO 3166-1 with short names as
/// Unicode's CLDR has them, and the countries that are no more and the regions that film data has
/// codes for.
const NAMES: [(&str, &str); 267] = [
    ("AD", "Andorra"),
    ("AE", "United Arab Emirates"),
    ("AF", "Afghanistan"),
    ("AG", "Antigua and Barbuda"),
    ("AI", "Anguilla"),
    ("AL", "Albania"),
    ("AM", "Armenia"),
    ("AO", "Angola"),
    ("AQ", "Antarctica"),
    ("AR", "Argentina"),
    ("AS", "American Samoa"),
    ("AT", "Austria"),
    ("AU", "Australia"),
    ("AW", "Aruba"),
    ("AX", "Åland Islands"),
    ("AZ", "Azerbaijan"),
    ("BA", "Bosnia and Herzegovina"),
    ("BB", "Barbados"),
    ("BD", "Bangladesh"),
    ("BE", "Belgium"),
    ("BF", "Burkina Faso"),
    ("BG", "Bulgaria"),
    ("BH", "Bahrain"),
    ("BI", "Burundi"),
    ("BJ", "Benin"),
    ("BL", "Saint Barthélemy"),
    ("BM", "Bermuda"),
    ("BN", "Brunei"),
    ("BO", "Bolivia"),
    ("BQ", "Caribbean Netherlands"),
    ("BR", "Brazil"),
    ("BS", "Bahamas"),
    ("BT", "Bhutan"),
    ("BUMM", "Burma"),
    ("BV", "Bouvet Island"),
    ("BW", "Botswana"),
    ("BY", "Belarus"),
    ("BZ", "Belize"),
    ("CA", "Canada"),
    ("CC", "Cocos (Keeling) Islands"),
    ("CD", "DR Congo"),
    ("CF", "Central African Republic"),
    ("CG", "Republic of the Congo"),
    ("CH", "Switzerland"),
    ("CI", "Côte d'Ivoire"),
    ("CK", "Cook Islands"),
    ("CL", "Chile"),
    ("CM", "Cameroon"),
    ("CN", "China"),
    ("CO", "Colombia"),
    ("CR", "Costa Rica"),
    ("CSHH", "Czechoslovakia"),
    ("CSXX", "Serbia and Montenegro"),
    ("CU", "Cuba"),
    ("CV", "Cape Verde"),
    ("CW", "Curaçao"),
    ("CX", "Christmas Island"),
    ("CY", "Cyprus"),
    ("CZ", "Czechia"),
    ("DDDE", "East Germany"),
    ("DE", "Germany"),
    ("DJ", "Djibouti"),
    ("DK", "Denmark"),
    ("DM", "Dominica"),
    ("DO", "Dominican Republic"),
    ("DZ", "Algeria"),
    ("EC", "Ecuador"),
    ("EE", "Estonia"),
    ("EG", "Egypt"),
    ("EH", "Western Sahara"),
    ("ER", "Eritrea"),
    ("ES", "Spain"),
    ("ET", "Ethiopia"),
    ("FI", "Finland"),
    ("FJ", "Fiji"),
    ("FK", "Falkland Islands"),
    ("FM", "Micronesia"),
    ("FO", "Faroe Islands"),
    ("FR", "France"),
    ("GA", "Gabon"),
    ("GB", "United Kingdom"),
    ("GD", "Grenada"),
    ("GE", "Georgia"),
    ("GF", "French Guiana"),
    ("GG", "Guernsey"),
    ("GH", "Ghana"),
    ("GI", "Gibraltar"),
    ("GL", "Greenland"),
    ("GM", "Gambia"),
    ("GN", "Guinea"),
    ("GP", "Guadeloupe"),
    ("GQ", "Equatorial Guinea"),
    ("GR", "Greece"),
    ("GS", "South Georgia and South Sandwich Islands"),
    ("GT", "Guatemala"),
    ("GU", "Guam"),
    ("GW", "Guinea-Bissau"),
    ("GY", "Guyana"),
    ("HK", "Hong Kong"),
    ("HM", "Heard and McDonald Islands"),
    ("HN", "Honduras"),
    ("HR", "Croatia"),
    ("HT", "Haiti"),
    ("HU", "Hungary"),
    ("ID", "Indonesia"),
    ("IE", "Ireland"),
    ("IL", "Israel"),
    ("IM", "Isle of Man"),
    ("IN", "India"),
    ("IO", "British Indian Ocean Territory"),
    ("IQ", "Iraq"),
    ("IR", "Iran"),
    ("IS", "Iceland"),
    ("IT", "Italy"),
    ("JE", "Jersey"),
    ("JM", "Jamaica"),
    ("JO", "Jordan"),
    ("JP", "Japan"),
    ("KE", "Kenya"),
    ("KG", "Kyrgyzstan"),
    ("KH", "Cambodia"),
    ("KI", "Kiribati"),
    ("KM", "Comoros"),
    ("KN", "Saint Kitts and Nevis"),
    ("KP", "North Korea"),
    ("KR", "South Korea"),
    ("KW", "Kuwait"),
    ("KY", "Cayman Islands"),
    ("KZ", "Kazakhstan"),
    ("LA", "Laos"),
    ("LB", "Lebanon"),
    ("LC", "Saint Lucia"),
    ("LI", "Liechtenstein"),
    ("LK", "Sri Lanka"),
    ("LR", "Liberia"),
    ("LS", "Lesotho"),
    ("LT", "Lithuania"),
    ("LU", "Luxembourg"),
    ("LV", "Latvia"),
    ("LY", "Libya"),
    ("MA", "Morocco"),
    ("MC", "Monaco"),
    ("MD", "Moldova"),
    ("ME", "Montenegro"),
    ("MF", "Saint Martin"),
    ("MG", "Madagascar"),
    ("MH", "Marshall Islands"),
    ("MK", "North Macedonia"),
    ("ML", "Mali"),
    ("MM", "Myanmar"),
    ("MN", "Mongolia"),
    ("MO", "Macao"),
    ("MP", "Northern Mariana Islands"),
    ("MQ", "Martinique"),
    ("MR", "Mauritania"),
    ("MS", "Montserrat"),
    ("MT", "Malta"),
    ("MU", "Mauritius"),
    ("MV", "Maldives"),
    ("MW", "Malawi"),
    ("MX", "Mexico"),
    ("MY", "Malaysia"),
    ("MZ", "Mozambique"),
    ("NA", "Namibia"),
    ("NC", "New Caledonia"),
    ("NE", "Niger"),
    ("NF", "Norfolk Island"),
    ("NG", "Nigeria"),
    ("NI", "Nicaragua"),
    ("NL", "Netherlands"),
    ("NO", "Norway"),
    ("NP", "Nepal"),
    ("NR", "Nauru"),
    ("NU", "Niue"),
    ("NZ", "New Zealand"),
    ("OM", "Oman"),
    ("PA", "Panama"),
    ("PE", "Peru"),
    ("PF", "French Polynesia"),
    ("PG", "Papua New Guinea"),
    ("PH", "Philippines"),
    ("PK", "Pakistan"),
    ("PL", "Poland"),
    ("PM", "Saint Pierre and Miquelon"),
    ("PN", "Pitcairn Islands"),
    ("PR", "Puerto Rico"),
    ("PS", "Palestine"),
    ("PT", "Portugal"),
    ("PW", "Palau"),
    ("PY", "Paraguay"),
    ("QA", "Qatar"),
    ("RE", "Réunion"),
    ("RO", "Romania"),
    ("RS", "Serbia"),
    ("RU", "Russia"),
    ("RW", "Rwanda"),
    ("SA", "Saudi Arabia"),
    ("SB", "Solomon Islands"),
    ("SC", "Seychelles"),
    ("SD", "Sudan"),
    ("SE", "Sweden"),
    ("SG", "Singapore"),
    ("SH", "Saint Helena"),
    ("SI", "Slovenia"),
    ("SJ", "Svalbard and Jan Mayen"),
    ("SK", "Slovakia"),
    ("SL", "Sierra Leone"),
    ("SM", "San Marino"),
    ("SN", "Senegal"),
    ("SO", "Somalia"),
    ("SR", "Suriname"),
    ("SS", "South Sudan"),
    ("ST", "São Tomé and Príncipe"),
    ("SUHH", "Soviet Union"),
    ("SV", "El Salvador"),
    ("SX", "Sint Maarten"),
    ("SY", "Syria"),
    ("SZ", "Eswatini"),
    ("TC", "Turks and Caicos Islands"),
    ("TD", "Chad"),
    ("TF", "French Southern Territories"),
    ("TG", "Togo"),
    ("TH", "Thailand"),
    ("TJ", "Tajikistan"),
    ("TK", "Tokelau"),
    ("TL", "Timor-Leste"),
    ("TM", "Turkmenistan"),
    ("TN", "Tunisia"),
    ("TO", "Tonga"),
    ("TR", "Türkiye"),
    ("TT", "Trinidad and Tobago"),
    ("TV", "Tuvalu"),
    ("TW", "Taiwan"),
    ("TZ", "Tanzania"),
    ("UA", "Ukraine"),
    ("UG", "Uganda"),
    ("UM", "U.S. Outlying Islands"),
    ("US", "United States"),
    ("UY", "Uruguay"),
    ("UZ", "Uzbekistan"),
    ("VA", "Vatican City"),
    ("VC", "Saint Vincent and Grenadines"),
    ("VDVN", "North Vietnam"),
    ("VE", "Venezuela"),
    ("VG", "British Virgin Islands"),
    ("VI", "U.S. Virgin Islands"),
    ("VN", "Vietnam"),
    ("VU", "Vanuatu"),
    ("WF", "Wallis and Futuna"),
    ("WS", "Samoa"),
    ("XAS", "Asia"),
    ("XEU", "Europe"),
    ("XK", "Kosovo"),
    ("XKO", "Korea"),
    ("XKV", "Kosovo"),
    ("XPI", "Palestine"),
    ("XSI", "Siam"),
    ("XWG", "West Germany"),
    ("XWW", "Worldwide"),
    ("XYU", "Yugoslavia"),
    ("YE", "Yemen"),
    ("YT", "Mayotte"),
    ("YUCS", "Yugoslavia"),
    ("ZA", "South Africa"),
    ("ZM", "Zambia"),
    ("ZRCD", "Zaire"),
    ("ZW", "Zimbabwe"),
];

/// Codes of ISO 3166-1 alpha-2 that were withdrawn with their countries (ISO 3166-3), in order: data
/// about films of their time has them.
const WITHDRAWN: [&str; 25] = [
    "AN", "BU", "CS", "CT", "DD", "DY", "FQ", "FX", "HV", "JT", "MI", "NH", "NQ", "NT", "PC", "PU",
    "PZ", "RH", "SU", "TP", "VD", "WK", "YD", "YU", "ZR",
];

/// The codes of ISO 3166-3 for former countries that have no name above, in order.
const FORMER: [&str; 23] = [
    "AIDJ", "ANHH", "BQAQ", "BYAA", "CTKI", "DYBJ", "FQHH", "FXFR", "GEHH", "HVBF", "JTUM", "MIUM",
    "NHVU", "NQAQ", "NTHH", "PCHH", "PUUM", "PZPA", "RHZW", "SKIN", "TPTL", "WKUM", "YDYE",
];

/// Codes that are often written and mean another: exceptional reservations and those of other
/// standards, each with the code of the country.
const MISTAKEN: [(&str, &str); 4] = [("EL", "GR"), ("UK", "GB"), ("UAE", "AE"), ("USA", "US")];

/// Whether a text is a country code: one of ISO 3166-1 alpha-2, also where it was withdrawn (`SU`);
/// of those that the standard leaves to users the ones with an X before, of two letters (`XK`) or
/// three (`XWW`), which data sets of films take for regions; or one of the four letters that ISO
/// 3166-3 has for former countries (`SUHH`).
#[must_use]
pub fn is_country_code(text: &str) -> bool {
    if !text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return false;
    }
    english_name(text).is_some()
        || WITHDRAWN.binary_search(&text).is_ok()
        || FORMER.binary_search(&text).is_ok()
        || is_left_to_users(text)
}

/// Whether ISO 3166-1 leaves a code to its users, and data sets of films use such. The others that it
/// leaves (AA, QM to QZ, ZZ) say that a country is not known, or nothing.
fn is_left_to_users(text: &str) -> bool {
    text.starts_with('X') && (2..=3).contains(&text.len())
}

/// Why a text is no country code, and what would be right where that can be told.
///
/// # Errors
/// The reason, where it is none.
pub fn check_country_code(text: &str) -> Result<(), String> {
    if is_country_code(text) {
        return Ok(());
    }
    let meant = meant_by(text).map_or_else(String::new, |code| format!(": write {code}"));
    Err(format!(
        "\"{text}\" is not a country code such as FR{meant}"
    ))
}

/// The code that somebody means who writes another, or the country's name.
fn meant_by(text: &str) -> Option<&'static str> {
    let code = text.trim().to_ascii_uppercase();
    if let Some((_, meant)) = MISTAKEN.iter().find(|(mistaken, _)| *mistaken == code) {
        return Some(meant);
    }
    let known = |at: usize| NAMES.get(at).map(|(code, _)| *code);
    if let Ok(at) = NAMES.binary_search_by_key(&code.as_str(), |(code, _)| code) {
        return known(at);
    }
    let name = fold(text);
    let is_named = |called: &str| fold(called) == name;
    NAMES
        .iter()
        .position(|(_, called)| is_named(called))
        .and_then(known)
}

/// What a country is called in English, where it is known.
#[must_use]
pub fn english_name(code: &str) -> Option<&'static str> {
    let found = NAMES.binary_search_by_key(&code, |(code, _)| code);
    found
        .ok()
        .and_then(|at| NAMES.get(at))
        .map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        assert!(WITHDRAWN.is_sorted() && FORMER.is_sorted());
        for code in [
            "FR", "GB", "SU", "DD", "YU", "CS", "AN", "ZR", "XK", "XC", "XG", "XWW", "XYU", "SUHH",
            "DDDE", "CSHH", "YUCS", "CSXX", "ANHH", "TPTL",
        ] {
            assert!(is_country_code(code), "{code}");
        }
        for text in [
            "USA", "GBR", "UK", "EU", "EN", "QA1", "fr", "", "F", "X", "QL", "YAA", "FRAN",
            "FRANC", "É", "XXXX", "ABCD", "ZZ", "AA", "QM", "QQQ", "ZZZ",
        ] {
            assert!(!is_country_code(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_code_is_told_with_what_would_be_right() {
        for (text, meant) in [
            ("UK", ": write GB"),
            ("uk", ": write GB"),
            ("EL", ": write GR"),
            ("USA", ": write US"),
            ("fr", ": write FR"),
            (" FR", ": write FR"),
            ("suhh", ": write SUHH"),
            ("Germany", ": write DE"),
            ("cote d’ivoire", ": write CI"),
            ("EN", ""),
            ("ABCD", ""),
            ("ZZ", ""),
            ("", ""),
        ] {
            let told = format!("\"{text}\" is not a country code such as FR{meant}");
            assert_eq!(check_country_code(text), Err(told));
        }
        assert_eq!(check_country_code("YUCS"), Ok(()));
        for (mistaken, meant) in MISTAKEN {
            assert!(!is_country_code(mistaken) && is_country_code(meant));
        }
    }

    #[test]
    fn countries_have_names() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(NAMES.iter().all(|(code, _)| is_country_code(code)));
        assert_eq!(english_name("FR"), Some("France"));
        assert_eq!(english_name("SUHH"), Some("Soviet Union"));
        assert_eq!(english_name("QQ"), None);
    }
}
