//! Containers made for the tests.

use std::io::{Cursor, Write};
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Names with contents.
pub type Files<'a> = &'a [(&'a str, &'a [u8])];

pub fn zip(files: Files) -> Vec<u8> {
    zip_with(files, SimpleFileOptions::default())
}

pub fn zip_with(files: Files, options: SimpleFileOptions) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, options).expect("a name");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

pub fn tar(files: Files) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.as_gnu_mut().expect("GNU").name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append(&header, *bytes).expect("written");
    }
    builder.into_inner().expect("finished")
}

pub fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("written");
    encoder.finish().expect("finished")
}

pub fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).expect("written");
    encoder.finish().expect("finished")
}

pub fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 1);
    encoder.write_all(bytes).expect("written");
    encoder.finish().expect("finished")
}

pub fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("encoded")
}

pub fn sevenz(files: Files) -> Vec<u8> {
    let mut writer = sevenz_rust2::ArchiveWriter::new(Cursor::new(Vec::new())).expect("a writer");
    for (name, bytes) in files {
        writer.push_archive_entry(sevenz_rust2::ArchiveEntry::new_file(name), Some(*bytes)).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

pub fn rar(format: rars::ArchiveVersion, files: Files) -> Vec<u8> {
    let mut builder = rars::Builder::new(format);
    for (name, bytes) in files {
        builder.add_bytes(name.as_bytes().to_vec(), bytes.to_vec(), None, None).expect("added");
    }
    builder.to_bytes().expect("written")
}

/// A web archive of one request and one response for each page: head and body.
pub fn warc(pages: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut warc = Vec::new();
    let mut record = |kind: &str, url: &str, block: &[u8]| {
        let length = block.len();
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n\
             Content-Type: application/http; msgtype={kind}\r\nContent-Length: {length}\r\n\r\n"
        );
        warc.extend_from_slice(head.as_bytes());
        warc.extend_from_slice(block);
        warc.extend_from_slice(b"\r\n\r\n");
    };
    for (url, head, body) in pages {
        record("request", url, b"GET / HTTP/1.1\r\n\r\n");
        record("response", url, &[format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes(), body].concat());
    }
    warc
}

/// A dump with the columns `id`, `url`, `标题`, `发布时间` and `content`.
pub fn parquet(rows: &[[&str; 5]], compression: Compression) -> Vec<u8> {
    let names = ["id", "url", "标题", "发布时间", "content"];
    let column = |at: usize| -> ArrayRef {
        let values = rows.iter().map(|row| row[at]);
        match at {
            0 => Arc::new(values.map(|value| value.parse::<i64>().ok()).collect::<Int64Array>()),
            _ => Arc::new(values.map(Some).collect::<StringArray>()),
        }
    };
    let columns = names.iter().enumerate().map(|(at, name)| (*name, column(at)));
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("finished");
    bytes
}
