//! A schedule's plan as text, `7:2,9:1`: at decision 7 thread 2 goes on, at decision 9 thread 1.

use crate::model::schedule::Plan;

/// Why a text is not a plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{part}` is not a forced switch: write DECISION:THREAD with decisions that grow, several with commas, as in `7:2,9:1`"
)]
pub(crate) struct BadPlan {
    part: String,
}

/// The plan as text; a plan without forced switches is the empty text.
pub(crate) fn print(plan: &Plan) -> String {
    let switches: Vec<String> = plan
        .iter()
        .map(|(decision, thread)| format!("{decision}:{thread}"))
        .collect();
    switches.join(",")
}

/// Reads what [`print()`] writes.
pub(crate) fn parse(text: &str) -> Result<Plan, BadPlan> {
    let mut plan = Plan::new();
    if text.is_empty() {
        return Ok(plan);
    }
    for part in text.split(',') {
        let switch = part
            .split_once(':')
            .and_then(|(decision, thread)| Some((number(decision)?, number(thread)?)));
        match switch {
            Some(switch) if plan.last().is_none_or(|last| last.0 < switch.0) => plan.push(switch),
            Some(_) | None => {
                return Err(BadPlan {
                    part: part.chars().take(40).collect(),
                });
            }
        }
    }
    Ok(plan)
}

/// Digits alone: `u32::from_str` would also take a plus sign.
fn number(text: &str) -> Option<u32> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_growing_decisions_of_digits_are_a_plan() {
        assert_eq!(parse(""), Ok(vec![]));
        assert_eq!(parse("7:2,9:1"), Ok(vec![(7, 2), (9, 1)]));
        for bad in [
            ",",
            "7",
            "7:",
            ":2",
            "7:2,",
            "9:1,7:2",
            "7:2,7:1",
            "+7:2",
            " 7:2",
            "7:2:3",
            "4294967296:1",
            "x:1",
        ] {
            assert!(parse(bad).is_err(), "{bad:?} was accepted");
        }
    }

    proptest! {
        #[test]
        fn a_printed_plan_is_read_back(switches in prop::collection::btree_map(any::<u32>(), any::<u32>(), 0..20)) {
            let plan: Plan = switches.into_iter().collect();
            prop_assert_eq!(parse(&print(&plan)), Ok(plan));
        }

        #[test]
        fn no_text_is_too_strange_to_be_refused(text in "[0-9:,+ é-]{0,20}") {
            if let Ok(plan) = parse(&text) {
                prop_assert_eq!(parse(&print(&plan)), Ok(plan));
            }
        }
    }
}
