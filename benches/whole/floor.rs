//! The least that any program must do with a corpus: read each file, decode it, tokenise it as HTML.

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gongkai::text;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use rayon::prelude::*;
use walkdir::WalkDir;

/// The files below a folder, in order.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect()
}

/// Does it with every file below `folder`.
pub fn run(folder: &Path) -> io::Result<()> {
    let tokens = files(folder).par_iter().map(|file| tokens(&fs::read(file)?)).sum::<io::Result<usize>>()?;
    println!("{tokens} tokens");
    Ok(())
}

/// Counts the tokens of a document.
fn tokens(bytes: &[u8]) -> io::Result<usize> {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(&*text::decode(bytes, None).text));
    let tokenizer = Tokenizer::new(Count::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    Ok(tokenizer.sink.0.get())
}

#[derive(Default)]
struct Count(Cell<usize>);

impl TokenSink for Count {
    type Handle = ();

    fn process_token(&self, _token: Token, _line: u64) -> TokenSinkResult<()> {
        self.0.set(self.0.get() + 1);
        TokenSinkResult::Continue
    }
}
