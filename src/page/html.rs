//! The pieces of a page. What is called `html` is HTML already; everything else is escaped here.

use std::fmt::Write;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Text with everything escaped that means something in HTML, in text and in attributes. Characters that HTML cannot hold
/// become U+FFFD.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(character),
            control if control.is_control() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A text in both languages, of which the page shows one.
pub fn both(en: &str, zh: &str) -> String {
    format!("<span lang=\"en\">{}</span><span lang=\"zh\">{}</span>", escape(en), escape(zh))
}

/// A whole page. Nothing outside of it may be loaded, whatever its texts hold.
pub fn page(title: &str, title_zh: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\" data-lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header><h1>{}</h1><nav><input id=\"search\" type=\"search\" aria-label=\"search 搜索\" placeholder=\"search 搜索\">\
         <button id=\"language\" type=\"button\">中文</button></nav></header>\n<main>\n{body}</main>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        escape(title),
        both(title, title_zh),
    )
}

/// A section with its heading; `html` follows.
pub fn section(en: &str, zh: &str, html: &str) -> String {
    format!("<section>\n<h2>{}</h2>\n{html}</section>\n", both(en, zh))
}

/// A remark in both languages.
pub fn note(en: &str, zh: &str) -> String {
    format!("<p class=\"note\">{}</p>\n", both(en, zh))
}

/// The head of a column: its name in both languages, and whether it holds numbers.
pub type Head<'a> = (&'a str, &'a str, bool);

/// A table that can be sorted and searched. Each row is the HTML of its cells.
pub fn table(heads: &[Head], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut html = String::from("<div class=\"scroll\"><table class=\"data\">\n<thead><tr>");
    for (en, zh, number) in heads {
        let _ = write!(html, "<th{}><button type=\"button\">{}</button></th>", class(*number), both(en, zh));
    }
    html += "</tr></thead>\n<tbody>\n";
    for row in rows {
        html += "<tr>";
        for (cell, (.., number)) in row.iter().zip(heads) {
            let _ = write!(html, "<td{}>{cell}</td>", class(*number));
        }
        html += "</tr>\n";
    }
    html + "</tbody>\n</table></div>\n"
}

fn class(number: bool) -> &'static str {
    if number { " class=\"n\"" } else { "" }
}

/// A bar as long as the share of `part` in `whole`, with the number before it.
pub fn bar(part: u64, whole: u64) -> String {
    let share = if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 };
    format!("{part} <span class=\"bar\"><i style=\"width:{share:.1}%\"></i></span>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(
            escape("<b a='1' c=\"2\">&\u{0}</b>"),
            "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;\u{fffd}&lt;/b&gt;"
        );
        assert_eq!(both("<", ">"), "<span lang=\"en\">&lt;</span><span lang=\"zh\">&gt;</span>");
    }

    #[test]
    fn a_bar_is_a_share_of_the_whole() {
        assert!(bar(1, 4).contains("width:25.0%"));
        assert!(bar(0, 0).contains("width:0.0%"));
    }
}
