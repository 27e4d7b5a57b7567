//! Small reports for the tests of the checks.

use std::sync::LazyLock;

use crate::content::Place;
use crate::form::Forms;
use crate::report::{Fact, Identity, Report, Status};

/// The definitions of the program.
pub fn forms() -> &'static Forms {
    static FORMS: LazyLock<&Forms> = LazyLock::new(|| Forms::load().expect("definitions load"));
    &FORMS
}

/// A report with cells written as `indicator/applicant=printed`, separated by spaces; `?` is an ambiguous cell.
pub fn report(form: &'static str, cells: &str) -> Report {
    let facts = cells.split_whitespace().map(|cell| fact(form, cell)).collect();
    Report { identity: Identity::default(), tables: Vec::new(), facts, narratives: Vec::new() }
}

fn fact(form: &'static str, cell: &str) -> Fact {
    let (name, printed) = cell.split_once('=').expect("a cell has a value");
    let (code, applicant) = name.split_once('/').map_or((name, None), |(code, applicant)| (code, Some(applicant)));
    let indicator = forms().indicator(code).expect("the indicator is defined");
    let known = |wanted: &str| forms().applicants.iter().find(|known| known.code == wanted).map(|known| known.code);
    let status = match printed {
        "" => Status::Blank,
        "/" => Status::Dash,
        "无" => Status::Word,
        "?" => Status::Ambiguous,
        _ => Status::Printed,
    };
    Fact {
        table: table(form, code),
        form,
        indicator: indicator.code,
        applicant: applicant.map(|wanted| known(wanted).expect("the applicant is defined")),
        status,
        value: (status == Status::Printed).then(|| printed.parse().expect("a number")),
        unit: indicator.unit,
        unit_printed: String::new(),
        unit_assumed: false,
        printed: printed.to_owned(),
        readings: Vec::new(),
        place: Place::default(),
    }
}

/// The table of the form that has the indicator.
fn table(form: &str, code: &str) -> &'static str {
    let form = forms().form(form).expect("the form is defined");
    let has = |table: &&crate::form::Table| {
        let rows = table.blocks.iter().flat_map(|block| &block.rows);
        rows.flat_map(|row| row.indicators()).any(|known| *known == code)
    };
    form.tables.iter().find(has).expect("the indicator is in the form").id
}
