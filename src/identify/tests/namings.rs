use super::*;

#[test]
fn the_naming_that_names_the_reporter_is_taken() {
    let cases: [(&str, Known); 15] = [
        // A department that compiled and signed what the title gives to a region, alone and with another.
        (
            "太原市统计局\n太原市政府信息公开工作年度报告\n本报告由太原市统计局编制。2012年,我局认真公开。",
            ("140100", "太原市统计局", "statistics", 2012, "own"),
        ),
        (
            "太原市统计局·国家统计局太原调查队\n太原市政府信息公开工作年度报告\n本报告由太原市统计局、国家统计局太原调查队编制。",
            ("140100", "太原市统计局、国家统计局太原调查队", "statistics", 0, "joint"),
        ),
        // The office of the government only edits.
        (
            "太原市人民政府办公室\n太原市2012年政府信息公开工作年度报告\n本报告由太原市人民政府办公室编制。",
            ("140100", "太原市人民政府", "government", 2012, "region_summary"),
        ),
        // A branch in running text.
        (
            "一、总体情况\n2019年,我局更新了襄阳市生态环境局宜城分局政府信息公开指南。",
            ("420684", "襄阳市生态环境局宜城分局", "ecology_environment", 2019, "own"),
        ),
        // Whom to ask stands for the committee, who compiled a summary too.
        (
            "一、总体情况\n2019年,认真公开。\n请与嘉祥县经济开发区管委会办公室联系。",
            ("370829", "嘉祥县经济开发区管理委员会", "development_zone", 2019, "own"),
        ),
        (
            "2019年政府信息公开年报\n本报告由嘉祥县经济开发区管委会党政办综合各街道、各部门情况编制。",
            ("370829", "嘉祥县经济开发区管理委员会", "development_zone", 2019, "region_summary"),
        ),
        (
            "嘉祥县经济开发区2019年政府信息公开年报\n本报告综合各街道、各部门情况编制。",
            ("370829", "嘉祥县经济开发区管理委员会", "development_zone", 2019, "region_summary"),
        ),
        // A kind of body is no name.
        (
            "一、总体情况\n2019年,街道办事处深入推进公开。\n请与嘉祥县南大街街道综合办公室联系。",
            ("370829", "嘉祥县南大街街道办事处", "subdistrict", 2019, "own"),
        ),
        ("政府政务公开年报\n2019年,我镇认真公开。", ("", "", "", 2019, "own")),
        // The site of a government, and its source line, on the report of a town.
        (
            "嘉祥县人民政府 The People's Government\n来源:嘉祥县人民政府办公室\n卧龙山镇\n2019年,我镇认真公开。",
            ("370829", "嘉祥县卧龙山镇人民政府", "town", 2019, "own"),
        ),
        // Short for itself.
        (
            "现公布嘉祥县人民政府办公室(以下简称县政府办)2016年政府信息公开工作年度报告。",
            ("370829", "嘉祥县人民政府办公室", "government_office", 2016, "own"),
        ),
        // A title that is written out in the opening.
        (
            "财政局2019年政府信息公开工作年度报告\n2019年,太原市西山生态园区管理委员会财政局坚持公开。",
            ("140100", "太原市西山生态园区管理委员会财政局", "finance", 2019, "own"),
        ),
        // Verbs of other openings, and the site through which all publish.
        ("2019年,嘉祥县卧龙山镇人民政府通过公示栏公开。", ("370829", "嘉祥县卧龙山镇人民政府", "town", 2019, "own")),
        ("2019年,嘉祥县人民政府通过网站公开。", ("370829", "", "", 2019, "own")),
        // No agency, but a county that speaks of itself.
        ("2019年,我县认真公开。嘉祥县地处济宁市。", ("370829", "", "", 2019, "own")),
    ];
    for (text, want) in cases {
        assert_eq!(known(&identified(text, "").0), want, "{text}");
    }
}

#[test]
fn a_zone_lies_where_the_document_comes_from() {
    let cases = [
        ("东湖新区管委会", "", "360102"),
        ("东湖新区管委会", "www.ezhou.gov.cn/a.html", "420700"),
        ("台州湾开发区管委会", "www.linhai.gov.cn/a.html", "331000"),
    ];
    for (name, path, division) in cases {
        let (identity, _) = identified(&format!("{name}2020年政府信息公开工作年度报告"), path);
        assert_eq!(known(&identity).0, division, "{name} {path}");
    }
    let address = "台州湾开发区管委会2020年政府信息公开工作年度报告\n地址:临海市东方大道。";
    assert_eq!(known(&identified(address, "www.linhai.gov.cn/a.html").0).0, "331082");
    let other = "阿拉善高新技术产业开发区\n乌兰生态示范区2020年政府信息公开工作年度报告";
    assert_eq!(known(&identified(other, "").0).0, "");
}
