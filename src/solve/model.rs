//! A table as the solver sees it: what each reading of each row adds to each equation that joins the rows.

use super::reading::{Domain, Reading, RelationName, fixed_point};

/// An equation or bound between cells of several rows: the signed sum of its cells is zero, or not below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossEquation {
    /// The relation of the form that it is an instance of.
    pub relation: RelationName,
    /// Row, column and sign of each operand.
    pub terms: Vec<(usize, usize, i64)>,
    /// Cells without which the equation cannot be told: the total of the others, or the greater side of a bound.
    pub needs: Vec<(usize, usize)>,
    /// Whether the sum may be greater than zero.
    pub at_least: bool,
}

/// What a reading adds to an equation.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Part {
    /// In ten-thousandths, which is exact for counts and for amounts of money.
    pub sum: i128,
    /// Whether it leaves a cell blank without which the equation cannot be told.
    pub untold: bool,
}

/// A row and its readings.
#[derive(Debug)]
pub(super) struct ModelRow {
    /// The equations that the row takes part in.
    pub equations: Vec<usize>,
    /// For each reading its part in each of these equations.
    pub parts: Vec<Vec<Part>>,
}

/// All rows of a table with the equations between them.
#[derive(Debug)]
pub(super) struct Model<'a> {
    pub domains: &'a [Domain],
    pub rows: Vec<ModelRow>,
    pub equations: &'a [CrossEquation],
    /// For each equation its rows, with the place of the equation among those of the row.
    pub of_equation: Vec<Vec<(usize, usize)>>,
}

/// For each row which of its readings are still possible.
pub(super) type Alive = Vec<Vec<bool>>;

impl<'a> Model<'a> {
    pub fn new(domains: &'a [Domain], equations: &'a [CrossEquation]) -> Model<'a> {
        let rows: Vec<ModelRow> =
            domains.iter().enumerate().map(|(row, domain)| ModelRow::new(row, domain, equations)).collect();
        let mut of_equation = vec![Vec::new(); equations.len()];
        for (row, at, equation) in rows
            .iter()
            .enumerate()
            .flat_map(|(row, m)| m.equations.iter().enumerate().map(move |(at, e)| (row, at, *e)))
        {
            of_equation[equation].push((row, at));
        }
        Model { domains, rows, equations, of_equation }
    }

    /// Every reading of every row.
    pub fn all(&self) -> Alive {
        self.domains.iter().map(|domain| vec![true; domain.readings.len()]).collect()
    }
}

impl ModelRow {
    fn new(row: usize, domain: &Domain, equations: &[CrossEquation]) -> ModelRow {
        let touching = |(_, equation): &(usize, &CrossEquation)| equation.terms.iter().any(|term| term.0 == row);
        let equations: Vec<(usize, &CrossEquation)> = equations.iter().enumerate().filter(touching).collect();
        let part = |reading: &Reading, equation: &CrossEquation| {
            let value = |column: usize| reading.cells[column].value;
            let own = equation.terms.iter().filter(|(of, ..)| *of == row);
            let sum = own.map(|(_, column, sign)| value(*column).map_or(0, fixed_point) * i128::from(*sign)).sum();
            // A total that a reading takes to have vanished, though its parts are there, would explain any figures as parts:
            // it counts as zero. One that is blank in a cell of its own the agency left out.
            let left_out = |column: usize| value(column).is_none() && domain.certain;
            let untold = equation.needs.iter().any(|(of, column)| *of == row && left_out(*column));
            Part { sum, untold }
        };
        let parts = |reading| equations.iter().map(|(_, equation)| part(reading, equation)).collect();
        let parts = domain.readings.iter().map(parts).collect();
        ModelRow { equations: equations.into_iter().map(|(at, _)| at).collect(), parts }
    }

    /// The least and the greatest part of the possible readings in the equation at `at`, and whether some of them
    /// leaves it untold. A row that could not be read leaves every equation it stands in untold.
    pub fn range(&self, at: usize, alive: &[bool]) -> Reach {
        let mut reach: Option<Reach> = None;
        for (parts, _) in self.parts.iter().zip(alive).filter(|(_, alive)| **alive) {
            let Part { sum, untold } = parts[at];
            let known = reach.get_or_insert(Reach { least: sum, most: sum, untold: false });
            (known.least, known.most) = (known.least.min(sum), known.most.max(sum));
            known.untold |= untold;
        }
        reach.unwrap_or(Reach { least: 0, most: 0, untold: true })
    }
}

/// How far the possible readings of a row, or of all rows, reach in an equation.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reach {
    pub least: i128,
    pub most: i128,
    pub untold: bool,
}

impl CrossEquation {
    /// Whether some sum from `least` to `most` satisfies the equation.
    pub(super) fn can_hold(&self, least: i128, most: i128) -> bool {
        most >= 0 && (self.at_least || least <= 0)
    }
}
