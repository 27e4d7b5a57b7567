//! An archive on disk that changes at random, as archives do from one night to the next.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use gongkai::process::Definitions;

use crate::support::document::{Item, document};
use crate::support::layout::Layout;
use crate::support::noise::Noise;
use crate::support::page::Page;
use crate::support::report::generate;
use crate::support::rng::Rng;

/// What stands at a path.
#[derive(Clone)]
enum Holding {
    Document(Vec<u8>),
    Zip(BTreeMap<String, Vec<u8>>),
}

/// The archive.
pub struct Archive {
    root: PathBuf,
    definitions: Definitions,
    rng: Rng,
    files: BTreeMap<String, Holding>,
    /// What is on disk.
    written: BTreeMap<String, Vec<u8>>,
    /// Numbers names and times of modification.
    number: u64,
}

/// Paths that a night added or changed, and that it removed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Night {
    pub changed: BTreeSet<String>,
    pub gone: BTreeSet<String>,
}

impl Archive {
    pub fn new(root: &Path, seed: u64) -> Archive {
        fs::create_dir_all(root).expect("a folder");
        std::os::unix::fs::symlink("nowhere", root.join("link")).expect("a link");
        let definitions = Definitions::load().expect("the definitions are consistent");
        let (files, written) = (BTreeMap::new(), BTreeMap::new());
        Archive { root: root.to_owned(), definitions, rng: Rng::new(seed), files, written, number: 0 }
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len() + 1
    }

    /// Makes so many changes.
    pub fn night(&mut self, changes: usize) -> Night {
        let before = self.written.clone();
        (0..changes).for_each(|_| self.change());
        // No two nights leave the same archive.
        let note = format!("第{}夜", self.next());
        self.files.insert("note.txt".into(), Holding::Document(note.into_bytes()));
        self.write();
        let changed = self.written.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes));
        let gone = before.keys().filter(|path| !self.written.contains_key(*path));
        Night { changed: changed.map(|(path, _)| path.clone()).collect(), gone: gone.cloned().collect() }
    }

    fn next(&mut self) -> u64 {
        self.number += 1;
        self.number
    }

    fn change(&mut self) {
        let names: Vec<String> = self.files.keys().filter(|name| *name != "note.txt").cloned().collect();
        if names.len() < 8 || self.rng.chance(25) {
            return self.add();
        }
        let name = self.rng.pick(&names).clone();
        let other = self.rng.pick(&names).clone();
        match self.rng.below(6) {
            0 => drop(self.files.remove(&name)),
            1 => self.rename(&name),
            2 => self.swap(&name, &other),
            3 => self.touch(&name),
            _ => self.edit(&name),
        }
    }

    fn add(&mut self) {
        let number = self.next();
        let (name, holding) = match self.rng.below(4) {
            0 => {
                let members = (0..1 + self.rng.below(3)).map(|n| (format!("{n}/a.txt"), self.document()));
                (format!("{number}.zip"), Holding::Zip(members.collect()))
            }
            // A copy.
            1 if let Some(Holding::Document(bytes)) = self.files.values().nth(number as usize % 7).cloned() => {
                (format!("copies/{number}.txt"), Holding::Document(bytes))
            }
            _ => (format!("{}/{number}.txt", self.rng.below(3)), Holding::Document(self.document())),
        };
        self.files.insert(name, holding);
    }

    fn edit(&mut self, name: &str) {
        let document = self.document();
        let (number, action) = (self.next(), self.rng.below(4));
        match self.files.get_mut(name) {
            Some(Holding::Zip(members)) => match (action, members.pop_first()) {
                (0, _) => {}
                (1, Some((_, bytes))) => drop(members.insert(format!("renamed/{number}.txt"), bytes)),
                (2, Some((name, bytes))) => members.extend([(name, bytes), (format!("new/{number}.txt"), document)]),
                (_, Some((name, _))) => drop(members.insert(name, document)),
                (_, None) => drop(members.insert(format!("new/{number}.txt"), document)),
            },
            _ => drop(self.files.insert(name.to_owned(), Holding::Document(document))),
        }
    }

    fn rename(&mut self, name: &str) {
        let new = format!("renamed/{}", self.next());
        self.write();
        self.move_file(name, &new);
        let holding = self.files.remove(name);
        self.files.extend(holding.map(|holding| (new, holding)));
    }

    /// Two files change their names; nothing else about them changes.
    fn swap(&mut self, one: &str, other: &str) {
        self.write();
        if one != other {
            for (from, to) in [(one, "swap"), (other, one), ("swap", other)] {
                self.move_file(from, to);
            }
            let held = [one, other].map(|name| self.files.remove(name));
            self.files.extend([other, one].into_iter().zip(held).filter_map(|(to, held)| Some((to.to_owned(), held?))));
        }
    }

    fn move_file(&mut self, from: &str, to: &str) {
        let target = self.root.join(to);
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        fs::rename(self.root.join(from), target).expect("renamed");
        let bytes = self.written.remove(from);
        self.written.extend(bytes.map(|bytes| (to.to_owned(), bytes)));
    }

    /// Another time of modification, the same bytes.
    fn touch(&mut self, name: &str) {
        self.write();
        let seconds = self.next();
        set_modified(&self.root.join(name), seconds);
    }

    /// A report of one of few offices and years, so that they meet as copies and as neighbours, in whatever layout; or
    /// something else.
    fn document(&mut self) -> Vec<u8> {
        let (rng, forms) = (&mut self.rng, self.definitions.forms);
        let year = 2019 + rng.below(5);
        let form = forms.form(if year < 2021 { "g2_2019" } else { "g3_2021" }).expect("a national form");
        let report = generate(rng, forms, form);
        let noise = Noise::default();
        let mut items = document(rng, forms, &report, &noise);
        let office = *rng.pick(&["水务局", "财政局", ""]);
        items[0] = Item::Line(format!("嘉祥县{office}{year}年政府信息公开工作年度报告"));
        items.push(Item::Line(format!("{}年{}月12日", year + 1, 1 + rng.below(12))));
        match rng.below(10) {
            0 => Vec::new(),
            1 => "全县召开会议，部署年度工作。".as_bytes().to_vec(),
            2..5 => Page::Spans.render(&items, "<meta charset=utf-8>").into_bytes(),
            5..7 => Layout::Run.render(rng, &items, &noise).into_bytes(),
            _ => Layout::Grid.render(rng, &items, &noise).into_bytes(),
        }
    }

    /// Brings the disk up to date. What was not changed is not touched.
    fn write(&mut self) {
        for name in self.written.keys().filter(|name| !self.files.contains_key(*name)) {
            fs::remove_file(self.root.join(name)).expect("removed");
        }
        let files: BTreeMap<String, Vec<u8>> =
            self.files.iter().map(|(name, held)| (name.clone(), bytes(held))).collect();
        for (name, bytes) in files.iter().filter(|(name, bytes)| self.written.get(*name) != Some(bytes)) {
            let path = self.root.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(&path, bytes).expect("written");
            self.number += 1;
            // Some are so new that their time of modification tells nothing yet.
            if name.ends_with(".zip") || !self.number.is_multiple_of(3) {
                set_modified(&path, self.number);
            }
        }
        self.written = files;
    }
}

fn set_modified(path: &Path, seconds: u64) {
    let file = fs::File::options().append(true).open(path).expect("a file");
    file.set_modified(UNIX_EPOCH + Duration::from_secs(1_000_000_000 + seconds)).expect("the time is set");
}

fn bytes(holding: &Holding) -> Vec<u8> {
    let members = match holding {
        Holding::Document(bytes) => return bytes.clone(),
        Holding::Zip(members) => members,
    };
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a name");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}
