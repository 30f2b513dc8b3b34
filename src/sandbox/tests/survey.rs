//! What is said about a machine.

use super::*;

#[test]
fn every_layer_that_is_missing_comes_with_a_remedy() {
    let layers = survey();
    assert_eq!(layers.len(), 7);
    for layer in layers {
        assert_eq!(layer.state == State::Lack, layer.remedy.is_some(), "{layer:?}");
        assert!(!layer.detail.is_empty());
    }
}

#[test]
fn remedies_fit_the_machine() {
    let plain = Machine::default();
    let check = |machine: Machine, part: &str| {
        assert!(
            namespaces_remedy(machine).contains(part),
            "{machine:?}: {}",
            namespaces_remedy(machine)
        );
    };
    check(plain, "as root");
    check(
        Machine {
            apparmor_restricts: true,
            ..plain
        },
        "apparmor_restrict_unprivileged_userns=0",
    );
    check(
        Machine {
            debian_forbids: true,
            ..plain
        },
        "unprivileged_userns_clone=1",
    );
    check(
        Machine {
            none_allowed: true,
            ..plain
        },
        "max_user_namespaces",
    );
    check(
        Machine {
            container: true,
            apparmor_restricts: true,
            ..plain
        },
        "seccomp=unconfined",
    );
    assert!(groups_remedy(plain, 1000).contains("--user"));
    assert!(!groups_remedy(plain, 0).contains("--user"));
    assert!(
        groups_remedy(
            Machine {
                container: true,
                ..plain
            },
            0
        )
        .contains("--privileged")
    );
}
