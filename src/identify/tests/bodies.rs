use super::*;

#[test]
fn bodies_of_every_kind_are_identified() {
    let cases: [(&str, &str, &str, &str); 44] = [
        // Vertical agencies: the central one before the division, or only a place.
        ("国家税务总局嘉祥县税务局", "370829", "国家税务总局嘉祥县税务局", "tax"),
        ("国家统计局嘉祥调查队", "370829", "国家统计局嘉祥调查队", "statistics_survey"),
        ("中华人民共和国上海海关", "310000", "中华人民共和国上海海关", "customs"),
        ("天津海关", "120000", "天津海关", "customs"),
        ("国网嘉祥县供电公司", "370829", "国网嘉祥县供电公司", "public_enterprise"),
        // Central ones.
        ("国家能源局", "000000", "国家能源局", "energy"),
        ("国务院办公厅", "000000", "国务院办公厅", "government_office"),
        ("海关总署(本级机关)", "000000", "中华人民共和国海关总署", "customs"),
        ("全国税务系统", "000000", "全国税务系统", "tax"),
        // A system of a province stands for its head.
        ("云南省邮政管理系统", "530000", "云南省邮政管理局", "posts"),
        // Zones lie in a division.
        ("洛阳高新区财政局", "410300", "洛阳高新区财政局", "finance"),
        ("天津港保税区", "120116", "天津港保税区管理委员会", "development_zone"),
        ("嘉祥县经济开发区管委会", "370829", "嘉祥县经济开发区管理委员会", "development_zone"),
        ("新疆生产建设兵团第八师", "659001", "新疆生产建设兵团第八师", "government"),
        ("新疆生产建设兵团教育局", "650000", "新疆生产建设兵团教育局", "education"),
        ("加格达奇区", "232700", "加格达奇区", "government"),
        // Schools, hospitals, universities; of the place a university is named for only the province.
        ("嘉祥县第一中学", "370829", "嘉祥县第一中学", "school"),
        ("嘉祥县人民医院", "370829", "嘉祥县人民医院", "hospital"),
        ("北京大学", "110000", "北京大学", "university"),
        ("中山大学", "440000", "中山大学", "university"),
        ("中国海洋大学", "", "中国海洋大学", "university"),
        // Renamed divisions in the year of the report, homonyms, words before the name.
        ("襄樊市财政局", "420600", "襄阳市财政局", "finance"),
        ("城关区财政局", "", "财政局", "finance"),
        ("某某平台嘉祥县财政局", "370829", "嘉祥县财政局", "finance"),
        ("锡林郭勒盟行政公署", "152500", "锡林郭勒盟行政公署", "government"),
        ("嘉祥县、郓城县", "370829", "嘉祥县人民政府", "government"),
        ("嘉祥县人民政府机关", "370829", "嘉祥县人民政府", "government"),
        // Zones that the nation named lie in a province.
        (
            "中国(河北)自由贸易试验区东港片区管理委员会",
            "130000",
            "中国(河北)自由贸易试验区东港片区管理委员会",
            "development_zone",
        ),
        ("中国-某国合作示范区管理委员会", "", "中国-某国合作示范区管理委员会", "development_zone"),
        // Branches that are named for a zone, and for a district.
        ("太原市公安局高新区分局", "140100", "太原市公安局高新区分局", "public_security"),
        ("小店区公安分局", "140105", "太原市小店区公安分局", "public_security"),
        ("太原市公安小店分局办公室", "140105", "太原市公安小店分局", "public_security"),
        ("太原市市场监督管理局小店监管局", "140105", "太原市市场监督管理局小店监管局", "market_supervision"),
        // Offices of a government or a committee are agencies of their own, others within it are not.
        ("嘉祥县经济开发区管委会办公室", "370829", "嘉祥县经济开发区管理委员会办公室", "government_office"),
        ("嘉祥县人民政府办公室政务公开科", "370829", "嘉祥县人民政府办公室", "government_office"),
        ("嘉祥县人民政府外事办公室", "370829", "嘉祥县人民政府外事办公室", "foreign_affairs"),
        ("嘉祥县人民政府督查室", "370829", "嘉祥县人民政府督查室", "unknown"),
        ("嘉祥县卧龙山镇人民政府党政办公室", "370829", "嘉祥县卧龙山镇人民政府", "town"),
        ("小店区区城市运行管理中心", "140105", "太原市小店区城市运行管理中心", "public_institution"),
        // A county named behind its province without its class word.
        ("山东省嘉祥经济开发区管委会", "370829", "山东省嘉祥经济开发区管理委员会", "development_zone"),
        ("山东省嘉祥第一中学", "370829", "山东省嘉祥第一中学", "school"),
        // A homonym does not take the name of a vertical agency apart.
        ("国家统计局中山调查队", "", "国家统计局中山调查队", "statistics_survey"),
        ("中国人民银行中山支行", "", "中国人民银行中山支行", "central_bank"),
        ("海关总署办公厅政务公开处", "000000", "中华人民共和国海关总署", "customs"),
    ];
    for (name, division, agency, category) in cases {
        let (identity, _) = identified(&format!("{name}2020年政府信息公开工作年度报告"), "");
        let (got_division, got_agency, got_category, ..) = known(&identity);
        assert_eq!((got_division, got_agency, got_category), (division, agency, category), "{name}");
    }
}

#[test]
fn zones_have_codes_of_their_own() {
    let zone = |name: &str| {
        let (identity, _) = identified(&format!("{name}2020年政府信息公开工作年度报告"), "");
        (identity.zone.map(|zone| zone.name), identity.agency.map(|agency| agency.slug))
    };
    let (name, slug) = zone("洛阳高新技术产业开发区管委会");
    assert_eq!(name.as_deref(), Some("洛阳高新技术产业开发区"));
    assert_eq!(zone("洛阳高新区管委会").1, slug);
    assert_eq!(zone("嘉祥县经济开发区财政局").0.as_deref(), Some("嘉祥县经济开发区"));
    assert_eq!(zone("嘉祥县财政局").0, None);
    assert_eq!(zone("嘉祥县公安局高新区分局").0.as_deref(), Some("嘉祥县高新区"));
    assert_eq!(zone("洛阳市公安局高新分局").0, name);
    assert_eq!(zone("山东省嘉祥经济开发区管委会").0.as_deref(), Some("嘉祥经济开发区"));
}
