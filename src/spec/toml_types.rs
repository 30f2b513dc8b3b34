//! The keys of `task.toml` that do not depend on the kind of a check.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::At;

/// What a student hands in for one exercise, and how it is graded.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaskToml {
    /// The version of this language.
    #[schemars(range(min = 1, max = 1))]
    #[expect(dead_code, reason = "its value is checked before the rest is read")]
    pub(crate) spec_version: u32,
    /// What the exercise is called.
    pub(crate) title: TextToml,
    /// The required file at the top of a submission: a name that Python can import, with `.py`.
    pub(crate) file: At<String>,
    /// Packages that a submission may import, such as `"requests>=2"`; none by default. `requirements.lock` beside
    /// this file pins them and all that they need, with hashes.
    #[serde(default)]
    pub(crate) packages: Vec<At<String>>,
    /// What the points of all checks sum to; 10 by default.
    #[schemars(range(min = 1, max = 10_000))]
    pub(crate) points: Option<At<u32>>,
    /// Limits for all checks.
    pub(crate) limits: Option<LimitsToml>,
}

/// The keys that every check has.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckToml {
    /// The name of the check in results: lower-case letters, digits and single hyphens.
    pub(crate) id: At<String>,
    /// How the check observes and judges.
    #[expect(
        dead_code,
        reason = "it chooses the struct of the other keys before this one is read"
    )]
    pub(crate) kind: At<String>,
    /// What the check is about.
    pub(crate) title: TextToml,
    /// Whole points for passing; there are no parts of them.
    #[schemars(range(min = 0, max = 10_000))]
    pub(crate) points: At<u32>,
    /// What a student may try when the check fails.
    pub(crate) hint: Option<TextToml>,
    /// Checks that must pass first; this one is skipped when one of them does not.
    #[serde(default)]
    pub(crate) requires: Vec<At<String>>,
    /// Whether a student sees the feedback: `visible` (the default) or `hidden` (status and points alone).
    pub(crate) visibility: Option<VisibilityToml>,
    /// Limits for this check, over the task's.
    pub(crate) limits: Option<LimitsToml>,
}

/// A text in the languages of the course.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextToml {
    /// In English.
    pub(crate) en: At<String>,
    /// In Russian; English stands in where it is absent.
    pub(crate) ru: Option<At<String>>,
}

/// Who sees a check's feedback.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum VisibilityToml {
    Visible,
    Hidden,
}

/// What one process tree may use.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitsToml {
    /// Real time for one question to the interpreter, a last resort: `"30s"`.
    pub(crate) wall: Option<At<String>>,
    /// CPU time of one question, over all its processes and threads: `"10s"`, `"500ms"`.
    pub(crate) cpu: Option<At<String>>,
    /// Memory of the whole tree: `"512MiB"`.
    pub(crate) memory: Option<At<String>>,
    /// Processes and threads alive at once.
    #[schemars(range(min = 1, max = 4096))]
    pub(crate) processes: Option<At<u32>>,
    /// Open descriptors of one process.
    #[schemars(range(min = 16, max = 65_536))]
    pub(crate) open_files: Option<At<u32>>,
    /// The size of a written file and of each file system in memory: `"16MiB"`.
    pub(crate) disk: Option<At<String>>,
    /// Standard output, and standard error, that is read before the run is ended: `"1MiB"`.
    pub(crate) output: Option<At<String>>,
    /// One answer of the interpreter: `"4MiB"`.
    pub(crate) answer: Option<At<String>>,
}
