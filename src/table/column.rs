//! One column of a table: its name, type, words and unit, and in the same line how a row gives its value.
//!
//! The Arrow schema with its field metadata, the arrays, the data package and the data dictionary all come from it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, ArrowPrimitiveType, BooleanArray, PrimitiveArray, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Date32Type, Field, Float64Type, Int16Type, Int32Type, Int64Type, Schema, SchemaRef};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::content::Place;
use crate::table::KeptReport;

/// How some rows become the array of one column.
type Values<R> = Box<dyn Fn(&[R]) -> ArrayRef>;

/// One column of a table with rows of type `R`.
pub struct Column<R> {
    name: Cow<'static, str>,
    description: Cow<'static, str>,
    description_zh: Cow<'static, str>,
    unit: &'static str,
    nullable: bool,
    data_type: DataType,
    values: Values<R>,
}

impl<R> Column<R> {
    fn new(about: About, data_type: DataType, values: impl Fn(&[R]) -> ArrayRef + 'static) -> Column<R> {
        let About { name, description, description_zh } = about;
        Column { name, description, description_zh, unit: "", nullable: true, data_type, values: Box::new(values) }
    }

    /// The same column, which every row has a value for.
    pub fn required(self) -> Column<R> {
        Column { nullable: false, ..self }
    }

    /// The same column with the unit of its values.
    pub fn unit(self, unit: &'static str) -> Column<R> {
        Column { unit, ..self }
    }

    fn field(&self) -> Field {
        let mut metadata = HashMap::from([
            ("description".to_owned(), self.description.to_string()),
            ("description_zh".to_owned(), self.description_zh.to_string()),
        ]);
        if !self.unit.is_empty() {
            metadata.insert("unit".to_owned(), self.unit.to_owned());
        }
        Field::new(self.name.as_ref(), self.data_type.clone(), self.nullable).with_metadata(metadata)
    }
}

/// The words of a column: name, description, description in Chinese.
pub struct About {
    name: Cow<'static, str>,
    description: Cow<'static, str>,
    description_zh: Cow<'static, str>,
}

/// Name, description and Chinese description of a column.
pub fn about<N, D, Z>(name: N, description: D, description_zh: Z) -> About
where
    N: Into<Cow<'static, str>>,
    D: Into<Cow<'static, str>>,
    Z: Into<Cow<'static, str>>,
{
    About { name: name.into(), description: description.into(), description_zh: description_zh.into() }
}

/// A column of text.
pub fn text<R>(about: About, value: impl for<'r> Fn(&'r R) -> Option<&'r str> + 'static) -> Column<R> {
    Column::new(about, DataType::Utf8, move |rows| Arc::new(rows.iter().map(&value).collect::<StringArray>()))
}

/// A column of yes and no.
pub fn flag<R>(about: About, value: impl Fn(&R) -> Option<bool> + 'static) -> Column<R> {
    Column::new(about, DataType::Boolean, move |rows| Arc::new(rows.iter().map(&value).collect::<BooleanArray>()))
}

/// A column of small whole numbers.
pub fn int16<R>(about: About, value: impl Fn(&R) -> Option<i16> + 'static) -> Column<R> {
    primitive::<Int16Type, R>(about, value)
}

/// A column of whole numbers that count parts of a document.
pub fn int32<R>(about: About, value: impl Fn(&R) -> Option<i32> + 'static) -> Column<R> {
    primitive::<Int32Type, R>(about, value)
}

/// A column of whole numbers.
pub fn int64<R>(about: About, value: impl Fn(&R) -> Option<i64> + 'static) -> Column<R> {
    primitive::<Int64Type, R>(about, value)
}

/// A column of numbers.
pub fn number<R>(about: About, value: impl Fn(&R) -> Option<Decimal> + 'static) -> Column<R> {
    double(about, move |row| value(row).and_then(nearest))
}

/// A column of numbers that are doubles already.
pub fn double<R>(about: About, value: impl Fn(&R) -> Option<f64> + 'static) -> Column<R> {
    primitive::<Float64Type, R>(about, value)
}

/// A column of dates.
pub fn day<R>(about: About, value: impl Fn(&R) -> Option<Date> + 'static) -> Column<R> {
    primitive::<Date32Type, R>(about, move |row| value(row).map(days_since_1970))
}

fn primitive<T, R>(about: About, value: impl Fn(&R) -> Option<T::Native> + 'static) -> Column<R>
where
    T: ArrowPrimitiveType,
{
    let array = move |rows: &[R]| Arc::new(rows.iter().map(&value).collect::<PrimitiveArray<T>>()) as ArrayRef;
    Column::new(about, T::DATA_TYPE, array)
}

/// The double next to a decimal: exact for whole numbers below 2^53, else by the decimal text, which rounds once.
fn nearest(value: Decimal) -> Option<f64> {
    match value.scale() {
        0 => value.to_f64(),
        _ => value.to_string().parse().ok(),
    }
}

fn days_since_1970(day: Date) -> i32 {
    day.duration_since(date(1970, 1, 1)).as_hours() as i32 / 24
}

/// Whose report a row belongs to: the columns that every table about reports begins with.
pub fn identity<R>(kept: impl for<'r> Fn(&'r R) -> &'r KeptReport + Copy + 'static) -> Vec<Column<R>> {
    vec![
        text(
            about("report_id", "Report: division code, agency, scope and year; the same in every snapshot", "报告标识"),
            move |r| Some(kept(r).report_id.as_str()),
        )
        .required(),
        text(
            about("division_code", "GB/T 2260 code of the administrative division, null if unknown", "行政区划代码"),
            move |r| kept(r).report.identity.division.map(|division| division.code),
        ),
        text(
            about("division_name", "Full name of the administrative division in the reporting year", "行政区划全称"),
            move |r| kept(r).division_name.as_deref(),
        ),
        text(
            about("agency_name", "Full name of the reporting agency in the reporting year", "行政机关全称"),
            move |r| kept(r).report.identity.agency.as_ref().map(|agency| agency.name.as_str()),
        ),
        int16(
            about("report_year", "Year that the figures are for; the report is published the year after", "报告年度"),
            move |r| Some(kept(r).year),
        )
        .required(),
        text(
            about(
                "scope",
                "Whose figures: own, region_summary, system_summary, joint; never add different scopes together",
                "统计范围：本机关、地区汇总、系统汇总、联合",
            ),
            move |r| Some(kept(r).report.identity.scope.as_str()),
        )
        .required(),
    ]
}

/// Where a row stands in its document.
pub fn place<R>(place: impl Fn(&R) -> Place + Copy + 'static) -> Vec<Column<R>> {
    let part = |name, description, zh, get: fn(Place) -> Option<u32>| {
        int32(about(name, description, zh), move |r| get(place(r)).and_then(|n| i32::try_from(n).ok()))
    };
    vec![
        part("place_page", "Page of the document, from 1", "页", |place| place.page),
        part("place_grid", "Number of the grid within the document, from 1", "文档中第几个表格", |place| {
            place.grid
        }),
        part("place_row", "Row within the grid, from 1", "表格行", |place| place.row),
        part(
            "place_column",
            "Column within the grid, or character within the line",
            "表格列或行内字符",
            |place| place.column,
        ),
        part("place_line", "Line of a text document, from 1", "文本行", |place| place.line),
    ]
}

/// The Arrow schema of some columns, their words in the metadata of the fields.
pub fn schema<R>(columns: &[Column<R>]) -> SchemaRef {
    Arc::new(Schema::new(columns.iter().map(Column::field).collect::<Vec<_>>()))
}

/// The rows as one Arrow record batch.
pub fn batch<R>(columns: &[Column<R>], rows: &[R]) -> RecordBatch {
    let arrays = columns.iter().map(|column| (column.values)(rows)).collect();
    RecordBatch::try_new(schema(columns), arrays).expect("each column's type comes from the function that fills it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_are_the_nearest_to_the_decimal() {
        let cases = [
            ("0", 0.0),
            ("-12", -12.0),
            ("9007199254740991", 9_007_199_254_740_991.0),
            ("0.1", 0.1),
            ("1234567.89", 1_234_567.89),
            ("89999999999999.99", 89_999_999_999_999.99),
            ("300.00", 300.0),
        ];
        for (printed, expected) in cases {
            let value: Decimal = printed.parse().expect("the case is a decimal");
            assert_eq!(nearest(value), Some(expected), "{printed}");
        }
    }

    #[test]
    fn days_count_from_1970() {
        let cases = [(date(1970, 1, 1), 0), (date(1969, 12, 31), -1), (date(2020, 2, 29), 18_321)];
        for (day, expected) in cases {
            assert_eq!(days_since_1970(day), expected, "{day}");
        }
    }

    #[test]
    fn fields_carry_their_words() {
        let column = int64::<i64>(about("n", "A number", "数"), |n| Some(*n)).unit("件").required();
        let schema = schema(&[column]);
        let field = schema.field(0);
        assert_eq!((field.name().as_str(), field.data_type(), field.is_nullable()), ("n", &DataType::Int64, false));
        let words = ["description", "description_zh", "unit"].map(|key| field.metadata()[key].as_str());
        assert_eq!(words, ["A number", "数", "件"]);
    }
}
