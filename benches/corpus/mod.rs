//! A corpus made for measuring: random reports of all forms, as an archive of government pages has them. The same
//! number gives the same document.

// Compiled into each benchmark that takes it in, and each uses another part of it.
#![allow(dead_code)]

mod site;
#[path = "../../tests/support/mod.rs"]
pub mod support;

use encoding_rs::GB18030;
use gongkai::form::Form;
use gongkai::process::Definitions;
use gongkai::register::{Division, Level};
use support::document::{Item, document};
use support::layout::Layout;
use support::noise::Noise;
use support::page::Page;
use support::report::generate;
use support::rng::Rng;

/// One document of a corpus.
pub struct Member {
    /// Its path below the corpus.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Offices whose reports the corpus holds: each has one report of each form.
const OFFICES: [&str; 24] = [
    "教育局",
    "科学技术局",
    "公安局",
    "民政局",
    "司法局",
    "财政局",
    "人力资源和社会保障局",
    "自然资源局",
    "生态环境局",
    "住房和城乡建设局",
    "交通运输局",
    "水务局",
    "农业农村局",
    "商务局",
    "文化和旅游局",
    "卫生健康委员会",
    "退役军人事务局",
    "应急管理局",
    "审计局",
    "市场监督管理局",
    "统计局",
    "医疗保障局",
    "城市管理局",
    "信访局",
];

/// The national forms.
const FORMS: [&str; 3] = ["g1_2014", "g2_2019", "g3_2021"];

/// How a document is written, and how many of a hundred are.
const STYLES: [(usize, Style); 12] = [
    (34, Style::Page(Page::Spans)),
    (14, Style::Page(Page::Word)),
    (14, Style::Page(Page::Nested)),
    (4, Style::Page(Page::Bars)),
    (4, Style::Page(Page::Preformatted)),
    (5, Style::Notice),
    (10, Style::Text(Layout::Grid)),
    (4, Style::Text(Layout::Shifted)),
    (4, Style::Text(Layout::Markdown)),
    (3, Style::Text(Layout::Lines)),
    (2, Style::Text(Layout::Spaced)),
    (2, Style::Text(Layout::Glued)),
];

#[derive(Debug, Clone, Copy)]
enum Style {
    Page(Page),
    Text(Layout),
    /// A page that is no report.
    Notice,
}

/// Whose report a document is.
struct Subject {
    form: &'static Form,
    code: &'static str,
    year: i16,
    title: String,
}

/// Makes documents.
pub struct Corpus {
    definitions: Definitions,
    counties: Vec<&'static Division>,
}

impl Corpus {
    /// A corpus whose divisions are the counties that are in force in every year of the forms.
    pub fn new(definitions: Definitions) -> Corpus {
        let lasting = |division: &&Division| {
            division.level == Level::County && !division.ordinary && division.since <= 2014 && division.until.is_none()
        };
        let counties = definitions.registers.divisions.entries().iter().filter(lasting).collect();
        Corpus { definitions, counties }
    }

    /// Document number `n`.
    pub fn member(&self, n: usize) -> Member {
        let rng = &mut Rng::new(n as u64 + 1);
        let Subject { form, code, year, title } = self.subject(n);
        let style = style(rng);
        let (text, extension) = self.render(rng, form, &title, style);
        let name = format!("{n}-{style:?}").to_lowercase().replace(['(', ')'], "-");
        Member { path: format!("{code}/{year}/{name}.{extension}"), bytes: encode(rng, text) }
    }

    /// What document number `n` holds if nothing in it is broken, for formats that have cells.
    pub fn items(&self, n: usize) -> Vec<Item> {
        let Subject { form, title, .. } = self.subject(n);
        self.report(&mut Rng::new(n as u64 + 1), form, &title, &Noise::default())
    }

    /// Three in a row are the reports of one office by the three forms.
    fn subject(&self, n: usize) -> Subject {
        let form = self.definitions.forms.form(FORMS[n % 3]).expect("a national form");
        let series = n / 3;
        let county = self.counties[series % self.counties.len()];
        let office = OFFICES[series / self.counties.len() % OFFICES.len()];
        let year = form.first_year + (series % 2) as i16;
        let name = self.definitions.registers.divisions.full_name(county, Some(year));
        let title = format!("{name}{office}{year}年政府信息公开工作年度报告");
        Subject { form, code: county.code, year, title }
    }

    /// A random report of the form, as a document of this title.
    fn report(&self, rng: &mut Rng, form: &'static Form, title: &str, noise: &Noise) -> Vec<Item> {
        let forms = self.definitions.forms;
        let report = generate(rng, forms, form);
        let mut items = document(rng, forms, &report, noise);
        items[0] = Item::Line(title.to_string());
        let prose = (0..4 + rng.below(12)).map(|_| Item::Line(site::paragraph(rng)));
        items.splice(1..1, prose);
        items
    }

    fn render(&self, rng: &mut Rng, form: &'static Form, title: &str, style: Style) -> (String, &'static str) {
        let noise = Noise::random(rng);
        let items = self.report(rng, form, title, &noise);
        match style {
            Style::Text(layout) => (layout.render(rng, &items, &noise), "txt"),
            Style::Page(page) => (site::around(rng, title, &page.render(&items, &site::head(title))), "html"),
            Style::Notice => {
                let notice = site::notice(rng);
                (site::around(rng, title, &notice), "html")
            }
        }
    }
}

fn style(rng: &mut Rng) -> Style {
    let mut at = rng.below(STYLES.iter().map(|(share, _)| share).sum());
    for (share, style) in STYLES {
        match at.checked_sub(share) {
            Some(rest) => at = rest,
            None => return style,
        }
    }
    Style::Notice
}

/// The bytes of a document: more than half in UTF-8, most others in GBK.
fn encode(rng: &mut Rng, text: String) -> Vec<u8> {
    match rng.below(100) {
        0..58 => text.into_bytes(),
        58..62 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        62..64 => {
            let units = text.encode_utf16().flat_map(u16::to_le_bytes);
            [0xff, 0xfe].into_iter().chain(units).collect()
        }
        _ => GB18030.encode(&text).0.into_owned(),
    }
}
