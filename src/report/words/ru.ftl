# Слова обратной связи по-русски. Где стоят эти имена и что в них подставляется, видно в src/checks.
# Аргументы `at`, `taken_at` и `other_at` – это `файл:строка` или `nowhere`, если строка неизвестна.

## Смотреть не на что

import-raised = файл не импортируется: { $exception }
import-broken = файл не импортируется
import-endless = импорт никогда не заканчивается: он ждёт того, что не случится, или бесконечно повторяет цикл
missing-name = в файле нет имени { $name }
missing-name-similar = в файле нет имени { $name }, есть только { $similar }: может быть, это опечатка?
broken-exited = программа сама завершилась с кодом { $status }, не успев ответить
broken-signalled = программу завершил сигнал { $signal }
broken-memory = программе понадобилось больше памяти, чем разрешено
broken-processes = программа запустила больше процессов и потоков, чем разрешено одновременно
broken-cpu = программа истратила больше процессорного времени, чем разрешено: нет ли в ней бесконечного цикла?
broken-output = программа напечатала больше, чем разрешено
broken-answer = значение слишком велико, чтобы передать его для сравнения
broken-wall = программа не завершилась вовремя: не ждёт ли она того, что никогда не случится?
broken-protocol = ответ программы не похож на ответ кода самого грейдера: { $detail }
grader-fault = отказал грейдер или машина, решение тут ни при чём: { $causes }

## Вызовы

call-wrong-value = { $code } должно давать { $expected }, а дало { $actual }
call-too-large = значение слишком велико или вложено слишком глубоко, чтобы его сравнивать
call-wrong-type = нужен тип { $expected }, а получен тип { $actual }
call-raised = { $code } – возникло исключение { $exception }
call-did-not-raise = { $code } должно вызвать исключение { $class }, а исключения не было
call-raised-other = { $code } должно вызвать исключение { $class }, а возникло { $exception }
call-wrong-text = текст исключения, которое вызывает { $code }, должен соответствовать { $pattern }
call-wrong-exact-text = текст исключения, которое вызывает { $code }, должен быть { $text }
call-wrong-cause = { $code }: исключение { $class } возникло из { $actual }, а его причиной должно быть { $expected } (raise … from …)
call-other-object = { $code } должно давать тот же объект, что и { $other }, а дало другой
call-same-object = { $code } должно давать не тот объект, что { $other }, а дало тот же самый
call-unknown = { $looked } не должно измениться после { $code }, но даёт { $actual }: содержимое таких значений сравнить нельзя
call-changed = { $code } не должно менять { $looked }: было { $expected }, стало { $actual }
call-wrong-output = { $code } должно напечатать другое
call-wrong-errors = { $code } должно напечатать другое в стандартный поток ошибок
call-after-others =
    { $count ->
        [one] перед этим в том же интерпретаторе был { $count } вызов
        [few] перед этим в том же интерпретаторе было { $count } вызова
       *[many] перед этим в том же интерпретаторе было { $count } вызовов
    }
call-at = при вызове { $code }
call-unreached = до { $code } выполнение не дошло
call-case = случай «{ $name }»

## Законы

law-broken = закон «{ $law }» не выполнен: { $meaning }
law-descriptor-takes = читается то, что было присвоено последним
law-descriptor-refuses = недопустимое значение вызывает исключение, а прежнее остаётся
law-descriptor-per-instance = у каждого экземпляра своё значение, даже если другой экземпляр равен ему или раньше был на его месте
law-descriptor-per-field = у каждого поля экземпляра своё значение
law-descriptor-per-subclass = у экземпляров класса и его подклассов свои значения
law-descriptor-keeps-nothing-alive = дескриптор живёт столько же, сколько класс, и не должен удерживать экземпляр, который больше никому не нужен
law-descriptor-lives-in-instance = значение лежит в экземпляре: у кого есть копия его `__dict__`, у того есть и значение
law-descriptor-stored-under = значение лежит в экземпляре под заданным именем атрибута
law-descriptor-class-access = при обращении через класс, когда экземпляра нет, дескриптор даёт сам себя; ложный экземпляр – всё равно экземпляр
law-descriptor-data = дескриптор с `__set__` важнее, чем `__dict__` экземпляра, что бы в нём ни лежало
law-descriptor-non-data = дескриптор, у которого есть только `__get__`, уступает `__dict__` экземпляра
law-descriptor-refuses-deletion = удаление атрибута вызывает исключение и ничего не меняет
law-descriptor-deletes = удаление убирает значение этого экземпляра, и только его
law-descriptor-set-name = при создании класса `__set_name__` сообщает дескриптору, как он там называется
law-descriptor-static-method = статический метод получает то, с чем его вызвали, и ничего больше, где бы его ни вызвали
law-descriptor-class-method = метод класса получает перед аргументами класс, на котором вызван, в том числе подкласс
law-descriptor-shadowed = дескриптор без `__set__` и `__delete__` уступает `__dict__` экземпляра: атрибут экземпляра его закрывает
law-descriptor-property-get = чтение свойства каждый раз вызывает его функцию с экземпляром, что бы ни лежало в `__dict__` экземпляра
law-descriptor-property-set = присваивание свойству вызывает вторую его функцию, удаление – третью
law-descriptor-property-read-only = если функции для этого нет, присваивание и удаление вызывают AttributeError
law-descriptor-property-on-class = при обращении через класс свойство даёт само себя; ложный экземпляр – всё равно экземпляр
law-descriptor-property-decorators = `@x.setter` и `@x.deleter` дают свойство с новой функцией и прежними остальными
law-descriptor-property-inheritance = подкласс наследует свойство, а то, что он из него делает, не меняет свойства предка
law-descriptor-without-builtins = то, что нужно написать самому, не строится на встроенных классах
law-descriptor-lookup-order = сначала дескрипторы данных типа, потом `__dict__` экземпляра, потом остальное в типе по MRO, потом `__getattr__`
law-descriptor-lookup-builtins = методы, свойства и атрибуты встроенных объектов находятся по тем же правилам
law-descriptor-lookup-any-value = найденное годится любое, и `None`, и 0, и пустая строка; если ничего не нашлось, спрашивают `__getattr__` класса, а не экземпляра
law-descriptor-lookup-by-itself = поиск идёт своими силами: ни `getattr`, ни `__getattribute__` класса не вызываются

## Законы метаклассов

law-metaclass-ordinary-classes = класс этого метакласса – такой же класс, как все: базовые классы, атрибуты, методы с `super()`
law-metaclass-keywords-passed-on = именованные аргументы оператора `class` передаются дальше тем классам и метаклассам, которые их принимают
law-metaclass-cooperates = работе других метаклассов ничто не мешает: вызывается `super()`, именованные аргументы передаются дальше
law-metaclass-makes-instances = `__new__` и `__init__` класса получают аргументы вызова, а вызвавший – экземпляр
law-metaclass-other-type-not-initialised = если `__new__` дал объект другого типа, `__init__` на нём не выполняется
law-metaclass-creation-order = что и в каком порядке записывается при создании класса
law-metaclass-calls-noted = что записывается при вызове класса: его имя, позиционные и именованные аргументы
law-metaclass-subclasses-noted = подклассы записываются, как все классы, каждый под своим именем
law-metaclass-log-kept = объект, в котором хранятся события, остаётся тем же
law-metaclass-log-not-shadowed = атрибут класса – не журнал метакласса, как бы он ни назывался
law-metaclass-one-instance = каждый вызов класса даёт его единственный экземпляр
law-metaclass-init-once = `__init__` выполняется один раз, с аргументами первого вызова
law-metaclass-one-per-class = у каждого класса свой экземпляр, у подкласса тоже
law-metaclass-failed-init-retried = если `__init__` бросил исключение, вызвавший его получает, а следующий вызов пробует заново
law-metaclass-instance-kept = единственный экземпляр не исчезает, даже если на него никто больше не ссылается
law-metaclass-registered-by-name = каждый класс есть в реестре под своим именем, и ничего другого там нет
law-metaclass-subclasses-registered = подклассы попадают в реестр, как все классы
law-metaclass-left-out = в реестр не попадает только сам класс с этим именованным аргументом
law-metaclass-duplicate-refused = второму классу с тем же именем отказано, а первый остаётся
law-metaclass-registry-holds = класс остаётся в реестре, даже если на него никто больше не ссылается
law-metaclass-failed-class-not-registered = класса, который создать не удалось, в реестре нет, и имя его свободно
law-metaclass-registry-not-shadowed = атрибут класса – не реестр метакласса, как бы он ни назывался
law-metaclass-gives = вызов даёт верное значение в точности нужного типа
law-metaclass-gives-itself = что не преобразуется, возвращается тем же самым объектом
law-metaclass-made-by-new = объект создаёт `__new__` класса
law-metaclass-init-not-run = на объекте другого типа `__init__` не выполняется
law-metaclass-bases-kept = у класса данные ему имя и базовые классы – ни одного или несколько
law-metaclass-namespace-kept = всё пространство имён становится классом: атрибуты, методы, свойства
law-metaclass-module-kept = `__module__` и подобное берутся из пространства имён, если они в нём есть
law-metaclass-metaclass-of-bases = `__new__` и `__init__` метакласса базовых классов получают всё пространство имён

## Где расходятся значения и тексты

differs-at = в { $place }: ожидалось { $expected }, получено { $actual }
differs-length = должно быть { $expected ->
        [one] { $expected } элемент
        [few] { $expected } элемента
       *[many] { $expected } элементов
    }, а получено { $actual }
differs-length-at = в { $place } должно быть { $expected ->
        [one] { $expected } элемент
        [few] { $expected } элемента
       *[many] { $expected } элементов
    }, а получено { $actual }
differs-missing = не хватает { $key }
differs-missing-at = в { $place } не хватает { $key }
differs-extra = лишнее: { $key }
differs-extra-at = в { $place } лишнее: { $key }
lines-differ = строка { $line } должна быть { $expected }, а получилось { $actual }
lines-blanks = строка { $line } отличается только пробелами: должно быть { $expected }, а получилось { $actual }
lines-missing = не хватает строки { $line }: { $expected }
lines-extra = лишняя строка { $line }: { $actual }
lines-no-end = последняя строка должна заканчиваться переводом строки
lines-end = последняя строка не должна заканчиваться переводом строки
lines-not-utf8 = строка { $line } – не текст в UTF-8

## Программы

script-status = программа должна завершиться с кодом { $expected }, а завершилась с кодом { $actual }
script-signalled = программу завершил сигнал { $signal }, а она должна завершиться с кодом { $expected }
script-said = последняя строка её стандартного потока ошибок: { $text }
script-stdout = программа напечатала не то, что нужно
script-stdout-pattern = то, что печатает программа, должно соответствовать { $pattern }
script-stderr = программа напечатала в стандартный поток ошибок не то, что нужно
script-stderr-pattern = то, что программа печатает в стандартный поток ошибок, должно соответствовать { $pattern }

## Исходный код

source-import = { $module } нельзя импортировать ({ $at })
source-import-name = { $name } принадлежит модулю { $module }, который нельзя импортировать ({ $at })
source-not-allowed = { $module } нет среди модулей, которые можно импортировать ({ $at })
source-bound = { $name } в { $file } принадлежит модулю { $module }, которым нельзя пользоваться
source-metaclass = метакласс класса { $class } унаследован от { $base }, которым нельзя пользоваться
source-name = { $name } использовать нельзя ({ $at })
source-attribute = атрибут { $name } использовать нельзя ({ $at })
source-syntax = { $construct } использовать нельзя ({ $at })
source-lacks-import = нужно импортировать { $module }
source-lacks-name = нужно использовать { $name }
source-lacks-syntax = нужно использовать { $construct }
source-too-long = в { $file } больше 1 МиБ, столько никто не читает
source-encoding = файл { $file } в кодировке, в которой код не таков, каким выглядит: сохраните его в UTF-8
source-too-deep = вложенность в { $file } больше, чем допускает любой Python

## Расписания потоков

schedules-all =
    верно при любом порядке выполнения потоков: { $schedules ->
        [one] { $schedules } расписание
        [few] { $schedules } расписания
       *[many] { $schedules } расписаний
    } в { $scenarios ->
        [one] { $scenarios } сценарии
       *[many] { $scenarios } сценариях
    }
schedules-bounded =
    нет ошибок в { $schedules ->
        [one] { $schedules } расписании
       *[many] { $schedules } расписаниях
    } сценария «{ $scenario }», среди них все, где не больше { $bound ->
        [one] { $bound } вынужденного переключения
       *[many] { $bound } вынужденных переключений
    }
schedules-some =
    нет ошибок в { $schedules ->
        [one] { $schedules } расписании
       *[many] { $schedules } расписаниях
    } сценария «{ $scenario }»; это не все расписания
schedules-scenario = сценарий «{ $scenario }»
schedules-no-serial-order = ни при каком порядке операций, выполненных одна за другой, таких результатов не бывает
schedules-wrong-value = { $code } должно давать { $expected }, а дало { $actual }
schedules-raised = { $thread }: { $code } – возникло исключение { $exception }
schedules-did-not-raise = { $code } должно вызвать исключение { $class }, а дало { $actual }
schedules-raised-other = { $code } должно вызвать исключение { $class }, а возникло { $exception }
schedules-thread-died = исключение оборвало { $thread }: { $exception }
schedules-deadlock = взаимная блокировка: все оставшиеся потоки ждут, и разбудить их больше некому
schedules-deadlock-circle =
    взаимная блокировка: { $threads ->
        [one] { $threads } поток ждёт
        [few] { $threads } потока ждут
       *[many] { $threads } потоков ждут
    } друг друга по кругу, и ни один уже не сможет продолжить
schedules-deadlock-self = блокировка: { $thread } ждёт замок, который сам и держит
deadlock-numbers = #1, #2 и так далее – какой именно, в порядке создания в программе
deadlock-advice-order = этого не будет, если все потоки берут эти замки в одном и том же порядке
deadlock-advice-again = один поток не может взять `Lock` дважды, а `RLock` – может
deadlock-advice-join = не ждите завершения потока, пока держите то, что ему ещё нужно
schedules-missed-notify =
    { $thread } вечно ждёт{ $at ->
        [nowhere] {""}
       *[other] {" "}в { $at }
    }: { $wanted }. Сигнал в { $missed_at } был подан раньше, чем он начал ждать, будить было некого, а другого сигнала не будет
schedules-missed-set =
    { $thread } вечно ждёт{ $at ->
        [nowhere] {""}
       *[other] {" "}в { $at }
    }: { $wanted }. Вызов set в { $missed_at } отменён вызовом clear в { $cleared_at } раньше, чем это кто-нибудь увидел, а снова set никто не вызовет
missed-advice-condition = сигнал не хранится для тех, кто придёт позже: возьмите замок, проверьте, есть ли чего ждать, и только тогда ждите; после каждого пробуждения проверяйте снова (`while not ready: condition.wait()`, а `ready` меняйте под тем же замком)
missed-advice-event = Event, который сбросили слишком рано, может не увидеть никто: пусть его сбрасывает тот, кто дождался, или передавайте данные через `queue.Queue`
deadlock-waits =
    { $at ->
        [nowhere] { $thread } ждёт { $wanted }
       *[other] { $thread } ждёт { $wanted } в { $at }
    }
deadlock-waits-held =
    { $at ->
        [nowhere] { $thread } ждёт { $wanted }
       *[other] { $thread } ждёт { $wanted } в { $at }
    }; { $taken_at ->
        [nowhere] занял и держит { $holder }
       *[other] занял в { $taken_at } и держит { $holder }
    }
deadlock-waits-self =
    { $at ->
        [nowhere] { $thread } ждёт { $wanted }
       *[other] { $thread } ждёт { $wanted } в { $at }
    }, { $taken_at ->
        [nowhere] хотя сам его и держит
       *[other] хотя сам его и держит: занял в { $taken_at }
    }
deadlock-waits-ended =
    { $at ->
        [nowhere] { $thread } ждёт { $wanted }
       *[other] { $thread } ждёт { $wanted } в { $at }
    }; { $taken_at ->
        [nowhere] занял и не освободил { $holder }
       *[other] занял в { $taken_at } и не освободил { $holder }
    }, а этот поток уже завершился
schedules-spin =
    { $at ->
        [nowhere] { $thread } крутится без конца и ничего не добивается
       *[other] { $thread } крутится без конца в { $at } и ничего не добивается
    }
schedules-threads-left =
    к возврату из { $code } все потоки, которые запустила программа, должны завершиться, а { $threads ->
        [one] { $threads } ещё жив
        [few] { $threads } ещё живы
       *[many] { $threads } ещё живы
    }: дождитесь каждого вызовом `join()`
thread-left-running =
    { $started_at ->
        [nowhere] { $thread }
       *[other] { $thread }, запущенный в { $started_at },
    } ещё работает
thread-left-waiting =
    { $started_at ->
        [nowhere] { $thread }
       *[other] { $thread }, запущенный в { $started_at },
    } ещё ждёт { $wanted }{ $at ->
        [nowhere] {""}
       *[other] {" "}в { $at }
    }
lock-held =
    после возврата из { $code } { $thread } всё ещё держит { $lock }{ $taken_at ->
        [nowhere] {""}
       *[other] {" "}(захват в { $taken_at })
    }: следующий, кому он понадобится, будет ждать вечно. `with` отпускает замок при любом выходе, и при исключении тоже
lock-held-ended =
    после возврата из { $code } { $lock } остаётся захваченным{ $taken_at ->
        [nowhere] {""}
       *[other] {" "}(в { $taken_at })
    }, а { $thread }, который его захватил, уже завершился: отпустить некому. `with` отпускает замок при любом выходе, и при исключении тоже
schedules-not-always = в любой момент { $code } должно быть True, а было { $actual }
schedules-lost-update = { $thread } в { $at } записывает { $target }, исходя из значения, прочитанного раньше, чем { $other } сделал запись в { $other_at }: то изменение потеряно
schedules-race = гонка данных: { $thread } пишет { $target } в { $at }, а { $other } читает в { $other_at }; ни замок, ни `join()`, ни событие не определяют, что раньше
schedules-race-writes = гонка данных: { $thread } пишет { $target } в { $at }, и { $other } пишет в { $other_at }; ни замок, ни `join()`, ни событие не определяют, что раньше
schedules-switches =
    { $switches ->
        [one] хватает { $switches } переключения потоков в неудачный момент
       *[many] хватает { $switches } переключений потоков в неудачные моменты
    }; расписание: { $plan }
schedules-no-switch = ошибка видна и без переключений в неудачный момент
calls-by-caller =
    { $calls ->
        [one] { $watched } вызвано { $calls } раз
        [few] { $watched } вызвано { $calls } раза
       *[many] { $watched } вызвано { $calls } раз
    } в потоке самого вызывающего
calls-threads =
    вызывать { $watched } { $expected ->
        [0] не должен ни один поток
        [one] должен { $expected } поток
        [few] должны { $expected } разных потока
       *[many] должны { $expected } разных потоков
    }, а вызвали: { $actual ->
        [0] ни один
        [one] { $actual } поток
        [few] { $actual } потока
       *[many] { $actual } потоков
    }
calls-each =
    каждый поток должен вызвать { $watched } { $expected ->
        [one] { $expected } раз
        [few] { $expected } раза
       *[many] { $expected } раз
    }, а вызовов по потокам: { $actual }
calls-no-overlap = потоки, вызывающие { $watched }, работают один за другим: никакие два не существуют одновременно

## Страницы и сайты

scrape-program = программа запущена как { $code }
scrape-page = на странице «{ $page }»
scrape-site = на сайте «{ $site }»
scrape-raised = { $code } – возникло исключение { $exception }
scrape-not-a-list = { $code } должно давать список строк, а дало значение типа { $type }
scrape-item = элемент { $number } в { $code } должен быть { $expected }, а получилось { $actual }
scrape-item-missing = в { $code } не хватает элемента { $number }: { $expected }
scrape-item-extra = в { $code } лишний элемент { $number }: { $actual }
crawl-not-a-dict = { $code } должно давать словарь «страница – её ссылки», а дало значение типа { $type }
crawl-extra-page = в { $code } есть страница, которую не нужно посещать: { $page }
crawl-too-far = в { $code } есть { $page }, но страницы ближе к началу идут раньше, и число страниц исчерпано ими
crawl-missing-page = в { $code } нет страницы { $page }
crawl-page-count =
    в { $code } должно быть { $expected ->
        [0] 0 страниц
        [one] { $expected } страница
        [few] { $expected } страницы
       *[many] { $expected } страниц
    }, а получилось { $actual }
crawl-method = сайт получил запрос { $method } { $page }: нужен только GET
crawl-elsewhere = запрошен адрес { $page }, а это другой хост или порт: обход не уходит с сайта, с которого начал
crawl-needless = запрошен адрес { $page }, который не нужен ни одной посещаемой странице
crawl-times =
    адрес { $page } нужно запросить { $expected ->
        [one] { $expected } раз
        [few] { $expected } раза
       *[many] { $expected } раз
    }, а запросов было { $actual }
crawl-order = адрес { $page } запрошен только после { $deeper }, а тот дальше от начала: это не обход в ширину

## Виртуальные часы

clock-takes =
    { $bound ->
        [exact] { $code } должно занять { $least } с по виртуальным часам, а заняло { $actual } с
        [at-least] { $code } должно занять не меньше { $least } с по виртуальным часам, а заняло { $actual } с
        [at-most] { $code } должно занять не больше { $most } с по виртуальным часам, а заняло { $actual } с
       *[range] { $code } должно занять от { $least } до { $most } с по виртуальным часам, а заняло { $actual } с
    }
clock-scenario-takes =
    { $bound ->
        [exact] всё вместе должно занять { $least } с по виртуальным часам, а заняло { $actual } с
        [at-least] всё вместе должно занять не меньше { $least } с по виртуальным часам, а заняло { $actual } с
        [at-most] всё вместе должно занять не больше { $most } с по виртуальным часам, а заняло { $actual } с
       *[range] всё вместе должно занять от { $least } до { $most } с по виртуальным часам, а заняло { $actual } с
    }
clock-waits-at = время уходит в { $at }
clock-wakeups =
    пока выполнялось { $code }, потоки проснулись { $seen ->
        [one] { $seen } раз
        [few] { $seen } раза
       *[many] { $seen } раз
    } за { $seconds } с { $at ->
        [nowhere] и не нашли себе дела
       *[other] и не нашли себе дела, чаще всего в { $at }
    }: ждите с помощью блокирующего get(), wait() или Condition, а не проверяйте снова и снова
clock-spins =
    пока выполнялось { $code }, { $at ->
        [nowhere] цикл
       *[other] цикл в { $at }
    } без ожидания проверял одно и то же, как если бы { $seen ->
        [one] { $seen } раз
        [few] { $seen } раза
       *[many] { $seen } раз
    } за { $seconds } с: ждите с помощью блокирующего get(), wait() или Condition
calls-at-once =
    { $seen ->
        [one] { $seen } вызов
        [few] { $seen } вызова
       *[many] { $seen } вызовов
    } { $watched } одновременно, а можно не больше { $allowed }; момент: { $seconds } с
calls-count =
    { $watched } нужно вызвать { $expected ->
        [one] { $expected } раз
        [few] { $expected } раза
       *[many] { $expected } раз
    }, а вызвано { $actual ->
        [one] { $actual } раз
        [few] { $actual } раза
       *[many] { $actual } раз
    }
calls-starts = вызовы { $watched } должны начинаться в { $expected } с по виртуальным часам, а начались в { $actual } с

## Повторные попытки

retry-stray = функция была вызвана, хотя то, что из неё сделано, никто не вызывал: каждая попытка относится к вызову
retry-extra =
    в { $call } функция была вызвана ещё раз после { $expected ->
        [one] { $expected } попытки, которая должна была стать последней
       *[other] { $expected } попыток, последняя из которых должна была быть последней вообще
    }
retry-count =
    в { $call } должно быть { $expected ->
        [one] { $expected } попытка
        [few] { $expected } попытки
       *[many] { $expected } попыток
    }, а было { $actual ->
        [0] ни одной
        [one] { $actual }
        [few] { $actual }
       *[many] { $actual }
    }
retry-arguments = в { $call } попытка { $attempt } должна получить аргументы { $expected }, а получила { $actual }
retry-pauses = паузы между попытками { $call } должны быть { $expected }, а были { $actual }
retry-pause-before = до первой попытки проходит { $seconds } с: ещё ничего не сорвалось
retry-pause-last = после последней попытки проходит { $seconds } с: ждать больше нечего
retry-pause-at = после попытки { $attempt } должна быть пауза { $expected } с, а она { $actual } с
retry-not-slept =
    после попытки { $attempt } вызова { $call } проходит { $seconds } с, из них в time.sleep только { $slept } с{ $at ->
        [nowhere] {""}
       *[other] {" "}({ $at })
    }
retry-spins =
    после попытки { $attempt } вызова { $call } проходит { $seconds } с, из них в time.sleep только { $slept } с: { $at ->
        [nowhere] цикл проверяет снова и снова
       *[other] цикл в { $at } проверяет снова и снова
    } вместо того, чтобы спать
retry-unlike = { $call } должен идти так же, как { $other } (попытки и паузы { $expected }), а прошёл иначе ({ $actual })

## Процессы

processes-came-back =
    ваш дочерний процесс продолжил код родителя со строки { $line }: он вышел из { $code } рядом с родителем, и всё, что идёт после вызова, выполнилось бы в обоих{ $count ->
        [one] {""}
        [few] {" "}(так поступили { $count } процесса)
       *[many] {" "}(так поступили { $count } процессов)
    }
processes-came-back-somewhere =
    ваш дочерний процесс продолжил код родителя: он вышел из { $code } рядом с родителем, и всё, что идёт после вызова, выполнилось бы в обоих{ $count ->
        [one] {""}
        [few] {" "}(так поступили { $count } процесса)
       *[many] {" "}(так поступили { $count } процессов)
    }
processes-raised-back =
    ваш дочерний процесс, созданный в строке { $line }, продолжил код родителя: исключение вышло из { $code } в дочернем процессе, и его обработка выполнилась бы в обоих{ $count ->
        [one] {""}
        [few] {" "}(так поступили { $count } процесса)
       *[many] {" "}(так поступили { $count } процессов)
    }
processes-raised-back-somewhere =
    ваш дочерний процесс продолжил код родителя: исключение вышло из { $code } в дочернем процессе, и его обработка выполнилась бы в обоих{ $count ->
        [one] {""}
        [few] {" "}(так поступили { $count } процесса)
       *[many] {" "}(так поступили { $count } процессов)
    }
processes-left-alive =
    когда { $code } вернул управление, { $count ->
        [one] { $count } запущенный им процесс ещё работал
        [few] { $count } запущенных им процесса ещё работали
       *[many] { $count } запущенных им процессов ещё работали
    }
processes-left-zombie =
    когда { $code } вернул управление, { $count ->
        [one] { $count } дочерний процесс уже завершился, но никто его не дождался: это зомби
        [few] { $count } дочерних процесса уже завершились, но никто их не дождался: это зомби
       *[many] { $count } дочерних процессов уже завершились, но никто их не дождался: это зомби
    }
processes-left-abandoned =
    в { $code } { $count ->
        [one] { $count } процесс брошен: его родитель, сам дочерний процесс, завершился, не дождавшись его
        [few] { $count } процесса брошены: их родители, сами дочерние процессы, завершились, не дождавшись их
       *[many] { $count } процессов брошены: их родители, сами дочерние процессы, завершились, не дождавшись их
    }
processes-count =
    { $count ->
        [one] в { $code } участвовал { $count } процесс, считая вызвавший
        [few] в { $code } участвовали { $count } процесса, считая вызвавший
       *[many] в { $code } участвовали { $count } процессов, считая вызвавший
    }
processes-too-few-at-once =
    в { $code } одновременно жили не больше { $count ->
        [one] { $count } процесса
       *[many] { $count } процессов
    }, а должно быть больше
processes-too-many-at-once =
    в { $code } одновременно { $count ->
        [one] жил { $count } процесс
        [few] жили { $count } процесса
       *[many] жили { $count } процессов
    }, а столько быть не должно
processes-statuses = дочерние процессы в { $code } завершились как { $actual }, а не как { $expected }
processes-silent =
    в { $code } в стандартный вывод ничего не пришло от { $count ->
        [one] { $count } процесса
       *[many] { $count } процессов
    }: то, что лежит в буфере, пропадает, когда процесс завершает `os._exit`
processes-line-missing = в { $code } ни один процесс не напечатал строку { $line }
processes-line-unwanted =
    в { $code } строка { $line } напечатана { $count ->
        [one] { $count } раз
        [few] { $count } раза
       *[many] { $count } раз
    }, а её не должно быть вовсе
processes-line-count =
    в { $code } строка { $line } напечатана { $count ->
        [one] { $count } раз
        [few] { $count } раза
       *[many] { $count } раз
    }
processes-line-other = в { $code } напечатана строка, которой не должно быть: { $line }
processes-line-unended = в { $code } напечатано что-то без конца строки: { $line }
processes-writers =
    в { $code } строку { $line } { $count ->
        [0] не напечатал ни один процесс
        [one] напечатал { $count } процесс
        [few] напечатали { $count } разных процесса
       *[many] напечатали { $count } разных процессов
    }
processes-writer-again =
    в { $code } один и тот же процесс напечатал строку { $line } { $count ->
        [one] { $count } раз
        [few] { $count } раза
       *[many] { $count } раз
    }
processes-writer-caller = в { $code } процесс, сделавший вызов, не напечатал строку { $line }
processes-errors = то, что { $code } написал в стандартный поток ошибок, не подходит под { $pattern }
processes-in-the-end =
    до принудительного завершения { $count ->
        [one] участвовал { $count } процесс
        [few] участвовали { $count } процесса
       *[many] участвовали { $count } процессов
    }; одновременно жили не больше { $most }
processes-until-then =
    до этого { $count ->
        [one] участвовал { $count } процесс
        [few] участвовали { $count } процесса
       *[many] участвовали { $count } процессов
    }; одновременно жили не больше { $most }
