//! The files of the form definitions: those that are part of the program, or of a folder in their place.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use super::load::DefinitionError;

/// Name and text of a definition file.
pub(super) type File = (&'static str, Cow<'static, str>);

const fn file(name: &'static str, text: &'static str) -> File {
    (name, Cow::Borrowed(text))
}

/// The definition files that are part of the program.
pub(super) const BUILT_IN: [File; 8] = [
    file("indicators.csv", include_str!("definitions/indicators.csv")),
    file("applicants.csv", include_str!("definitions/applicants.csv")),
    file("series.toml", include_str!("definitions/series.toml")),
    file("comparability.csv", include_str!("definitions/comparability.csv")),
    file("g1_2014.toml", include_str!("definitions/g1_2014.toml")),
    file("fj_2014.toml", include_str!("definitions/fj_2014.toml")),
    file("g2_2019.toml", include_str!("definitions/g2_2019.toml")),
    file("g3_2021.toml", include_str!("definitions/g3_2021.toml")),
];

/// Which of them are forms; the others are the vocabulary, the relations between years, and what may be joined over a change of form.
pub(super) const FORMS: Range<usize> = 4..8;

/// The definition files, with those of `folder` in place of those of the same name.
pub(super) fn files(folder: Option<&Path>) -> Result<[File; 8], DefinitionError> {
    let mut files = BUILT_IN;
    let Some(folder) = folder else { return Ok(files) };
    let unreadable =
        |path: &Path, error: io::Error| DefinitionError::Unreadable { path: path.into(), reason: error.to_string() };
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        match files.iter_mut().find(|(known, _)| *known == name) {
            Some((_, text)) => *text = fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?.into(),
            None => return Err(DefinitionError::Unknown { path }),
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::super::Forms;
    use super::*;

    #[test]
    fn files_of_a_folder_stand_in_for_those_of_the_program() {
        let folder = tempfile::tempdir().expect("a folder");
        let built_in = Forms::load().expect("definitions load");
        let load = || Forms::load_with(Some(folder.path()));
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
        assert_eq!(load().expect("an empty folder changes nothing").digest, built_in.digest);
        let (name, text) = &BUILT_IN[7];
        write(name, &text.replace("公开办函", "某函"));
        let other = load().expect("the authority is only text");
        assert_ne!(other.digest, built_in.digest);
        assert!(other.form("g3_2021").is_some_and(|form| form.authority.contains("某函")));
        write(name, "id = 3");
        assert!(load().expect_err("no form").to_string().starts_with("form definition g3_2021.toml: "));
        fs::remove_file(folder.path().join(name)).expect("a file of this test");
        write("g4_2030.toml", text);
        assert!(load().expect_err("unknown").to_string().contains("g4_2030.toml` is no form definition"));
        let missing = Forms::load_with(Some(&folder.path().join("missing"))).expect_err("not there").to_string();
        assert!(missing.contains("missing") && !missing.contains('\n'), "{missing}");
    }
}
