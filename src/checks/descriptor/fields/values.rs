//! What is taken, refused and deleted.

use crate::checks::descriptor::Subject;
use crate::checks::descriptor::fields::steps::{assign, at, begin, keeps, reads};
use crate::checks::descriptor::owner::Owner;
use crate::checks::laws::Program;

pub(super) fn takes(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let place = at("a", owner.field(0));
    let mut program = begin(subject, owner, "");
    for index in 0..=subject.good.len() {
        program = keeps(program, subject, &place, index);
    }
    vec![program]
}

pub(super) fn refuses(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let (old, new) = (at("a", owner.field(0)), at("b", owner.field(0)));
    let programs = subject.bad.iter().map(|(bad, class)| {
        let program = assign(begin(subject, owner, ""), subject, &old, 0);
        let program = program.refused(format!("{old} = {bad}"), class, &old);
        let program = reads(program, subject, &old, 0).run(format!("b = {}", owner.new));
        let program = program.raises(format!("{new} = {bad}"), class);
        keeps(program, subject, &new, 1)
    });
    programs.collect()
}

pub(super) fn deletes(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let (a, b) = (at("a", owner.field(0)), at("b", owner.field(0)));
    let program = begin(subject, owner, "").run(format!("b = {}", owner.new));
    let program = assign(assign(program, subject, &a, 0), subject, &b, 1);
    let program = program
        .run(format!("del {a}"))
        .raises(a.clone(), "AttributeError");
    let program = reads(program, subject, &b, 1);
    vec![keeps(program, subject, &a, 1)]
}

pub(super) fn refuses_deletion(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let field = owner.field(0);
    let class = subject.deletion.as_deref().unwrap_or_default();
    let place = at("a", field);
    let delete = format!("del {place}");
    let kept = assign(begin(subject, owner, ""), subject, &place, 0).refused(delete.clone(), class, &place);
    let kept = keeps(kept, subject, &place, 1);
    let without = begin(subject, owner, "").raises(delete.clone(), class);
    let entry = format!("a.__dict__['{}']", field.name);
    let planted = assign(begin(subject, owner, ""), subject, &place, 0);
    let planted = assign(planted, subject, &entry, 1).refused(delete, class, &place);
    vec![kept, without, planted]
}
