//! Small tools that know nothing of the domain: files whose errors name the path, and text that comes from strangers.

pub(crate) mod causes;
pub(crate) mod clock;
pub(crate) mod cookie;
pub(crate) mod fs;
pub(crate) mod hash;
pub(crate) mod random;
pub(crate) mod text;
