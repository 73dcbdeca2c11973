"""When course mails may arrive: by day, on working days including Saturday, in Germany."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
FROM, UNTIL = time(8), time(18)
NIGHTLY = time(4)
SUNDAY = 6
# Mails of one night leave over this span, so that no mail server sees all of them at once.
SPREAD = timedelta(hours=2)


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=16)
def holidays(year: int) -> frozenset[date]:
    """The nine public holidays that hold in all of Germany; nobody's state is known to us."""
    sunday = easter(year)
    moving = (sunday + timedelta(days=days) for days in (-2, 1, 39, 50))
    fixed = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
    return frozenset((*moving, *(date(year, month, day) for month, day in fixed)))


def is_open(day: date) -> bool:
    """Whether mails may be sent on this day at all."""
    return day.weekday() != SUNDAY and day not in holidays(day.year)


def may_send(moment: datetime) -> bool:
    """Whether a mail may leave at this moment."""
    local = moment.astimezone(BERLIN)
    return is_open(local.date()) and FROM <= local.time() < UNTIL


def next_time(moment: datetime) -> datetime:
    """The first moment from now on at which a mail may leave."""
    if may_send(moment):
        return moment
    local = moment.astimezone(BERLIN)
    day = local.date() if local.time() < FROM else local.date() + timedelta(days=1)
    while not is_open(day):
        day += timedelta(days=1)
    return datetime.combine(day, FROM, BERLIN)


def spread(moment: datetime, number: int) -> datetime:
    """`moment` and a part of SPREAD that depends on the number alone."""
    return moment + timedelta(seconds=number * 7919 % int(SPREAD.total_seconds()))


def day_of(moment: datetime) -> date:
    """The day in Berlin."""
    return moment.astimezone(BERLIN).date()


def next_night(moment: datetime) -> datetime:
    """When the next nightly selection begins."""
    local = moment.astimezone(BERLIN)
    day = local.date() if local.time() < NIGHTLY else local.date() + timedelta(days=1)
    return datetime.combine(day, NIGHTLY, BERLIN)
