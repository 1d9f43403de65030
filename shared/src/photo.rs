//! Which files are photos of people (C5): JPEG or WebP by what they hold, not by what they are called; small in bytes and
//! in pixels. The browser crops and shrinks what is chosen; this is what the Worker asks of any file.

use crate::error::{Code, Refusal};

/// The most bytes.
pub const MAX_BYTES: usize = 65_536;

/// The longest side, in pixels.
pub const MAX_SIDE: u32 = 256;

/// What a photo is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoKind {
    /// JPEG.
    Jpeg,
    /// WebP without animation.
    Webp,
}

impl PhotoKind {
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }
}

/// What kind of photo it is, or why it is none.
pub fn check(bytes: &[u8]) -> Result<PhotoKind, Refusal> {
    let wrong = |detail: &str| Err(Refusal::new(Code::NotAnImage, detail).at("image"));
    if bytes.is_empty() {
        return wrong("The file is empty. Choose a photo.");
    }
    if bytes.len() > MAX_BYTES {
        return wrong("A photo has at most 64 kB. Make it smaller.");
    }
    let found = jpeg(bytes)
        .map(|sides| (PhotoKind::Jpeg, sides))
        .or_else(|| webp(bytes).map(|sides| (PhotoKind::Webp, sides)));
    match found {
        None => wrong("This is no photo that we can show. Choose a JPEG or WebP file."),
        Some((_, (0, _) | (_, 0))) => wrong("This photo has no pixels. Choose another one."),
        Some((_, (width, height))) if width > MAX_SIDE || height > MAX_SIDE => {
            wrong("A photo has at most 256 by 256 pixels. Make it smaller.")
        }
        Some((kind, _)) => Ok(kind),
    }
}

/// The square of a picture that is shown: its left, top and side. `zoom` of 1 shows the largest square; `across` and
/// `down` move it, -1 to 1, as far as there is picture.
pub fn crop(width: f64, height: f64, zoom: f64, across: f64, down: f64) -> (f64, f64, f64) {
    let side = width.min(height) / zoom.max(1.0);
    let at = |length: f64, move_: f64| (length - side) / 2.0 * (1.0 + move_.clamp(-1.0, 1.0));
    (at(width, across), at(height, down), side)
}

/// Width and height of a JPEG that is whole: from its first frame header, which comes before its scan.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let body = bytes.strip_prefix(&[0xff, 0xd8])?.strip_suffix(&[0xff, 0xd9])?;
    let (mut rest, mut sides) = (body, None);
    loop {
        let (&[0xff, marker], after) = rest.split_first_chunk()? else { return None };
        match marker {
            0xff => rest = rest.get(1..)?,
            0x01 | 0xd0..=0xd7 => rest = after,
            0xda => return sides,
            _ => {
                let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
                let segment = after.get(2..length)?;
                // A frame header: precision, height, width.
                if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
                    let [_, h, i, w, x] = *segment.first_chunk()?;
                    sides =
                        Some((u32::from(u16::from_be_bytes([w, x])), u32::from(u16::from_be_bytes([h, i]))));
                }
                rest = after.get(length..)?;
            }
        }
    }
}

/// Width and height of a WebP that is whole and doesn't move.
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let rest = bytes.strip_prefix(b"RIFF")?;
    let length = u32::from_le_bytes(*rest.first_chunk()?);
    if usize::try_from(length).ok()?.checked_add(8)? != bytes.len() {
        return None;
    }
    let chunk = rest.get(4..)?.strip_prefix(b"WEBP")?;
    let (name, data) = (chunk.get(..4)?, chunk.get(8..)?);
    let short = |at: usize| data.get(at..at + 2).map(|it| u32::from(it[0]) | (u32::from(it[1]) << 8));
    match name {
        b"VP8 " if data.get(3..6)? == [0x9d, 0x01, 0x2a] => Some((short(6)? & 0x3fff, short(8)? & 0x3fff)),
        b"VP8L" if data.first()? == &0x2f => {
            let bits = u32::from_le_bytes(*data.get(1..)?.first_chunk()?);
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        // One that moves says so in its flags.
        b"VP8X" if data.first()? & 0b10 == 0 => {
            let side = |at: usize| Some((short(at)? | (u32::from(*data.get(at + 2)?) << 16)) + 1);
            Some((side(4)?, side(7)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg_of(width: u16, height: u16, padding: usize) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc0, 0, 11, 8];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([1, 1, 0x11, 0, 0xff, 0xda, 0, 2]);
        bytes.extend(vec![0x55; padding]);
        bytes.extend([0xff, 0xd9]);
        bytes
    }

    fn webp_of(name: [u8; 4], data: &[u8]) -> Vec<u8> {
        let size = |length: usize| u32::try_from(length).unwrap().to_le_bytes();
        let mut bytes = b"RIFF".to_vec();
        bytes.extend(size(12 + data.len()));
        bytes.extend(b"WEBP");
        bytes.extend(name);
        bytes.extend(size(data.len()));
        bytes.extend(data);
        bytes
    }

    #[test]
    fn photos_are_known_by_what_they_hold() {
        assert_eq!(check(&jpeg_of(256, 256, 40)), Ok(PhotoKind::Jpeg));
        assert_eq!(
            check(&webp_of(*b"VP8 ", &[0, 0, 0, 0x9d, 1, 0x2a, 0, 1, 0, 1, 9, 9])),
            Ok(PhotoKind::Webp)
        );
        assert_eq!(check(&webp_of(*b"VP8L", &[0x2f, 0xff, 0xc0, 0x3f, 0, 0])), Ok(PhotoKind::Webp));
        assert_eq!(check(&webp_of(*b"VP8X", &[0x10, 0, 0, 0, 255, 0, 0, 255, 0, 0])), Ok(PhotoKind::Webp));
    }

    #[test]
    fn a_crop_stays_inside_its_picture() {
        assert_eq!(crop(400.0, 300.0, 1.0, 0.0, 0.0), (50.0, 0.0, 300.0));
        assert_eq!(crop(400.0, 300.0, 2.0, -1.0, 1.0), (0.0, 150.0, 150.0));
        assert_eq!(crop(400.0, 300.0, 0.1, 9.0, -9.0), (100.0, 0.0, 300.0));
    }

    #[test]
    fn anything_else_is_refused_at_its_field() {
        let gif = b"GIF89a\x01\x00\x01\x00\x80\x00\x00".to_vec();
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec();
        let mut cut = jpeg_of(9, 9, 40);
        cut.truncate(30);
        for (bytes, say) in [
            (Vec::new(), "empty"),
            (gif, "JPEG or WebP"),
            (svg, "JPEG or WebP"),
            (cut, "JPEG or WebP"),
            (vec![0xff, 0xd8, 0xff, 0xd9], "JPEG or WebP"),
            (vec![0xff, 0xd8, 0xff, 0xc0, 0, 0, 0xff, 0xd9], "JPEG or WebP"),
            (jpeg_of(257, 256, 0), "256 by 256"),
            (jpeg_of(0, 20, 0), "no pixels"),
            (jpeg_of(20, 20, MAX_BYTES), "64 kB"),
            (webp_of(*b"VP8X", &[2, 0, 0, 0, 1, 0, 0, 1, 0, 0]), "JPEG or WebP"),
            (webp_of(*b"VP8X", &[0, 0, 0, 0, 0, 1, 0, 0, 0, 0]), "256 by 256"),
            (b"RIFF\x04\0\0\0WEBP".to_vec(), "JPEG or WebP"),
        ] {
            let refusal = check(&bytes).unwrap_err();
            assert!(refusal.detail.contains(say), "{say}: {}", refusal.detail);
            assert_eq!((refusal.code, refusal.field.as_deref()), (Code::NotAnImage, Some("image")));
        }
    }
}
