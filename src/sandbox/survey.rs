//! What this machine gives, layer by layer, what is missing, and how to get it.

/// Is a layer there?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Have,
    Lack,
}

/// One layer of isolation on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layer {
    pub(crate) name: &'static str,
    pub(crate) state: State,
    pub(crate) detail: String,
    /// What to do to get it.
    pub(crate) remedy: Option<String>,
}

pub(crate) fn survey() -> Vec<Layer> {
    Vec::new()
}
