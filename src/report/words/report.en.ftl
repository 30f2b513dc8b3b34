# What was handed in.
submission-missing = the file { $expected } is not there; { $others ->
        [0] there is no file that could be meant
        [one] the only file there is { $present }
       *[other] there are { $others } others: { $present }
    }
submission-missing-near = the file { $expected } is not there, but { $near } is: the file must have exactly the name { $expected } and be at the top of what is handed in
submission-empty = the directory is empty: the file { $expected } should be in it
submission-is-directory = { $expected } is a directory, and should be a file
submission-is-link = { $expected } is a symbolic link, and links are not followed: hand in the file itself
submission-is-special = { $expected } is not an ordinary file
submission-unreadable = { $expected } cannot be read: see who owns it and what its permissions are
submission-too-large = { $expected } has { $size }, and a source file may have { $limit } at most
submission-binary = { $expected } is not a text: it has a zero byte at offset { $offset }
submission-utf16 = { $expected } is saved as UTF-16, which Python cannot read: save it as UTF-8
submission-not-utf8 = { $expected } is not UTF-8 in line { $line } (byte offset { $offset }): save it as UTF-8
submission-disguised = { $expected } declares the encoding { $encoding }, in which the text that one reads is not the text that runs: save it as UTF-8

# What was named on the command line.
submission-not-found = there is nothing at { $path }
submission-other-file = { $path } is not the file that the task asks for: it must have the name { $expected }
submission-not-a-directory = { $path } is neither a file nor a directory

# What was left out of the snapshot.
left-out-tooling = left out { $path }: made by a tool, not by you
left-out-link = left out { $path }: symbolic links are not followed
left-out-special = left out { $path }: not an ordinary file
left-out-hard-link = left out { $path }: another name of somebody else's file
left-out-unreadable = left out { $path }: it cannot be read
left-out-name = left out { $path }: its name is not UTF-8
left-out-too-large = left out { $path }: its { $size } are too many
left-out-too-deep = left out { $path }: too many directories deep
left-out-too-much = left out { $path } and what comes after it: too many files, or too many bytes in all

# Ends of checks that no check decides.
skipped-required = not run, because { $check } did not pass
no-verdict = the grader ended without a verdict on this check
withheld = the teacher keeps the details of this check

# One check.
status-passed = passed
status-failed = failed
status-skipped = skipped
status-inconclusive = unclear
expected = expected:
actual = actual:
hint = hint:
same-cause = the same as in { $check }
duration-ms = { $n } ms
duration-s = { $whole }.{ $tenth } s

# Schedules.
schedule-title = A schedule that fails, from top to bottom:
step = step
action-reads = reads { $target }
action-writes = writes { $target }
action-takes = takes { $target }
action-releases = releases { $target }
action-tries = tries { $target }
action-waits = waits for { $target }
action-sleeps = sleeps { $target }
action-forks = forks { $target }
overwrites = <== overwrites the update of step { $step }
overwrites-after-read = <== overwrites the update of step { $step } (from the value read in step { $read })
steps-left-out = { $n ->
        [one] … { $n } step left out …
       *[other] … { $n } steps left out …
    }
thread-number = thread { $number }
thread-main = main
wanted-end = the end of { $thread }
wanted-end-number = the end of thread { $number }
wanted-end-main = the end of main
wanted-something = something
wanted-sleep = the end of a sleep
search-exhausted = { $scenario }: { $schedules ->
        [one] { $schedules } schedule run, which is every one
       *[other] { $schedules } schedules run, which is every one
    } up to the order of independent steps: none fails
search-bounded = { $scenario }: { $schedules ->
        [one] { $schedules } schedule run
       *[other] { $schedules } schedules run
    }, among them every one with at most { $bound ->
        [one] one forced switch
       *[other] { $bound } forced switches
    }: none of these fails
search-some = { $scenario }: { $schedules ->
        [one] { $schedules } schedule run
       *[other] { $schedules } schedules run
    }, not every possible one: none of these fails

# Deadlocks.
cycle-waits = waits for
cycle-held = held by
chain-nobody = nobody is left to wake it
chain-ended = it has ended without releasing it

# How to see it again.
example = The smallest program that shows it:
replay = see it again:
replay-how = (results.json: the output of the same command with --format json)

# The whole grade.
python = Python { $version }
isolation = isolation { $level }
seed = seed { $seed }
tally-passed = { $n ->
        [one] { $n } check passed
       *[other] { $n } checks passed
    }
tally-failed = { $n } failed
tally-skipped = { $n } skipped
tally-inconclusive = { $n } unclear
total = { $score } of { $max ->
        [one] { $max } point
       *[other] { $max } points
    }
no-total = no score
inconclusive-why = { $n ->
        [one] { $n } check could
       *[other] { $n } checks could
    } not be decided. That is the fault of the grader or of this machine, not of the submission: no score may be recorded. Run it again; if it stays so, show this to your teacher.
flags-title = For the teacher to look at (costs no points by itself):
notes-title = About what was handed in:
summary-title = All submissions:
