//! Compiles the table of system calls in `policy` into a short BPF program.
//!
//! The kernel emulates the filter for every call number when it is installed (that is the cost of it), so the
//! program is a binary search over ranges of numbers with the same answer rather than one comparison per call.
//!
//! Arguments are compared by their low 32 bits where the kernel itself reads only those (`int`, `unsigned int`).

use crate::sandbox::policy::{Answer, Test, Wanted, World, answers};

/// `struct sock_filter`.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Instruction {
    code: u16,
    jump_true: u8,
    jump_false: u8,
    operand: u32,
}

const LOAD: u16 = 0x20;
const AND: u16 = 0x54;
const JUMP: u16 = 0x05;
const JUMP_IF_EQUAL: u16 = 0x15;
const JUMP_IF_AT_LEAST: u16 = 0x35;
const RETURN: u16 = 0x06;

const ALLOW: u32 = 0x7fff_0000;
const ERRNO: u32 = 0x0005_0000;
const KILL_PROCESS: u32 = 0x8000_0000;
const TRACE: u32 = 0x7ff0_0000;

/// A process names a moment by `getpriority(MARK | kind, value)`: the observer is told while the process stands still.
/// There is no such kind of priority, so the call fails whatever happens, and there is a function for it in Python.
pub(crate) const MARK: u32 = 0x6772_6100;
/// The bits of the first argument that are the kind of a mark.
pub(super) const MARK_KIND: u32 = 0xff;

const OFFSET_NUMBER: u32 = 0;
const OFFSET_ARCHITECTURE: u32 = 4;
const OFFSET_ARGUMENTS: u32 = 16;

#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: u32 = 0xc000_003e;
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: u32 = 0xc000_00b7;
/// Calls of the x32 interface carry this bit on top of their number; on arm there are no such numbers.
const FIRST_FOREIGN: u32 = 0x4000_0000;

/// The filter for a program in this world.
pub(super) fn filter(world: World) -> Vec<Instruction> {
    let mut program = vec![
        load(OFFSET_ARCHITECTURE),
        Instruction {
            code: JUMP_IF_EQUAL,
            jump_true: 1,
            jump_false: 0,
            operand: ARCHITECTURE,
        },
        give(KILL_PROCESS),
        load(OFFSET_NUMBER),
        Instruction {
            code: JUMP_IF_AT_LEAST,
            jump_true: 0,
            jump_false: 1,
            operand: FIRST_FOREIGN,
        },
        give(KILL_PROCESS),
    ];
    program.extend(search(&ranges(&answers(world))));
    program
}

/// A filter beside the other that lets the observer see marks, and refuses nothing.
pub(super) fn marks() -> Vec<Instruction> {
    let number = u32::try_from(libc::SYS_getpriority).expect("numbers of calls are small");
    let unless = |operand, jump_false| Instruction {
        code: JUMP_IF_EQUAL,
        jump_true: 0,
        jump_false,
        operand,
    };
    vec![
        load(OFFSET_NUMBER),
        unless(number, 4),
        load(OFFSET_ARGUMENTS),
        Instruction {
            code: AND,
            jump_true: 0,
            jump_false: 0,
            operand: !MARK_KIND,
        },
        unless(MARK, 1),
        give(TRACE),
        give(ALLOW),
    ]
}

fn load(operand: u32) -> Instruction {
    Instruction {
        code: LOAD,
        jump_true: 0,
        jump_false: 0,
        operand,
    }
}

fn give(operand: u32) -> Instruction {
    Instruction {
        code: RETURN,
        jump_true: 0,
        jump_false: 0,
        operand,
    }
}

fn refuse(errno: i32) -> Instruction {
    give(ERRNO | errno.cast_unsigned())
}

/// Ranges of numbers with the same answer: where each begins.
fn ranges(answers: &[Answer]) -> Vec<(u32, &Answer)> {
    let mut ranges: Vec<(u32, &Answer)> = Vec::new();
    for (number, answer) in (0..).zip(answers) {
        // The boundary at FIRST_MODERN is where the default changes; equal answers merge across it just the same.
        if ranges.last().is_none_or(|(_, last)| *last != answer) {
            ranges.push((number, answer));
        }
    }
    ranges
}

/// A binary search over the ranges; jumps beyond the reach of a conditional one take a detour over a plain one.
fn search(ranges: &[(u32, &Answer)]) -> Vec<Instruction> {
    let [one] = ranges else {
        let (below, above) = ranges.split_at(ranges.len() / 2);
        let operand = above[0].0;
        let (below, above) = (search(below), search(above));
        let mut program = match u8::try_from(below.len()) {
            Ok(jump_true) => {
                vec![Instruction {
                    code: JUMP_IF_AT_LEAST,
                    jump_true,
                    jump_false: 0,
                    operand,
                }]
            }
            Err(_) => vec![
                Instruction {
                    code: JUMP_IF_AT_LEAST,
                    jump_true: 0,
                    jump_false: 1,
                    operand,
                },
                Instruction {
                    code: JUMP,
                    jump_true: 0,
                    jump_false: 0,
                    operand: u32::try_from(below.len()).expect("a filter has at most 4096 instructions"),
                },
            ],
        };
        program.extend(below);
        program.extend(above);
        return program;
    };
    match one.1 {
        Answer::Allow => vec![give(ALLOW)],
        Answer::Refuse(errno) => vec![refuse(*errno)],
        Answer::If(tests) => tests.iter().flat_map(test).chain([give(ALLOW)]).collect(),
    }
}

/// Falls through if the test holds, refuses otherwise.
fn test(test: &Test) -> Vec<Instruction> {
    let mut program = vec![load(OFFSET_ARGUMENTS + 8 * test.argument)];
    if test.mask != u32::MAX {
        program.push(Instruction {
            code: AND,
            jump_true: 0,
            jump_false: 0,
            operand: test.mask,
        });
    }
    let count = u8::try_from(test.values.len()).expect("a test has a handful of values");
    for (index, operand) in (0..count).zip(&test.values) {
        // Behind the other comparisons and one more instruction: past the refusal, or onto it.
        let jump_true = count - index;
        program.push(Instruction {
            code: JUMP_IF_EQUAL,
            jump_true,
            jump_false: 0,
            operand: *operand,
        });
    }
    if test.wanted == Wanted::NoneOf {
        program.push(Instruction {
            code: JUMP,
            jump_true: 0,
            jump_false: 0,
            operand: 1,
        });
    }
    program.push(refuse(test.otherwise));
    program
}

#[cfg(test)]
#[path = "tests/seccomp.rs"]
mod tests;
