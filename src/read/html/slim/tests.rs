use proptest::prelude::*;
use regex::Regex;

use super::*;
use crate::limits::Limits;
use crate::read::html::{build, of_tree};

#[test]
fn what_is_read_stays_and_the_rest_goes() {
    let cases = [
        ("<p style='color:red' align=left>甲</p>", "<p  >甲</p>"),
        ("<p class=nav>1<span lang=EN>2</span><b\n>3</b></p>", "<p class=nav>12<b\n>3</p>"),
        ("&am<b>p;</b>&amp;<b>甲</b> <<b>b>", "&am<b>p;&amp;甲 <<b>b>"),
        ("<b class=Nav>甲</b><i>乙</i>", "<b class=Nav>甲</b><i>乙</i>"),
        ("<p style='DISPLAY:None' style='x'>甲</p>", "<p style='DISPLAY:None' >甲</p>"),
        ("<p style='x' style='display:none'>甲</p>", "<p  >甲</p>"),
        ("<td\nwidth=\"1\n2\"colspan=2>甲", "<td\n\ncolspan=2>甲"),
        ("<td title='>' ROWSPAN = 2 nowrap>甲", "<td  ROWSPAN = 2 >甲"),
        ("<script>a<b\n</scripts></SCRIPT >甲", "<script>\n</SCRIPT >甲"),
        ("<style>p{}</style><title>a<b</title>", "<style></style><title>a<b</title>"),
        ("<!-- a --><!--\r\n\r--!><!--><!--->甲", "<!----><!--\n\n--!><!--><!--->甲"),
        ("<meta name=a content=b><p name=a>", "<meta name=a content=b><p >"),
        ("<svg><style><p title=a>甲", "<svg><style><p title=a>甲"),
        ("<script><!--<script></script>甲--></script>", "<script><!--<script></script>甲--></script>"),
        ("<select><style></select><p title=a>", "<select><style></select><p title=a>"),
        ("1 < 2 </ p><? a><!x title=a><p title", "1 < 2 </ p><? a><!x title=a><p title"),
        ("<style>甲", "<style>甲"),
    ];
    for (page, slim_page) in cases {
        assert_eq!(slim(page), slim_page, "{page}");
    }
}

/// Pieces of pages, `_` for a space, `↵` and `←` for the two ends of lines.
const PIECES: &str = "<p <td <b <b> </b> <i <i> </i> <table> <tr> <span <span> </span> <font <div </p </td> </table> <br \
                      <select> </select> <script </script <style </style <title> </title> <svg> </svg> <textarea> \
                      </textarea> <noscript> </noscript> <input <a </a> <meta _name= _content= _class= _id= _title= \
                      _style= _colspan= _hidden nav display:none SiteName \" ' = > > > > > / ↵ ←↵ ← _ <!-- --> --!> <! </ \
                      <? & amp #5 2 ; 甲 乙_3 &lt; none <pre> </pre>";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    /// Whatever is on a page, the same is read from it.
    #[test]
    fn the_same_is_read_from_the_slim_page(
        pieces in prop::collection::vec(prop::sample::select(PIECES.split(' ').collect::<Vec<_>>()), 0..60)
    ) {
        // A line that ends between an equals sign and its value is not counted by the tokenizer.
        let uncounted = Regex::new("=[ \r\n]*[\r\n]").expect("a constant pattern");
        let page = pieces.concat().replace('_', " ").replace('↵', "\n").replace('←', "\r");
        let page = uncounted.replace_all(&page, "=").into_owned();
        let limits = Limits::default();
        let (whole, slim) = (of_tree(&build::tree(&page), &limits), of_tree(&build::tree(&slim(&page)), &limits));
        prop_assert_eq!(whole, slim, "{}", page);
    }
}
