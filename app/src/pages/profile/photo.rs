//! The dialog that makes a photo of a picture: chosen or dropped, moved and zoomed by pointer and by keyboard, and
//! shrunk here, so that only the part that is shown leaves the browser. The Worker judges it again.

use leptos::ev::PointerEvent;
use leptos::html::Canvas;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Code;
use shared::api::profile::Profile;
use shared::photo::{MAX_BYTES, MAX_SIDE, crop};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlInputElement, ImageBitmap};

use crate::acts::tell_at;
use crate::api;
use crate::components::{Dialog, Outcome, Wrong, focus, say};
use crate::i18n::text::{basics, profile as t};

/// The largest file that is read, in bytes.
const LARGEST: f64 = 20.0 * 1024.0 * 1024.0;

/// Qualities to try until the photo is small enough.
const QUALITIES: [f64; 4] = [0.88, 0.7, 0.5, 0.3];

/// A picture and the part of it that is shown.
#[derive(Clone, Copy)]
struct Shown {
    picture: RwSignal<Option<ImageBitmap>, LocalStorage>,
    zoom: RwSignal<f64>,
    across: RwSignal<f64>,
    down: RwSignal<f64>,
    error: RwSignal<String>,
    canvas: NodeRef<Canvas>,
}

impl Shown {
    fn new() -> Self {
        Self {
            picture: RwSignal::new_local(None),
            zoom: RwSignal::new(1.0),
            across: RwSignal::new(0.0),
            down: RwSignal::new(0.0),
            error: RwSignal::new(String::new()),
            canvas: NodeRef::new(),
        }
    }

    /// Takes a file, or says why not.
    fn read(self, file: File) {
        self.picture.set(None);
        self.error.set(String::new());
        if file.size() == 0.0 {
            return self.error.set(t::photo_empty().to_owned());
        }
        if file.size() > LARGEST {
            return self.error.set(t::photo_large().to_owned());
        }
        spawn_local(async move {
            let read = match window().create_image_bitmap_with_blob(&file) {
                Ok(promise) => JsFuture::from(promise).await,
                Err(error) => Err(error),
            };
            let picture = read.ok().and_then(|picture| picture.dyn_into::<ImageBitmap>().ok());
            if picture.as_ref().is_none_or(|it| it.width() == 0 || it.height() == 0) {
                let _ = self.error.try_set(t::photo_none().to_owned());
                return;
            }
            for (place, start) in [(self.zoom, 1.0), (self.across, 0.0), (self.down, 0.0)] {
                let _ = place.try_set(start);
            }
            let _ = self.picture.try_set(picture);
        });
    }

    /// The square of the picture that is shown: left, top, side. Followed.
    fn square(self, picture: &ImageBitmap) -> (f64, f64, f64) {
        let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
        crop(width, height, self.zoom.get(), self.across.get(), self.down.get())
    }

    /// Draws it. Followed.
    fn draw(self) -> Option<()> {
        let (canvas, picture) = (self.canvas.get()?, self.picture.get()?);
        let (left, top, side) = self.square(&picture);
        let pen = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        let whole = f64::from(MAX_SIDE);
        // What lets light through stands on white.
        pen.set_fill_style_str("#fff");
        pen.fill_rect(0.0, 0.0, whole, whole);
        pen.draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            &picture, left, top, side, side, 0.0, 0.0, whole, whole,
        )
        .ok()
    }

    /// Moves the part by pixels of the canvas.
    fn pull(self, (x, y): (f64, f64), from: (f64, f64)) {
        let picture = self.picture.get_untracked();
        let (Some(picture), Some(canvas)) = (picture, self.canvas.get_untracked()) else { return };
        let (_, _, side) = untrack(|| self.square(&picture));
        let pixel = side / f64::from(canvas.client_width().max(1));
        let moved = |length: u32, pixels: f64, from: f64| {
            let room = (f64::from(length) - side) / 2.0;
            if room > 0.0 { (from - pixels * pixel / room).clamp(-1.0, 1.0) } else { 0.0 }
        };
        self.across.set(moved(picture.width(), x, from.0));
        self.down.set(moved(picture.height(), y, from.1));
    }
}

/// What is on the canvas as a JPEG file in base64, small enough.
fn encoded(canvas: &HtmlCanvasElement) -> Option<String> {
    QUALITIES.iter().find_map(|quality| {
        let quality = JsValue::from_f64(*quality);
        let address = canvas.to_data_url_with_type_and_encoder_options("image/jpeg", &quality).ok()?;
        let image = address.strip_prefix("data:image/jpeg;base64,")?;
        (image.len() / 4 * 3 <= MAX_BYTES).then(|| image.to_owned())
    })
}

/// The dialog; the photo goes to `path`, and `done` hears of it.
pub fn dialog(path: String, close: Callback<()>, done: Callback<Profile>) -> AnyView {
    let shown = Shown::new();
    Effect::new(move |_| {
        shown.draw();
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let canvas = shown.canvas.get_untracked().filter(|_| shown.picture.with_untracked(Option::is_some));
        let Some(image) = canvas.and_then(|canvas| encoded(&canvas)) else {
            if shown.error.with_untracked(String::is_empty) {
                shown.error.set(t::photo_choose_first().to_owned());
            }
            return focus("photo-file");
        };
        let path = path.clone();
        spawn_local(async move {
            match api::put_photo(&path, image).await {
                Ok(profile) => {
                    done.try_run(profile);
                    close.try_run(());
                    say(Outcome::done(t::photo_saved()));
                    api::written();
                }
                Err(failure) if failure.code() == Some(Code::NotAnImage) => {
                    let _ = shown.error.try_set(t::photo_none().to_owned());
                }
                Err(failure) => tell_at(shown.error, &failure),
            }
        });
    };
    let chosen = move |event: leptos::ev::Event| {
        let input = event_target::<HtmlInputElement>(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            shown.read(file);
        }
        input.set_value("");
    };
    let there = Memo::new(move |_| shown.picture.with(Option::is_some));
    let body = view! {
        <form id="photo-form" class="pile" on:submit=submit novalidate=true>
            <div class="field">
                <label for="photo-file">{t::photo_file()}</label>
                <input
                    class="control drop"
                    id="photo-file"
                    type="file"
                    accept="image/*"
                    autofocus=true
                    aria-invalid=move || shown.error.with(|error| (!error.is_empty()).then_some("true"))
                    aria-describedby="photo-file-error photo-file-hint"
                    on:change=chosen
                />
                <Wrong id="photo-file-error".to_owned() words=shown.error />
                <p class="hint" id="photo-file-hint">
                    {t::photo_hint()}
                </p>
            </div>
            {move || there.get().then(|| cropping(shown))}
        </form>
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button class="button primary" form="photo-form">
                {t::photo_save()}
            </button>
        </div>
    };
    view! {
        <Dialog
            title=t::photo_change().to_owned()
            on_close=close
            typed=there
            body=body.into_any()
            footer=footer.into_any()
        />
    }
    .into_any()
}

/// The part that is shown, and what moves it.
fn cropping(shown: Shown) -> AnyView {
    let held = StoredValue::new(None::<(f64, f64, f64, f64)>);
    let grab = move |event: PointerEvent| {
        if let Some(canvas) = shown.canvas.get_untracked() {
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        let at = (f64::from(event.client_x()), f64::from(event.client_y()));
        held.set_value(Some((at.0, at.1, shown.across.get_untracked(), shown.down.get_untracked())));
    };
    let pull = move |event: PointerEvent| {
        if let Some((x, y, across, down)) = held.get_value() {
            let by = (f64::from(event.client_x()) - x, f64::from(event.client_y()) - y);
            shown.pull(by, (across, down));
        }
    };
    let release = move |_: PointerEvent| held.set_value(None);
    view! {
        <div class="crop">
            <canvas
                node_ref=shown.canvas
                width=MAX_SIDE
                height=MAX_SIDE
                role="img"
                aria-label=t::photo_part()
                on:pointerdown=grab
                on:pointermove=pull
                on:pointerup=release
                on:pointercancel=release
            ></canvas>
            <div class="pile">
                {slider("photo-zoom", t::zoom(), shown.zoom, "1", "5")}
                {slider("photo-across", t::across(), shown.across, "-1", "1")}
                {slider("photo-down", t::down(), shown.down, "-1", "1")}
            </div>
        </div>
    }
    .into_any()
}

fn slider(
    id: &'static str,
    label: &'static str,
    value: RwSignal<f64>,
    least: &'static str,
    most: &'static str,
) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type="range"
                min=least
                max=most
                step="0.02"
                prop:value=move || value.get().to_string()
                on:input=move |event| {
                    if let Ok(typed) = event_target_value(&event).parse() {
                        value.set(typed);
                    }
                }
            />
        </div>
    }
    .into_any()
}
