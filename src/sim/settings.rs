//! The settings of a simulation as a table: from it come the reader, the controls of the page, the reference and the sweeps.

/// One setting of the settings `S`. Switches count as 1 and 0.
#[derive(Debug)]
pub struct Setting<S> {
    /// Its name in a scenario, unit last.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Its unit, may be empty.
    pub unit: &'static str,
    /// What it means, in a sentence.
    pub about: &'static str,
    /// What values it takes.
    pub range: SettingRange,
    /// Its value; none where it is off.
    pub get: fn(&S) -> Option<f64>,
    /// Gives it a value in its range.
    pub set: fn(&mut S, f64),
}

/// What values a setting takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SettingRange {
    /// A number from the first to the second.
    Number(f64, f64),
    /// A whole number from the first to the second.
    Whole(u64, u64),
    /// True or false.
    Switch,
}

impl SettingRange {
    /// Whether a value is in the range.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::Number(min, max) => (min..=max).contains(&value),
            Self::Whole(min, max) => value.fract() == 0.0 && (min as f64..=max as f64).contains(&value),
            Self::Switch => value == 0.0 || value == 1.0,
        }
    }
}

/// A line of a table of settings: field, name for people, unit, range, meaning.
macro_rules! setting {
    ($field:ident: switch, $title:literal, $about:literal) => {
        $crate::sim::settings::Setting {
            id: stringify!($field),
            title: $title,
            unit: "",
            about: $about,
            range: $crate::sim::settings::SettingRange::Switch,
            get: |settings| Some(f64::from(u8::from(settings.$field))),
            set: |settings, value| settings.$field = value != 0.0,
        }
    };
    ($field:ident: optional $min:literal to $max:literal, $title:literal, $unit:literal, $about:literal) => {
        $crate::sim::settings::Setting {
            id: stringify!($field),
            title: $title,
            unit: $unit,
            about: $about,
            range: $crate::sim::settings::SettingRange::Number($min, $max),
            get: |settings| settings.$field,
            set: |settings, value| settings.$field = Some(value),
        }
    };
    ($field:ident: whole $type:ty, $min:literal to $max:literal, $title:literal, $unit:literal, $about:literal) => {
        $crate::sim::settings::Setting {
            id: stringify!($field),
            title: $title,
            unit: $unit,
            about: $about,
            range: $crate::sim::settings::SettingRange::Whole($min, $max),
            get: |settings| Some(settings.$field as f64),
            set: |settings, value| settings.$field = value as $type,
        }
    };
    ($field:ident: $min:literal to $max:literal, $title:literal, $unit:literal, $about:literal) => {
        $crate::sim::settings::Setting {
            id: stringify!($field),
            title: $title,
            unit: $unit,
            about: $about,
            range: $crate::sim::settings::SettingRange::Number($min, $max),
            get: |settings| Some(settings.$field),
            set: |settings, value| settings.$field = value,
        }
    };
}
pub(super) use setting;
