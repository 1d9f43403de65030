//! The parts that screens are made of: props in, events out. No network and no knowledge of pages here.

pub mod chart;
mod combobox;
mod days;
mod dialog;
mod field;
mod filters;
mod head;
mod icon;
mod list;
mod menu;
mod outcome;
mod seats;
mod selection;
mod states;
mod status;
mod summary;
mod tabs;
mod time;

pub use combobox::{Choice, Combobox};
pub use days::{DayField, DayRange};
pub use dialog::{Confirm, Dialog};
pub use field::{SelectField, TextField, Wrong};
pub use filters::{Clear, Pick, Search};
pub use head::{Head, moved};
pub use icon::icon;
pub use list::{Column, List};
pub use menu::{Item, Menu, dots_menu};
pub use outcome::{Outcome, OutcomeStrip, Tone, age, say};
pub use seats::{SeatBar, seat_squares, seat_words};
pub use selection::{Picked, Selectable, Selection, picked_bar, select_all, select_box};
pub use states::{Empty, Failed, Patient};
pub use status::{Badge, badge, standing, waiting};
pub use summary::{Summary, focus};
pub use tabs::{Tab, Tabs};
pub use time::{days_left, time};
