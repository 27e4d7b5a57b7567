use super::*;

fn register() -> &'static Agencies {
    Agencies::load().expect("the built-in register is sound")
}

#[test]
fn classifies_names_of_every_level_and_year() {
    let cases = [
        ("自然资源局", "natural_resources"),
        ("自然资源厅", "natural_resources"),
        ("国土资源局", "natural_resources"),
        ("规划和自然资源委员会", "natural_resources"),
        ("住建局", "housing_urban_rural"),
        ("国家发展和改革委员会", "development_reform"),
        ("国家税务总局", "tax"),
        ("国有资产监督管理委员会", "state_assets"),
        ("教育科技体育局", "education"),
        ("教育和水利局", "education"),
        ("生态环境局城东分局", "ecology_environment"),
        ("经济开发区财政局", "finance"),
        ("河口街道办事处", "subdistrict"),
        ("河口镇", "town"),
        ("人民政府", "government"),
        ("人民政府办公室", "government_office"),
        ("高新技术产业开发区管理委员会", "development_zone"),
        ("综合行政执法局", "urban_management"),
        ("理工大学", "university"),
        ("人民政府法制办公室", "justice"),
        ("经济开发区管理委员会办公室", "government_office"),
        ("质检总局", "market_supervision"),
    ];
    for (core, category) in cases {
        assert_eq!(register().classify(core), Some(category), "{core}");
    }
    for core in ["读者俱乐部", "河口镇人民政府党政办", "人民政府督查室"] {
        assert_eq!(register().classify(core).filter(|category| *category != "town"), None, "{core}");
    }
}

#[test]
fn expands_an_abbreviation_by_year_and_only_if_it_has_one_meaning() {
    let cases = [
        ("质检总局", Some(2015), Some("国家质量监督检验检疫总局")),
        ("住建局", Some(2020), Some("住房和城乡建设局")),
        ("发改委", None, Some("发展和改革委员会")),
        ("卫健委", Some(2019), Some("卫生健康委员会")),
        ("卫健委", Some(2010), None),
        ("环保局", Some(2014), Some("环境保护局")),
        ("环保局", Some(2022), None),
        ("教体局", Some(2020), None),
        ("自然资源局", Some(2020), None),
        ("河口街道", Some(2020), Some("河口街道办事处")),
        ("沿江综合实验区管委会", None, Some("沿江综合实验区管理委员会")),
        ("沿江经济开发区", None, Some("沿江经济开发区管理委员会")),
    ];
    for (core, year, official) in cases {
        assert_eq!(register().expand(core, year).as_deref(), official, "{core} {year:?}");
    }
}

#[test]
fn slugs_are_short_for_the_one_agency_of_a_category_and_hashed_for_others() {
    let slug = |core| register().slug(register().classify(core).unwrap_or(UNKNOWN), core);
    assert_eq!(slug("自然资源局"), "natural_resources");
    assert_eq!(slug("国土资源局"), "natural_resources");
    for core in ["河口镇人民政府", "工商行政管理局", "教育和水利局", "读者俱乐部"] {
        let slug = slug(core);
        let (category, hash) = slug.rsplit_once('-').expect("a hash follows");
        assert!(category.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{slug}");
        assert!(hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{slug}");
    }
    assert_ne!(slug("河口镇人民政府"), slug("河东镇人民政府"));
}

#[test]
fn a_damaged_register_is_refused() {
    let categories = "category,zh,en,unique\nwater,水利,water,yes\n";
    let head = "category,pattern,kind,expands_to,since,until\n";
    let labels = "label,name\nslj,水利局\n";
    for rows in ["finance,财政*,official,,,\n", "water,水*,abbreviation,水利*,,\n", "water,水利*,nonsense,,,\n"]
    {
        assert!(Agencies::parse(categories, &format!("{head}{rows}"), labels).is_err(), "{rows}");
    }
    assert!(Agencies::parse(categories, &format!("{head}water,水利*,official,,,\n"), labels).is_ok());
}
