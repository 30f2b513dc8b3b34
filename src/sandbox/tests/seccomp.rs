//! The compiled filter answers as the table does, for every number and many arguments.

use super::*;

const WORLDS: [World; 4] = [
    World::SharedUser,
    World::OwnUser,
    World::OwnRoot,
    World::OwnNetwork,
];

/// What the kernel would do: runs the program over `struct seccomp_data`.
fn run(program: &[Instruction], architecture: u32, number: u32, arguments: [u64; 6]) -> u32 {
    let word = |offset: u32| match offset {
        OFFSET_NUMBER => number,
        OFFSET_ARCHITECTURE => architecture,
        _ => {
            let argument = arguments[usize::try_from((offset - OFFSET_ARGUMENTS) / 8).unwrap()];
            u32::try_from(argument & 0xffff_ffff).unwrap()
        }
    };
    let (mut accumulator, mut at) = (0, 0);
    loop {
        let Instruction {
            code,
            jump_true,
            jump_false,
            operand,
        } = program[at];
        at += 1;
        match code {
            LOAD => accumulator = word(operand),
            AND => accumulator &= operand,
            JUMP => at += usize::try_from(operand).unwrap(),
            JUMP_IF_EQUAL => {
                at += usize::from(if accumulator == operand {
                    jump_true
                } else {
                    jump_false
                });
            }
            JUMP_IF_AT_LEAST => {
                at += usize::from(if accumulator >= operand {
                    jump_true
                } else {
                    jump_false
                });
            }
            RETURN => return operand,
            other => panic!("unknown instruction {other:#x}"),
        }
    }
}

/// The same from the table, without any program.
fn expected(answer: &Answer, arguments: [u64; 6]) -> u32 {
    let refused = |errno: i32| ERRNO | errno.cast_unsigned();
    match answer {
        Answer::Allow => ALLOW,
        Answer::Refuse(errno) => refused(*errno),
        Answer::If(tests) => {
            let failing = tests.iter().find(|test| {
                let argument = arguments[usize::try_from(test.argument).unwrap()] & 0xffff_ffff;
                let masked = u32::try_from(argument).unwrap() & test.mask;
                test.values.contains(&masked) != (test.wanted == Wanted::OneOf)
            });
            failing.map_or(ALLOW, |test| refused(test.otherwise))
        }
    }
}

#[test]
fn the_program_answers_as_the_table_does() {
    let interesting: Vec<u64> = [
        0,
        1,
        2,
        5,
        6,
        10,
        15,
        16,
        17,
        38,
        40,
        262,
        0x5401,
        0x5412,
        0x1_0000_5412,
        0x1_0000_0001,
        1024,
        1026,
        0x2000,
        0x1000,
        0x8000,
        0x1000_0011,
        0x0002_0000,
        0x4000_0000,
        0x0080_0000,
        u64::MAX,
        0x003d_0f00,
    ]
    .to_vec();
    for world in WORLDS {
        let (program, table) = (filter(world), answers(world));
        let last = table.last().unwrap();
        for number in 0..1000 {
            let answer = table.get(number as usize).unwrap_or(last);
            for first in &interesting {
                for second in [0, 1, 6, *first] {
                    for arguments in [
                        [*first, second, second, 0, 0, 0],
                        [second, *first, second, 0, 0, 0],
                        [second, second, *first, 0, 0, 0],
                    ] {
                        let got = run(&program, ARCHITECTURE, number, arguments);
                        assert_eq!(
                            got,
                            expected(answer, arguments),
                            "{world:?} {number} {arguments:x?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn foreign_interfaces_are_killed() {
    for world in WORLDS {
        let program = filter(world);
        for number in [0, 1, 39, 59] {
            assert_eq!(run(&program, 0x4000_0003, number, [0; 6]), KILL_PROCESS);
            assert_eq!(
                run(&program, ARCHITECTURE, number | 0x4000_0000, [0; 6]),
                KILL_PROCESS
            );
            assert_eq!(run(&program, ARCHITECTURE, u32::MAX, [0; 6]), KILL_PROCESS);
        }
    }
}

#[test]
fn the_program_is_short() {
    for world in WORLDS {
        assert!(filter(world).len() < 320, "{}", filter(world).len());
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn calls_that_change_the_world_are_on_no_list() {
    let forbidden = [
        libc::SYS_ptrace,
        libc::SYS_mount,
        libc::SYS_umount2,
        libc::SYS_pivot_root,
        libc::SYS_chroot,
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_bpf,
        libc::SYS_keyctl,
        libc::SYS_add_key,
        libc::SYS_request_key,
        libc::SYS_io_uring_setup,
        libc::SYS_io_uring_enter,
        libc::SYS_io_uring_register,
        libc::SYS_userfaultfd,
        libc::SYS_perf_event_open,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_getfd,
        libc::SYS_personality,
        libc::SYS_open_by_handle_at,
        libc::SYS_name_to_handle_at,
        libc::SYS_init_module,
        libc::SYS_finit_module,
        libc::SYS_kexec_load,
        libc::SYS_reboot,
        libc::SYS_swapon,
        libc::SYS_setuid,
        libc::SYS_setgid,
        libc::SYS_setresuid,
        libc::SYS_setgroups,
        libc::SYS_capset,
        libc::SYS_clone3,
        libc::SYS_sync,
        libc::SYS_splice,
        libc::SYS_inotify_init1,
        libc::SYS_fanotify_init,
        libc::SYS_shmget,
        libc::SYS_msgget,
        libc::SYS_semget,
        libc::SYS_mq_open,
        libc::SYS_clock_settime,
        libc::SYS_settimeofday,
        libc::SYS_adjtimex,
        libc::SYS_sched_setscheduler,
        libc::SYS_mlock,
        libc::SYS_mlockall,
        libc::SYS_seccomp,
        libc::SYS_landlock_restrict_self,
        libc::SYS_execveat,
    ];
    for world in WORLDS {
        let table = answers(world);
        for number in forbidden {
            let answer = table
                .get(usize::try_from(number).unwrap())
                .unwrap_or(table.last().unwrap());
            assert!(matches!(answer, Answer::Refuse(_)), "{world:?} {number}");
        }
    }
}
