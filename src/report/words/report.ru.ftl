# Что было сдано.
submission-missing = нет файла { $expected }; { $others ->
        [0] и ничего похожего на него тоже
        [one] вот что там есть ({ $others } файл): { $present }
        [few] вот что там есть ({ $others } файла): { $present }
       *[many] вот что там есть ({ $others } файлов): { $present }
    }
submission-missing-near = нет файла { $expected }, зато есть { $near }: файл должен называться в точности { $expected } и лежать на верхнем уровне сданной папки
submission-empty = папка пуста: в ней должен быть файл { $expected }
submission-is-directory = { $expected } — папка, а должен быть файл
submission-is-link = { $expected } — символическая ссылка, а по ссылкам проверка не ходит: сдайте сам файл
submission-is-special = { $expected } — не обычный файл
submission-unreadable = { $expected } не читается: проверьте владельца и права
submission-too-large = размер { $expected } — { $size }, а для исходного файла допустимо не больше { $limit }
submission-binary = { $expected } — не текст: нулевой байт по смещению { $offset }
submission-utf16 = { $expected } сохранён в UTF-16, Python его не прочтёт: сохраните в UTF-8
submission-not-utf8 = в { $expected } строка { $line } не в UTF-8 (смещение { $offset } байт): сохраните файл в UTF-8
submission-disguised = { $expected } объявляет кодировку { $encoding }, в которой выполняется не тот текст, который виден: сохраните файл в UTF-8

# Что было указано в командной строке.
submission-not-found = по пути { $path } ничего нет
submission-other-file = { $path } — не тот файл, который нужен в задаче: он должен называться { $expected }
submission-not-a-directory = { $path } — не файл и не папка

# Что не вошло в снимок.
left-out-tooling = пропущено { $path }: это создала программа, а не вы
left-out-link = пропущено { $path }: по символическим ссылкам проверка не ходит
left-out-special = пропущено { $path }: это не обычный файл
left-out-hard-link = пропущено { $path }: второе имя чужого файла
left-out-unreadable = пропущено { $path }: файл не читается
left-out-name = пропущено { $path }: имя не в UTF-8
left-out-too-large = пропущено { $path }: { $size } — слишком много
left-out-too-deep = пропущено { $path }: слишком глубокая вложенность папок
left-out-too-much = пропущено { $path } и всё, что после: слишком много файлов или байт

# Исходы, которые решает не сама проверка.
skipped-required = проверка не запускалась, потому что не пройдена { $check }
no-verdict = проверка завершилась без вердикта
withheld = подробности этой проверки видит только преподаватель

# Одна проверка.
status-passed = верно
status-failed = ошибка
status-skipped = пропуск
status-inconclusive = неясно
expected = ожидалось:
actual = получено:
hint = подсказка:
same-cause = причина та же, что в { $check }
duration-ms = { $n } мс
duration-s = { $whole },{ $tenth } с

# Расписания.
schedule-title = Расписание, при котором возникает ошибка, сверху вниз:
step = шаг
action-reads = читает { $target }
action-writes = пишет { $target }
action-takes = берёт { $target }
action-releases = отпускает { $target }
action-tries = пробует взять { $target }
action-waits = ждёт { $target }
action-sleeps = спит { $target }
action-forks = вызывает fork { $target }
overwrites = <== затирает запись шага { $step }
overwrites-after-read = <== затирает запись шага { $step } (исходя из значения, прочитанного на шаге { $read })
steps-left-out = { $n ->
        [one] … пропущен { $n } шаг …
        [few] … пропущено { $n } шага …
       *[many] … пропущено { $n } шагов …
    }
thread-number = поток { $number }
thread-main = главный поток
wanted-end = завершения потока { $thread }
wanted-end-number = завершения потока { $number }
wanted-end-main = завершения главного потока
wanted-something = чего-то
wanted-sleep = конца паузы
search-exhausted = { $scenario }: { $schedules ->
        [one] проверено { $schedules } расписание
        [few] проверено { $schedules } расписания
       *[many] проверено { $schedules } расписаний
    } — все возможные с точностью до порядка независимых шагов; ошибок нет
search-bounded = { $scenario }: { $schedules ->
        [one] проверено { $schedules } расписание
        [few] проверено { $schedules } расписания
       *[many] проверено { $schedules } расписаний
    }, в том числе все, где вынужденных переключений не больше { $bound }; среди них ошибок нет
search-some = { $scenario }: { $schedules ->
        [one] проверено { $schedules } расписание
        [few] проверено { $schedules } расписания
       *[many] проверено { $schedules } расписаний
    } — не все возможные; среди них ошибок нет

# Взаимные блокировки.
cycle-waits = ждёт
cycle-held = его держит
chain-nobody = разбудить его некому
chain-ended = завершился и не освободил

# Как увидеть это снова.
example = Самая короткая программа, на которой это видно:
replay = повторить:
replay-how = (results.json — вывод той же команды с --format json)

# Оценка целиком.
python = Python { $version }
isolation = изоляция { $level }
seed = seed { $seed }
tally-passed = { $n ->
        [one] { $n } проверка пройдена
        [few] { $n } проверки пройдены
       *[many] { $n } проверок пройдено
    }
tally-failed = { $n ->
        [one] { $n } не пройдена
       *[many] { $n } не пройдено
    }
tally-skipped = { $n ->
        [one] { $n } пропущена
        [few] { $n } пропущены
       *[many] { $n } пропущено
    }
tally-inconclusive = { $n } без вердикта
total = { $score } из { $max ->
        [one] { $max } балла
       *[many] { $max } баллов
    }
no-total = оценки нет
inconclusive-why = { $n ->
        [one] { $n } проверку
        [few] { $n } проверки
       *[many] { $n } проверок
    } не удалось довести до вердикта. Виновата не работа, а система проверки или эта машина: записывать оценку нельзя. Запустите ещё раз; если не поможет, покажите это преподавателю.
flags-title = Преподавателю стоит посмотреть (само по себе баллов не снимает):
notes-title = О том, что сдано:
summary-title = Все работы:
