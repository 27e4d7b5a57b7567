//! A build in the test's own process.

use std::path::Path;

use gongkai::container::DumpColumns;
use gongkai::process::Definitions;
use gongkai::run::{Build, Summary, build};
use gongkai::snapshot::Retention;
use gongkai::stop::Stop;
use gongkai::table::RegionLevel;

/// The usual build of one input.
pub fn job(input: &Path, output: &Path) -> Build {
    Build {
        inputs: vec![input.to_owned()],
        output: output.to_owned(),
        region_level: RegionLevel::Province,
        threads: None,
        dump_columns: DumpColumns::default(),
        series: true,
        verify: false,
        reparse: false,
        retention: Retention::default(),
        stop: Stop::default(),
        expect: None,
    }
}

/// Builds, which must succeed.
pub fn built(job: &Build) -> Summary {
    let definitions = Definitions::load().expect("the definitions are consistent");
    build(job, &definitions, &|_, _| ()).expect("it builds")
}
