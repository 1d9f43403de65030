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

/// What kind of photo it is, with the file as it is kept: without what cameras and programs write beside the picture
/// (place, device, time, thumbnails). Or why it is none.
pub fn check(bytes: &[u8]) -> Result<(PhotoKind, Vec<u8>), Refusal> {
    let wrong = |detail: &str| Err(Refusal::new(Code::NotAnImage, detail).at("image"));
    if bytes.is_empty() {
        return wrong("The file is empty. Choose a photo.");
    }
    if bytes.len() > MAX_BYTES {
        return wrong("A photo has at most 64 kB. Make it smaller.");
    }
    let found = jpeg(bytes)
        .map(|found| (PhotoKind::Jpeg, found))
        .or_else(|| webp(bytes).map(|found| (PhotoKind::Webp, found)));
    match found {
        None => wrong("This is no photo that we can show. Choose a JPEG or WebP file."),
        Some((_, ((0, _) | (_, 0), _))) => wrong("This photo has no pixels. Choose another one."),
        Some((_, ((width, height), _))) if width > MAX_SIDE || height > MAX_SIDE => {
            wrong("A photo has at most 256 by 256 pixels. Make it smaller.")
        }
        Some((kind, (_, bare))) => Ok((kind, bare)),
    }
}

/// The square of a picture that is shown: its left, top and side. `zoom` of 1 shows the largest square; `across` and
/// `down` move it, -1 to 1, as far as there is picture.
pub fn crop(width: f64, height: f64, zoom: f64, across: f64, down: f64) -> (f64, f64, f64) {
    let side = width.min(height) / zoom.max(1.0);
    let at = |length: f64, move_: f64| (length - side) / 2.0 * (1.0 + move_.clamp(-1.0, 1.0));
    (at(width, across), at(height, down), side)
}

/// Width and height of a picture, and its file without what else was in it.
type Bare = ((u32, u32), Vec<u8>);

/// A JPEG that is whole. Its one frame header comes before its scans; what follows its end is dropped.
fn jpeg(bytes: &[u8]) -> Option<Bare> {
    let start = [0xff, 0xd8];
    let (mut rest, mut sides, mut bare) = (bytes.strip_prefix(&start)?, None, start.to_vec());
    loop {
        let (&[0xff, marker], after) = rest.split_first_chunk()? else { return None };
        match marker {
            0xff => rest = rest.get(1..)?,
            0x01 | 0xd0..=0xd7 => rest = after,
            0xd9 => {
                bare.extend([0xff, 0xd9]);
                return Some((sides?, bare));
            }
            _ => {
                let mut length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
                let segment = after.get(2..length)?;
                // A frame header: precision, height, width. No browser shows a second one.
                if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
                    let [_, h, i, w, x] = *segment.first_chunk()?;
                    let found = (u32::from_be_bytes([0, 0, w, x]), u32::from_be_bytes([0, 0, h, i]));
                    if sides.replace(found).is_some() {
                        return None;
                    }
                }
                // A scan goes on until a marker that is none of its own.
                if marker == 0xda {
                    let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
                    length += after.get(length..)?.windows(2).position(ends)?;
                }
                let shows = match marker {
                    0xe0 => segment.starts_with(b"JFIF\0"),
                    0xe2 => segment.starts_with(b"ICC_PROFILE\0"),
                    0xee => segment.starts_with(b"Adobe"),
                    0xe1..=0xef | 0xfe => false,
                    _ => true,
                };
                if shows {
                    bare.extend(rest.get(..2 + length)?);
                }
                rest = after.get(length..)?;
            }
        }
    }
}

/// A WebP that is whole and doesn't move.
fn webp(bytes: &[u8]) -> Option<Bare> {
    let rest = bytes.strip_prefix(b"RIFF")?;
    let length = u32::from_le_bytes(*rest.first_chunk()?);
    if usize::try_from(length).ok()?.checked_add(8)? != bytes.len() {
        return None;
    }
    let mut rest = rest.get(4..)?.strip_prefix(b"WEBP")?;
    let sides = webp_sides(rest)?;
    let mut kept = b"WEBP".to_vec();
    while let Some((name, after)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_le_bytes(*after.first_chunk()?)).ok()?;
        let end = length.checked_add(8)?;
        rest.get(..end)?;
        // Chunks have an even length; the last one may lack its pad.
        let padded = (end + length % 2).min(rest.len());
        if matches!(name, b"VP8X" | b"ICCP" | b"ALPH" | b"VP8 " | b"VP8L") {
            let at = kept.len();
            kept.extend(&rest[..padded]);
            // That there is something of a camera or a program is no longer so.
            if name == b"VP8X" {
                *kept.get_mut(at + 8)? &= !0b1100;
            }
        }
        rest = &rest[padded..];
    }
    let mut bare = b"RIFF".to_vec();
    bare.extend(u32::try_from(kept.len()).ok()?.to_le_bytes());
    bare.extend(kept);
    Some((sides, bare))
}

/// Width and height, as the first chunk says.
fn webp_sides(chunk: &[u8]) -> Option<(u32, u32)> {
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
        let kind = |bytes: &[u8]| check(bytes).map(|(kind, _)| kind);
        assert_eq!(kind(&jpeg_of(256, 256, 40)), Ok(PhotoKind::Jpeg));
        assert_eq!(
            kind(&webp_of(*b"VP8 ", &[0, 0, 0, 0x9d, 1, 0x2a, 0, 1, 0, 1, 9, 9])),
            Ok(PhotoKind::Webp)
        );
        assert_eq!(kind(&webp_of(*b"VP8L", &[0x2f, 0xff, 0xc0, 0x3f, 0, 0])), Ok(PhotoKind::Webp));
        assert_eq!(kind(&webp_of(*b"VP8X", &[0x10, 0, 0, 0, 255, 0, 0, 255, 0, 0])), Ok(PhotoKind::Webp));
    }

    #[test]
    fn what_a_camera_writes_beside_the_picture_is_not_kept() {
        let plain = jpeg_of(20, 20, 40);
        let (_, bare) = check(&plain).unwrap();
        let exif = b"\xff\xe1\0\x0eExif\0\0secret";
        let mut told = plain.clone();
        // Before the picture, between two of its scans, and a whole second picture behind it.
        told.splice(told.len() - 2..told.len() - 2, exif.iter().copied());
        told.splice(2..2, exif.iter().copied());
        told.extend(&told.clone());
        assert_eq!(check(&told), Ok((PhotoKind::Jpeg, bare.clone())));
        assert_eq!(check(&bare), Ok((PhotoKind::Jpeg, bare)));
        let with = |flags: u8, more: &[u8]| {
            let mut bytes = webp_of(*b"VP8X", &[flags, 0, 0, 0, 9, 0, 0, 9, 0, 0]);
            bytes.extend(more);
            let length = u32::try_from(bytes.len() - 8).unwrap();
            bytes[4..8].copy_from_slice(&length.to_le_bytes());
            bytes
        };
        let picture = b"VP8L\x05\0\0\0\x2f\0\0\0\0\0";
        let told = with(0b1_1100, &[&picture[..], b"EXIF\x06\0\0\0secret", b"XMP \x06\0\0\0secret"].concat());
        assert_eq!(check(&told), Ok((PhotoKind::Webp, with(0b1_0000, picture))));
    }

    #[test]
    fn a_second_frame_header_is_no_photo() {
        let mut twice = jpeg_of(20, 20, 0);
        let second = jpeg_of(2000, 2000, 0)[9..22].to_vec();
        assert_eq!(second[..2], [0xff, 0xc0]);
        twice.splice(9..9, second);
        assert!(check(&twice).unwrap_err().detail.contains("JPEG or WebP"));
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
