//! A choice that is saved as soon as it is made, without a button: one request at a time, what is chosen meanwhile
//! follows it, and what is refused goes back to what is so. Not here: the boxes, and what a request is.

/// What is chosen, beside what is saved.
#[derive(Clone, Debug)]
pub struct AtOnce<T> {
    /// What is chosen; the screen shows it.
    pub wanted: T,
    saved: T,
    under_way: Option<T>,
}

impl<T: Clone + PartialEq> AtOnce<T> {
    /// What is saved.
    pub fn new(saved: T) -> Self {
        Self { wanted: saved.clone(), saved, under_way: None }
    }

    /// What is to be sent now, if anything: while something is under way the next one waits.
    pub fn to_send(&mut self) -> Option<T> {
        if self.under_way.is_none() && self.wanted != self.saved {
            self.under_way = Some(self.wanted.clone());
            return self.under_way.clone();
        }
        None
    }

    /// What was under way is saved, or was refused: then the screen shows again what is so.
    pub fn answered(&mut self, taken: bool) {
        match self.under_way.take() {
            Some(sent) if taken => self.saved = sent,
            _ => self.wanted = self.saved.clone(),
        }
    }

    /// What is saved was read anew. While something is under way that is older than what is chosen.
    pub fn read(&mut self, saved: T) {
        if self.under_way.is_none() {
            self.wanted = saved.clone();
            self.saved = saved;
        }
    }
}

impl<T: PartialEq> AtOnce<Vec<T>> {
    /// Chooses one of several, or no longer.
    pub fn put(&mut self, one: T, on: bool) {
        self.wanted.retain(|it| *it != one);
        if on {
            self.wanted.push(one);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_quick_presses_neither_is_lost() {
        let mut choice = AtOnce::new(Vec::new());
        choice.put("zoom", true);
        assert_eq!(choice.to_send(), Some(vec!["zoom"]));
        choice.put("webex", true);
        assert_eq!(choice.to_send(), None, "one request at a time");
        choice.read(Vec::new());
        assert_eq!(choice.wanted, ["zoom", "webex"], "what was read before is older than the presses");
        choice.answered(true);
        assert_eq!(choice.to_send(), Some(vec!["zoom", "webex"]));
        choice.answered(true);
        assert_eq!(choice.to_send(), None);
        assert_eq!(choice.wanted, ["zoom", "webex"]);
    }

    #[test]
    fn what_is_refused_goes_back_to_what_is_saved() {
        let mut choice = AtOnce::new(vec!["zoom"]);
        choice.put("webex", true);
        assert!(choice.to_send().is_some());
        choice.put("zoom", false);
        choice.answered(false);
        assert_eq!(choice.wanted, ["zoom"]);
        assert_eq!(choice.to_send(), None, "nothing is sent of its own accord");
    }

    #[test]
    fn a_press_that_is_taken_back_while_it_is_under_way_is_sent_back_too() {
        let mut choice = AtOnce::new(false);
        choice.wanted = true;
        assert_eq!(choice.to_send(), Some(true));
        choice.wanted = false;
        choice.answered(true);
        assert_eq!(choice.to_send(), Some(false));
    }

    #[test]
    fn what_is_read_anew_is_shown_where_nothing_is_under_way() {
        let mut choice = AtOnce::new(false);
        choice.read(true);
        assert!(choice.wanted);
        assert_eq!(choice.to_send(), None);
    }
}
