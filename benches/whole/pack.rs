//! A corpus on disk: as a tree of files, and the same documents in one file.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;
use zip::write::SimpleFileOptions;

use crate::corpus::{Corpus, Member};

/// Documents made at a time.
const CHUNK: usize = 512;

/// Hands the first `count` documents to `take`, in order.
fn each(corpus: &Corpus, count: usize, mut take: impl FnMut(Member) -> io::Result<()>) -> io::Result<()> {
    for start in (0..count).step_by(CHUNK) {
        let numbers: Vec<usize> = (start..count.min(start + CHUNK)).collect();
        let members: Vec<Member> = numbers.into_par_iter().map(|n| corpus.member(n)).collect();
        members.into_iter().try_for_each(&mut take)?;
    }
    Ok(())
}

/// One file for each document.
pub fn tree(corpus: &Corpus, count: usize, folder: &Path) -> io::Result<()> {
    each(corpus, count, |member| {
        let file = folder.join(member.path);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(file, member.bytes)
    })
}

/// One zip file.
pub fn zip(corpus: &Corpus, count: usize, file: &Path) -> io::Result<()> {
    let mut archive = zip::ZipWriter::new(BufWriter::new(File::create(file)?));
    each(corpus, count, |member| {
        archive.start_file(member.path, SimpleFileOptions::default())?;
        archive.write_all(&member.bytes)
    })?;
    archive.finish()?.flush()
}

/// One compressed tar file.
pub fn tar_gz(corpus: &Corpus, count: usize, file: &Path) -> io::Result<()> {
    let packed = GzEncoder::new(BufWriter::new(File::create(file)?), Compression::default());
    let mut archive = tar::Builder::new(packed);
    each(corpus, count, |member| {
        let mut header = tar::Header::new_gnu();
        header.set_size(member.bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, &member.path, member.bytes.as_slice())
    })?;
    archive.into_inner()?.finish()?.flush()
}

/// One web archive, each record compressed by itself as crawlers do.
pub fn warc_gz(corpus: &Corpus, count: usize, file: &Path) -> io::Result<()> {
    let mut archive = BufWriter::new(File::create(file)?);
    each(corpus, count, |member| {
        let http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
        let mut record = GzEncoder::new(&mut archive, Compression::default());
        write!(
            record,
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://www.example.gov.cn/{}\r\nContent-Type: application/http; \
             msgtype=response\r\nContent-Length: {}\r\n\r\n",
            member.path,
            http.len() + member.bytes.len()
        )?;
        record.write_all(http)?;
        record.write_all(&member.bytes)?;
        record.write_all(b"\r\n\r\n")?;
        record.finish().map(drop)
    })?;
    archive.flush()
}
