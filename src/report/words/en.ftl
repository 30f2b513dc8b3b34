# Words of feedback, in English. The ids, and what goes into them, are used in src/checks.
# An argument named `at`, `taken_at` or `other_at` is `file:line`, or `nowhere` where no line is known.

## Nothing to look at

import-raised = the file cannot be imported: { $exception }
import-broken = the file cannot be imported
import-endless = the import never ends: it waits for something that never comes, or goes round in a loop
missing-name = the file does not define { $name }
missing-name-similar = the file does not define { $name }, only { $similar }: is that a slip?
broken-exited = the program ended by itself with status { $status } before it had answered
broken-signalled = the program was ended by signal { $signal }
broken-memory = the program needed more memory than it may use
broken-processes = the program started more processes and threads than it may have at once
broken-cpu = the program used more CPU time than it may: does a loop never end?
broken-output = the program printed more than it may
broken-answer = a value is too large to be sent for comparison
broken-wall = the program did not end in time: does it wait for something that never comes?
broken-protocol = the answer of the program is not one that the grader's own code gives: { $detail }
grader-fault = the grader or the machine failed, not the submission: { $causes }

## Calls

call-wrong-value = { $code } must give { $expected }, and gave { $actual }
call-too-large = the value is too large, or nested too deeply, to be compared
call-wrong-type = it must be of the type { $expected }, and is of the type { $actual }
call-raised = { $code } raised { $exception }
call-did-not-raise = { $code } must raise { $class }, and raised nothing
call-raised-other = { $code } must raise { $class }, and raised { $exception }
call-wrong-text = the text of the exception that { $code } raised must match { $pattern }
call-wrong-exact-text = the text of the exception that { $code } raised must be { $text }
call-wrong-cause = { $code } raised { $class } from { $actual }, and its cause must be { $expected } (raise … from …)
call-other-object = { $code } must give the very object that { $other } gives, and gave another one
call-same-object = { $code } must give another object than { $other }, and gave the same one
call-unknown = { $looked } must be unchanged by { $code }, and gives { $actual }, whose content cannot be compared
call-changed = { $code } must leave { $looked } as it was: { $expected }; it is now { $actual }
call-wrong-output = { $code } must print something else
call-wrong-errors = { $code } must print something else to standard error
call-after-others =
    { $count ->
        [one] one call was made before it in the same interpreter
       *[other] { $count } calls were made before it in the same interpreter
    }
call-at = in { $code }
call-unreached = { $code } was not reached
call-case = in the case “{ $name }”

## Laws

law-broken = the law “{ $law }” does not hold: { $meaning }
law-descriptor-takes = what is assigned is read back, until something else is assigned
law-descriptor-refuses = a value that must be refused raises, and the old value stays
law-descriptor-per-instance = each instance has its own value, also beside one that is equal to it or where one was that is gone
law-descriptor-per-field = each field of an instance has its own value
law-descriptor-per-subclass = instances of a class and of its subclasses have their own values
law-descriptor-keeps-nothing-alive = a descriptor lives as long as its class, and must not hold an instance that nobody else needs
law-descriptor-lives-in-instance = the value is in the instance, so that whoever has a copy of the instance's `__dict__` has the value
law-descriptor-stored-under = the value is in the instance under the attribute name that was given
law-descriptor-class-access = read on the class, where there is no instance, a descriptor gives itself; an instance that is false is an instance all the same
law-descriptor-data = a descriptor that has `__set__` goes before the instance's `__dict__`, whatever is in it
law-descriptor-non-data = a descriptor that has only `__get__` comes after the instance's `__dict__`
law-descriptor-refuses-deletion = deleting the attribute raises and changes nothing
law-descriptor-deletes = deleting takes away the value of this instance and of no other
law-descriptor-set-name = when the class is made, `__set_name__` tells the descriptor what it is called there
law-descriptor-static-method = a static method gets what it is called with and nothing else, wherever it is called
law-descriptor-class-method = a class method gets the class it is called on, a subclass too, before the arguments
law-descriptor-shadowed = a descriptor without `__set__` and `__delete__` comes after the instance's `__dict__`: an attribute of the instance hides it
law-descriptor-property-get = reading a property calls its function with the instance, each time, whatever the instance's `__dict__` holds
law-descriptor-property-set = assigning to a property calls its second function, deleting it the third
law-descriptor-property-read-only = without a function for it, assigning and deleting raise AttributeError
law-descriptor-property-on-class = read on the class a property gives itself; an instance that is false is an instance all the same
law-descriptor-property-decorators = `@x.setter` and `@x.deleter` give a property that has the new function and keeps the others
law-descriptor-property-inheritance = a subclass inherits a property, and what it makes of it leaves the base's as it was
law-descriptor-without-builtins = what is to be written anew is not built on the built-in classes
law-descriptor-lookup-order = data descriptors of the type come first, then the instance's `__dict__`, then the rest of the type along the MRO, then `__getattr__`
law-descriptor-lookup-builtins = methods, properties and the attributes of built-in objects are found by the same rules
law-descriptor-lookup-any-value = whatever is found counts, also `None`, 0 and an empty text; where nothing is found, `__getattr__` of the class is asked, not one of the instance
law-descriptor-lookup-by-itself = the look-up is done by hand: neither `getattr` nor a `__getattribute__` of the class is asked

## Laws of metaclasses

law-metaclass-ordinary-classes = a class of the metaclass is a class as any other: bases, attributes, methods with `super()`
law-metaclass-keywords-passed-on = keywords of the `class` statement are passed on to the classes and metaclasses that take them
law-metaclass-cooperates = work of other metaclasses goes on undisturbed: `super()` is used, and keywords are passed on
law-metaclass-makes-instances = `__new__` and `__init__` of the class get the arguments of the call, and the caller gets the instance
law-metaclass-other-type-not-initialised = when `__new__` gives an object of another type, `__init__` is not run on it
law-metaclass-creation-order = what is noted when a class is made, and in which order
law-metaclass-calls-noted = what is noted when a class is called: its name, the arguments and the keyword arguments
law-metaclass-subclasses-noted = subclasses are noted as every class, each under its own name
law-metaclass-log-kept = the object that holds the events stays the same
law-metaclass-log-not-shadowed = an attribute of a class is not the metaclass's log, whatever its name
law-metaclass-one-instance = every call of a class gives its one instance
law-metaclass-init-once = `__init__` runs once, with the arguments of the first call
law-metaclass-one-per-class = every class has an instance of its own, a subclass too
law-metaclass-failed-init-retried = when `__init__` raises, the caller is told, and the next call tries anew
law-metaclass-instance-kept = the one instance stays, also when nobody else holds it
law-metaclass-registered-by-name = every class is in the registry under its name, and nothing else is
law-metaclass-subclasses-registered = subclasses are in the registry as every class
law-metaclass-left-out = only a class with the keyword itself is left out of the registry
law-metaclass-duplicate-refused = a second class of one name is refused, and the first one stays
law-metaclass-registry-holds = a class stays in the registry, also when nobody else holds it
law-metaclass-failed-class-not-registered = a class that could not be made is not in the registry, and its name is free
law-metaclass-registry-not-shadowed = an attribute of a class is not the metaclass's registry, whatever its name
law-metaclass-gives = a call gives the right value, of exactly the right type
law-metaclass-gives-itself = what is not converted comes back as the very same object
law-metaclass-made-by-new = the object is made by `__new__` of the class
law-metaclass-init-not-run = `__init__` is not run on an object of another type
law-metaclass-bases-kept = the class has the name and the bases that are given, none or several
law-metaclass-namespace-kept = the whole namespace becomes the class: attributes, methods, properties
law-metaclass-module-kept = `__module__` and the like come from the namespace, where it has them
law-metaclass-metaclass-of-bases = `__new__` and `__init__` of the bases' metaclass run on the whole namespace

## Where values and texts differ

differs-at = at { $place }: expected { $expected }, got { $actual }
differs-length = it must have { $expected ->
        [one] one element
       *[other] { $expected } elements
    }, and has { $actual }
differs-length-at = at { $place }: it must have { $expected ->
        [one] one element
       *[other] { $expected } elements
    }, and has { $actual }
differs-missing = { $key } is missing
differs-missing-at = at { $place }: { $key } is missing
differs-extra = { $key } must not be there
differs-extra-at = at { $place }: { $key } must not be there
lines-differ = line { $line } must be { $expected }, and is { $actual }
lines-blanks = line { $line } differs in blanks alone: it must be { $expected }, and is { $actual }
lines-missing = line { $line } is missing: { $expected }
lines-extra = line { $line } must not be there: { $actual }
lines-no-end = the last line must end with a line end
lines-end = the last line must not end with a line end
lines-not-utf8 = line { $line } is not UTF-8 text

## Programs

script-status = the program must end with status { $expected }, and ended with { $actual }
script-signalled = signal { $signal } ended the program, which must end with status { $expected }
script-said = the last line of its standard error is { $text }
script-stdout = the program printed something else than it must
script-stdout-pattern = what the program prints must match { $pattern }
script-stderr = the program printed something else to standard error than it must
script-stderr-pattern = what the program prints to standard error must match { $pattern }

## Source code

source-import = { $module } must not be imported ({ $at })
source-import-name = { $name } belongs to { $module }, which must not be imported ({ $at })
source-not-allowed = { $module } is not among the modules that may be imported ({ $at })
source-bound = { $name } in { $file } belongs to { $module }, which must not be used
source-metaclass = the metaclass of { $class } is derived from { $base }, which must not be used
source-name = { $name } must not be used ({ $at })
source-attribute = the attribute { $name } must not be used ({ $at })
source-syntax = { $construct } must not be used ({ $at })
source-lacks-import = { $module } must be imported
source-lacks-name = { $name } must be used
source-lacks-syntax = { $construct } must be used
source-too-long = { $file } has more than 1 MiB, which nobody reads
source-encoding = the file { $file } is in an encoding in which the code is not what it looks like: save it as UTF-8
source-too-deep = { $file } is nested more deeply than any Python accepts

## Schedules

schedules-all =
    right in every order in which the threads can run: { $schedules ->
        [one] one schedule
       *[other] { $schedules } schedules
    } of { $scenarios ->
        [one] one scenario
       *[other] { $scenarios } scenarios
    }
schedules-bounded =
    no failure in { $schedules ->
        [one] { $schedules } schedule
       *[other] { $schedules } schedules
    } of the scenario “{ $scenario }”, all with at most { $bound ->
        [one] one forced switch
       *[other] { $bound } forced switches
    } among them
schedules-some =
    no failure in { $schedules ->
        [one] { $schedules } schedule
       *[other] { $schedules } schedules
    } of the scenario “{ $scenario }”; there are more
schedules-scenario = in the scenario “{ $scenario }”
schedules-no-serial-order = no order of the operations, one after another, gives these results
schedules-wrong-value = { $code } must give { $expected }, and gave { $actual }
schedules-raised = { $thread }: { $code } raised { $exception }
schedules-did-not-raise = { $code } must raise { $class }, and gave { $actual }
schedules-raised-other = { $code } must raise { $class }, and raised { $exception }
schedules-thread-died = an exception ended { $thread }: { $exception }
schedules-deadlock = deadlock: every thread that is left waits, and nobody is left who could wake one of them
schedules-deadlock-circle = deadlock: { $threads } threads wait for one another in a circle, so none of them can ever go on
schedules-deadlock-self = deadlock: { $thread } waits for a lock that it holds itself
deadlock-numbers = #1, #2 and so on: which of them it is, in the order in which the program made them
deadlock-advice-order = it cannot happen when every thread takes these locks in the same order
deadlock-advice-again = one thread cannot take a `Lock` twice; an `RLock` it can
deadlock-advice-join = do not wait for the end of a thread while you hold what it still needs
schedules-missed-notify =
    { $thread } waits for ever{ $at ->
        [nowhere] {""}
       *[other] {" "}at { $at }
    } for { $wanted }: the wake-up at { $missed_at } came before it waited, when nobody was there to be woken, and no other comes
schedules-missed-set =
    { $thread } waits for ever{ $at ->
        [nowhere] {""}
       *[other] {" "}at { $at }
    } for { $wanted }: it was set at { $missed_at } and cleared again at { $cleared_at } before anybody saw it, and nobody sets it again
missed-advice-condition = a wake-up is not kept for those who come later: hold the lock, look whether there is anything to wait for, and only then wait; look again after each wake-up (`while not ready: condition.wait()`, and change `ready` under the same lock)
missed-advice-event = an Event that is cleared too early may be seen by nobody: let the thread that waited clear it, or hand things over in a `queue.Queue`
deadlock-waits =
    { $at ->
        [nowhere] { $thread } waits for { $wanted }
       *[other] { $thread } waits for { $wanted } at { $at }
    }
deadlock-waits-held =
    { $at ->
        [nowhere] { $thread } waits for { $wanted }
       *[other] { $thread } waits for { $wanted } at { $at }
    }, { $taken_at ->
        [nowhere] which { $holder } holds
       *[other] which { $holder } holds since { $taken_at }
    }
deadlock-waits-self =
    { $at ->
        [nowhere] { $thread } waits for { $wanted }
       *[other] { $thread } waits for { $wanted } at { $at }
    }, which it holds itself{ $taken_at ->
        [nowhere] {""}
       *[other] {" "}since { $taken_at }
    }
deadlock-waits-ended =
    { $at ->
        [nowhere] { $thread } waits for { $wanted }
       *[other] { $thread } waits for { $wanted } at { $at }
    }, { $taken_at ->
        [nowhere] which { $holder } took and never released
       *[other] which { $holder } took at { $taken_at } and never released
    }: that thread has ended
schedules-spin =
    { $at ->
        [nowhere] { $thread } goes on for ever without getting anywhere
       *[other] { $thread } goes on for ever at { $at } without getting anywhere
    }
schedules-threads-left =
    when { $code } has returned, every thread that the program started must have ended; { $threads ->
        [one] one has not
       *[other] { $threads } have not
    }: wait for each of them with `join()`
thread-left-running =
    { $started_at ->
        [nowhere] { $thread }
       *[other] { $thread }, started at { $started_at },
    } is still running
thread-left-waiting =
    { $started_at ->
        [nowhere] { $thread }
       *[other] { $thread }, started at { $started_at },
    } still waits for { $wanted }{ $at ->
        [nowhere] {""}
       *[other] {" "}at { $at }
    }
lock-held =
    when { $code } returns, { $thread } still holds { $lock }{ $taken_at ->
        [nowhere] {""}
       *[other] , taken at { $taken_at }
    }: whoever wants it next waits for ever. `with` releases a lock on every way out, exceptions included
lock-held-ended =
    when { $code } returns, { $lock } is still taken{ $taken_at ->
        [nowhere] {""}
       *[other] {" "}(at { $taken_at })
    } by { $thread }, which has ended: nobody will release it. `with` releases a lock on every way out, exceptions included
schedules-not-always = { $code } must be True at every moment, and was { $actual }
schedules-lost-update = { $thread } writes { $target } at { $at } from a value that it read before { $other } wrote at { $other_at }: that update is lost
schedules-race = data race: { $thread } writes { $target } at { $at } while { $other } reads it at { $other_at }; no lock, `join()` or event puts one before the other
schedules-race-writes = data race: { $thread } writes { $target } at { $at } and { $other } writes it at { $other_at }; no lock, `join()` or event puts one before the other
schedules-switches =
    { $switches ->
        [one] it takes one switch between threads at a bad moment
       *[other] it takes { $switches } switches between threads at bad moments
    }; the schedule is { $plan }
schedules-no-switch = it goes wrong without any switch at a bad moment
calls-by-caller =
    { $calls ->
        [one] { $watched } is called once in the caller's own thread
       *[other] { $watched } is called { $calls } times in the caller's own thread
    }
calls-threads =
    { $watched } must be called in { $expected ->
        [0] no thread
        [one] one thread
       *[other] { $expected } different threads
    }, and { $actual ->
        [0] no thread called it
        [one] one thread called it
       *[other] { $actual } threads called it
    }
calls-each =
    { $expected ->
        [one] each thread must call { $watched } once
       *[other] each thread must call { $watched } { $expected } times
    }, and they called it { $actual } times
calls-no-overlap = the threads that call { $watched } run one after another: no two of them exist at the same time

## Pages and sites

scrape-program = the program was started as { $code }
scrape-page = on the page “{ $page }”
scrape-site = on the web site “{ $site }”
scrape-raised = { $code } raised { $exception }
scrape-not-a-list = { $code } must give a list of strings, and gave a value of the type { $type }
scrape-item = item { $number } of { $code } must be { $expected }, and is { $actual }
scrape-item-missing = item { $number } of { $code } is missing: { $expected }
scrape-item-extra = item { $number } of { $code } should not be there: { $actual }
crawl-not-a-dict = { $code } must give a dict from pages to their links, and gave a value of the type { $type }
crawl-extra-page = { $code } has a page that should not be visited: { $page }
crawl-too-far = { $code } has { $page }, but pages nearer to the start come first, and with them the number of pages is reached
crawl-missing-page = { $code } lacks the page { $page }
crawl-page-count =
    { $code } must have { $expected ->
        [0] no page
        [one] one page
       *[other] { $expected } pages
    }, and has { $actual }
crawl-method = the site got the request { $method } { $page }: only GET is used
crawl-elsewhere = { $page } was asked for, which is another host or port: the crawl stays where it started
crawl-needless = { $page } was asked for, and no page that is visited needs that
crawl-times =
    { $page } must be asked for { $expected ->
        [one] once
       *[other] { $expected } times
    }, and was asked for { $actual ->
        [0] not at all
        [one] once
       *[other] { $actual } times
    }
crawl-order = { $page } was asked for only after { $deeper }, which is further from the start: that is not breadth first

## The virtual clock

clock-takes =
    { $bound ->
        [exact] { $code } must take { $least } s on the virtual clock, and took { $actual } s
        [at-least] { $code } must take { $least } s or more on the virtual clock, and took { $actual } s
        [at-most] { $code } must take { $most } s at most on the virtual clock, and took { $actual } s
       *[range] { $code } must take { $least } to { $most } s on the virtual clock, and took { $actual } s
    }
clock-scenario-takes =
    { $bound ->
        [exact] the whole must take { $least } s on the virtual clock, and took { $actual } s
        [at-least] the whole must take { $least } s or more on the virtual clock, and took { $actual } s
        [at-most] the whole must take { $most } s at most on the virtual clock, and took { $actual } s
       *[range] the whole must take { $least } to { $most } s on the virtual clock, and took { $actual } s
    }
clock-waits-at = time passes at { $at }
clock-wakeups =
    while { $code } ran, threads woke up { $seen ->
        [one] once
       *[other] { $seen } times
    } in { $seconds } s { $at ->
        [nowhere] and found nothing to do
       *[other] and found nothing to do, most often at { $at }
    }: wait with a blocking get(), a wait() or a Condition instead of looking again and again
clock-spins =
    while { $code } ran, { $at ->
        [nowhere] a loop
       *[other] a loop at { $at }
    } looked again and again without waiting, as if { $seen ->
        [one] once
       *[other] { $seen } times
    } in { $seconds } s: wait with a blocking get(), a wait() or a Condition
calls-at-once =
    { $seen ->
        [one] one call
       *[other] { $seen } calls
    } of { $watched } at the same moment, at most { $allowed } allowed, at { $seconds } s
calls-count =
    { $watched } must be called { $expected ->
        [0] never
        [one] once
       *[other] { $expected } times
    }, and was called { $actual ->
        [0] never
        [one] once
       *[other] { $actual } times
    }
calls-starts = calls of { $watched } must begin at { $expected } s on the virtual clock, and began at { $actual } s

## Trying again

retry-stray = the function was called although nobody had called what is made of it: an attempt belongs to a call
retry-extra =
    in { $call } the function was called once more after { $expected ->
        [one] the first attempt
       *[other] { $expected } attempts
    }, which had to be the last
retry-count =
    in { $call } there must be { $expected ->
        [one] one attempt
       *[other] { $expected } attempts
    }, and there were { $actual ->
        [0] none
        [one] one
       *[other] { $actual }
    }
retry-arguments = in { $call } attempt { $attempt } must get the arguments { $expected }, and got { $actual }
retry-pauses = the pauses between the attempts of { $call } must be { $expected }, and were { $actual }
retry-pause-before = { $seconds } s pass before the first attempt: nothing has failed yet
retry-pause-last = { $seconds } s pass after the last attempt: nothing follows that is worth waiting for
retry-pause-at = after attempt { $attempt } there must be a pause of { $expected } s, and it is { $actual } s
retry-not-slept =
    after attempt { $attempt } of { $call } { $seconds } s pass, and only { $slept } s of them in time.sleep{ $at ->
        [nowhere] {""}
       *[other] {" "}({ $at })
    }
retry-spins =
    after attempt { $attempt } of { $call } { $seconds } s pass, only { $slept } s of them in time.sleep: { $at ->
        [nowhere] a loop looks again and again
       *[other] a loop at { $at } looks again and again
    } instead of sleeping
retry-unlike = { $call } must go as { $other } does (attempts and pauses { $expected }), and went otherwise ({ $actual })

## Processes

processes-came-back =
    your child process went on with the parent's code at line { $line }: it came out of { $code } beside its parent, and all that follows the call would run in both of them{ $count ->
        [one] {""}
       *[other] {" "}({ $count } children did so)
    }
processes-came-back-somewhere =
    your child process went on with the parent's code: it came out of { $code } beside its parent, and all that follows the call would run in both of them{ $count ->
        [one] {""}
       *[other] {" "}({ $count } children did so)
    }
processes-raised-back =
    your child process, forked at line { $line }, went on with the parent's code: an exception left { $code } in the child, and whatever handles it there would run in both processes{ $count ->
        [one] {""}
       *[other] {" "}({ $count } children did so)
    }
processes-raised-back-somewhere =
    your child process went on with the parent's code: an exception left { $code } in the child, and whatever handles it there would run in both processes{ $count ->
        [one] {""}
       *[other] {" "}({ $count } children did so)
    }
processes-left-alive =
    when { $code } returned, { $count ->
        [one] one process that it had started was still alive
       *[other] { $count } processes that it had started were still alive
    }
processes-left-zombie =
    when { $code } returned, { $count ->
        [one] one child had ended and nobody had waited for it: a zombie
       *[other] { $count } children had ended and nobody had waited for them: zombies
    }
processes-left-abandoned =
    in { $code } { $count ->
        [one] one process was left by its parent, a child itself, which ended without waiting for it
       *[other] { $count } processes were left by their parents, children themselves, which ended without waiting for them
    }
processes-count =
    { $count ->
        [one] no process but the caller took part in { $code }
       *[other] { $count } processes took part in { $code }, the caller among them
    }
processes-too-few-at-once =
    { $count ->
        [one] one process was
       *[other] { $count } processes were
    } alive at once at the most in { $code }, and there must be more
processes-too-many-at-once =
    { $count ->
        [one] one process was
       *[other] { $count } processes were
    } alive at once in { $code }, and there must not be so many
processes-statuses = the children of { $code } ended with { $actual } and not with { $expected }
processes-silent =
    in { $code } nothing arrived at standard output from { $count ->
        [one] one of the processes
       *[other] { $count } of the processes
    }: what is in a buffer is lost when `os._exit` ends a process
processes-line-missing = in { $code } no process printed the line { $line }
processes-line-unwanted =
    in { $code } the line { $line } was printed { $count ->
        [one] once
       *[other] { $count } times
    }, and it must not come at all
processes-line-count =
    in { $code } the line { $line } was printed { $count ->
        [one] once
       *[other] { $count } times
    }
processes-line-other = in { $code } a line was printed that must not be there: { $line }
processes-line-unended = in { $code } something was printed without a line end: { $line }
processes-writers =
    in { $code } the line { $line } came from { $count ->
        [0] no process
        [one] one process
       *[other] { $count } different processes
    }
processes-writer-again = in { $code } one and the same process printed the line { $line } { $count } times
processes-writer-caller = in { $code } the process that made the call did not print the line { $line }
processes-errors = what { $code } wrote to standard error does not match { $pattern }
processes-in-the-end =
    until it was ended, { $count } processes took part; at most { $most } were alive at once
processes-until-then =
    until then { $count } processes took part; at most { $most } were alive at once
