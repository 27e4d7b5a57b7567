//! Rich text as a stream of groups, control words and bytes.

/// Longest control word; the standard allows 32 letters.
const LONGEST_WORD: usize = 40;

/// A piece of rich text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'r> {
    /// A group begins.
    Open,
    /// A group ends.
    Close,
    /// A control word with its number, if it has one; also control symbols, such as `~` and `*`.
    Word(&'r str, Option<i32>),
    /// A byte of text, written as itself or in hexadecimal digits.
    Byte(u8),
}

/// The tokens of a document.
pub struct Tokens<'r> {
    rest: &'r [u8],
}

impl<'r> Tokens<'r> {
    /// Begins to read a document.
    pub fn new(bytes: &'r [u8]) -> Tokens<'r> {
        Tokens { rest: bytes }
    }

    fn control(&mut self) -> Option<Token<'r>> {
        let length = self.rest.iter().take(LONGEST_WORD).take_while(|byte| byte.is_ascii_alphabetic()).count();
        if length == 0 {
            return self.symbol();
        }
        let (word, rest) = self.rest.split_at(length);
        let digits =
            rest.iter().skip(usize::from(rest.first() == Some(&b'-'))).take_while(|byte| byte.is_ascii_digit());
        let length = digits.count();
        let length = if length > 0 { length + usize::from(rest.first() == Some(&b'-')) } else { 0 };
        let (number, rest) = rest.split_at(length);
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let number = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
        // The bytes of a picture or object follow as they are.
        if word == b"bin" {
            let length = number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
            self.rest = self.rest.get(length..).unwrap_or_default();
        }
        Some(Token::Word(std::str::from_utf8(word).unwrap_or_default(), number))
    }

    /// A control that is no word: a sign, or a byte in hexadecimal digits.
    fn symbol(&mut self) -> Option<Token<'r>> {
        let (sign, rest) = self.rest.split_first()?;
        let signs = self.rest;
        self.rest = rest;
        if *sign == b'\'' {
            let digits = rest.get(..2)?;
            self.rest = &rest[2..];
            let byte = std::str::from_utf8(digits).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
            return Some(byte.map_or(Token::Word("", None), Token::Byte));
        }
        Some(match sign {
            b'\\' | b'{' | b'}' => Token::Byte(*sign),
            b'\r' | b'\n' => Token::Word("par", None),
            _ => Token::Word(std::str::from_utf8(&signs[..1]).unwrap_or_default(), None),
        })
    }
}

impl<'r> Iterator for Tokens<'r> {
    type Item = Token<'r>;

    fn next(&mut self) -> Option<Token<'r>> {
        loop {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            return match byte {
                b'{' => Some(Token::Open),
                b'}' => Some(Token::Close),
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => continue,
                _ => Some(Token::Byte(*byte)),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_into_tokens() {
        let cases: [(&[u8], &[Token]); 6] = [
            (b"{\\b1 a}", &[Token::Open, Token::Word("b", Some(1)), Token::Byte(b'a'), Token::Close]),
            (b"\\u-10179\\'b9", &[Token::Word("u", Some(-10179)), Token::Byte(0xb9)]),
            (b"\\cell\r\n-1", &[Token::Word("cell", None), Token::Byte(b'-'), Token::Byte(b'1')]),
            (
                b"\\~\\{\\*\\\n",
                &[Token::Word("~", None), Token::Byte(b'{'), Token::Word("*", None), Token::Word("par", None)],
            ),
            (b"\\bin3 }}}a", &[Token::Word("bin", Some(3)), Token::Byte(b'a')]),
            (b"\\bin99 a", &[Token::Word("bin", Some(99))]),
        ];
        for (bytes, expected) in cases {
            assert_eq!(Tokens::new(bytes).collect::<Vec<_>>(), expected, "{bytes:?}");
        }
    }
}
