use super::*;

fn divisions() -> &'static Divisions {
    Divisions::load().expect("the register is consistent")
}

/// The number of divisions of a level in force at the end of a year.
fn count(level: Level, year: i16) -> usize {
    let at_end =
        |one: &&Division| one.level == level && one.since <= year && one.until.is_none_or(|until| until > year);
    divisions().entries().iter().filter(at_end).count()
}

/// Year-end figures. Those of 2011, 2019, 2020 and 2021 were compared with publications (中国统计年鉴, 民政部); the others
/// follow from the changes between, see README.md.
#[test]
fn counts_at_year_end() {
    let counties =
        [2859, 2858, 2856, 2853, 2852, 2853, 2854, 2850, 2851, 2851, 2851, 2846, 2844, 2843, 2843, 2844, 2846, 2845];
    let prefectures = [333, 333, 333, 332, 333, 333, 333, 334, 334, 334, 333, 333, 333, 333, 333, 333, 333, 333];
    for (year, (counties, prefectures)) in (2008..).zip(counties.into_iter().zip(prefectures)) {
        let found = [Level::Province, Level::Prefecture, Level::County].map(|level| count(level, year));
        assert_eq!(found, [34, prefectures, counties], "{year}");
    }
}

/// Changes checked by hand, most against the decision of the State Council (国函) or the ministry (民函) as cited in the
/// sources of README.md.
#[test]
fn known_changes() {
    let cases = [
        // code, name, first year and last year in force as asked, the years just outside
        ("110103", "崇文区", 2008, 2010, &[2011][..]),
        ("110101", "东城区", 2008, 2025, &[]),
        ("120116", "滨海新区", 2009, 2025, &[2008]),
        ("120107", "塘沽区", 2008, 2009, &[2010]),
        ("120119", "蓟州区", 2016, 2025, &[2015]),
        ("130103", "桥东区", 2008, 2014, &[2015]),
        ("130284", "滦州市", 2018, 2025, &[2017]),
        ("130502", "襄都区", 2020, 2025, &[2019]),
        ("140203", "矿区", 2008, 2018, &[2019]),
        ("210112", "浑南区", 2014, 2025, &[2013]),
        ("220184", "公主岭市", 2020, 2025, &[2019]),
        ("220381", "公主岭市", 2008, 2020, &[2021]),
        ("230717", "伊美区", 2019, 2025, &[2018]),
        ("310108", "闸北区", 2008, 2015, &[2016]),
        ("310119", "南汇区", 2008, 2009, &[2010]),
        ("310151", "崇明区", 2016, 2025, &[2015]),
        ("320508", "姑苏区", 2012, 2025, &[2011]),
        ("320813", "洪泽区", 2016, 2025, &[2015]),
        ("320829", "洪泽县", 2008, 2016, &[2017]),
        ("330113", "临平区", 2021, 2025, &[2020]),
        ("340711", "郊区", 2008, 2025, &[]),
        ("341400", "巢湖市", 2008, 2011, &[2012]),
        ("350405", "沙县区", 2021, 2025, &[2020]),
        ("360113", "红谷滩区", 2019, 2025, &[2018]),
        ("371200", "莱芜市", 2008, 2018, &[2019]),
        ("410211", "金明区", 2008, 2014, &[2015]),
        ("420113", "汉南区", 2008, 2025, &[]),
        ("420600", "襄阳市", 2010, 2025, &[2009]),
        ("420600", "襄樊市", 2008, 2010, &[2011]),
        ("440311", "光明区", 2018, 2025, &[2017]),
        ("460300", "三沙市", 2012, 2025, &[2011]),
        ("460400", "儋州市", 2015, 2025, &[2014]),
        ("500157", "两江新区", 2025, 2025, &[2024]),
        ("512022", "乐至县", 2008, 2025, &[]),
        ("513201", "马尔康市", 2015, 2025, &[2014]),
        ("520500", "毕节市", 2011, 2025, &[2010]),
        ("540481", "米林市", 2023, 2025, &[2022]),
        ("540600", "那曲市", 2017, 2025, &[2016]),
        ("610118", "鄠邑区", 2016, 2025, &[2015]),
        ("640303", "红寺堡区", 2009, 2025, &[2008]),
        ("653228", "和康县", 2024, 2025, &[2023]),
        ("659011", "新星市", 2021, 2025, &[2020]),
    ];
    for (code, name, since, until, outside) in cases {
        let in_force = |year| {
            let same = |one: &&Division| one.code == code && one.name == name;
            divisions().entries().iter().find(same).is_some_and(|one| one.in_force(year))
        };
        assert!(in_force(since) && in_force(until), "{code} {name}");
        assert!(!outside.iter().any(|year| in_force(*year)), "{code} {name}");
    }
}

#[test]
fn by_code_gives_the_entry_of_the_year() {
    let cases = [
        ("420600", Some(2009), Some("襄樊市")),
        ("420600", Some(2010), Some("襄阳市")),
        ("420600", None, Some("襄阳市")),
        ("110103", Some(2010), Some("崇文区")),
        ("110103", Some(2015), None),
        ("110103", None, Some("崇文区")),
        ("710000", None, Some("台湾省")),
        ("999999", None, None),
        ("", None, None),
    ];
    for (code, year, name) in cases {
        assert_eq!(divisions().by_code(code, year).map(|one| one.name), name, "{code} {year:?}");
    }
}

#[test]
fn full_names_follow_the_year() {
    let cases = [
        ("640221", Some(2020), "宁夏回族自治区石嘴山市平罗县"),
        ("420606", Some(2009), "湖北省襄樊市樊城区"),
        ("420606", Some(2019), "湖北省襄阳市樊城区"),
        ("110105", None, "北京市朝阳区"),
        ("500234", Some(2020), "重庆市开县"),
        ("659001", None, "新疆维吾尔自治区石河子市"),
        ("341421", None, "安徽省巢湖市庐江县"),
        ("460400", None, "海南省儋州市"),
    ];
    for (code, year, name) in cases {
        let division = divisions().by_code(code, None).expect("a code of the register");
        assert_eq!(divisions().full_name(division, year), name);
    }
}

#[test]
fn every_parent_is_in_force_in_every_year() {
    for one in divisions().entries() {
        for year in (2008..=2025).filter(|year| one.in_force(*year)) {
            let parent = one.parent.map(|code| divisions().by_code(code, Some(year)));
            assert_ne!(parent, Some(None), "{} {year}", one.code);
        }
    }
}

/// A register of one province and `rows`.
fn register(rows: &str) -> Result<Divisions, RegisterError> {
    let head = "code,name,abbreviation,short,pinyin,level,parent,since,until,ordinary";
    let table = format!("{head}\n640000,宁夏回族自治区,,宁夏,ning xia,province,,,,\n{rows}\n");
    read(String::leak(table)).and_then(|entries| Divisions::new(entries, "label,code\n"))
}

#[test]
fn inconsistent_tables_are_refused() {
    assert!(register("640221,平罗县,,,,county,640000,,,").is_ok());
    let cases = [
        "64022,平罗县,,,,county,640000,,,",
        "640221,平罗县,,,,prefecture,640000,,,",
        "640221,平罗县,,,,county,640200,,,",
        "640221,平罗县,,,,county,,,,",
        "640221,平罗县,,,,county,640000,2016,2015,",
        "640221,县,,,,county,640000,,,",
        "640221,平罗县,,,,county,640000,,,\n640221,平罗县,,,,county,640000,,,",
        "640221,平罗县,,,,town,640000,,,",
        "640221,平罗县,,,,county,640000,,,perhaps",
    ];
    for rows in cases {
        assert!(register(rows).is_err(), "{rows}");
    }
}
