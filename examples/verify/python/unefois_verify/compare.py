"""Step 10: whether what was submitted says what was attested, with nothing lost."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from .claims import Attested, Value

# Unicode White_Space. Python's own idea of a space adds four control characters to it.
_SPACES = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_WRITINGS = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-"})
_YES = frozenset({"true", "vrai", "oui", "yes", "1", "on"})
_NO = frozenset({"false", "faux", "non", "no", "0", "off"})
# Ranges are written out: `\d` would take the digits of every script.
_AMOUNT = re.compile(r"(-?)([0-9]+)(?:[,.]0{1,2})?")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FRENCH_DATE = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")


class FieldVerdict(StrEnum):
    """What a back-office may say of a submitted field."""

    VERIFIED = "verified"
    EDITED = "edited"
    DECLARED = "declared"


def compare(
    attested: Attested, submitted: str, values: Mapping[str, str] | None = None
) -> FieldVerdict:
    """Compares a submitted text with an attested value.

    ``values`` is the démarche file's table from a received value to the value of an option.
    """
    text = normalise(submitted)
    if not text:
        return FieldVerdict.EDITED
    option = (values or {}).get(plain(attested.value))
    if option is not None:
        same = text == normalise(option)
    else:
        same = says_the_same(attested, text)
    return FieldVerdict.VERIFIED if same else FieldVerdict.EDITED


def says_the_same(attested: Attested, text: str) -> bool:
    """Rules 3 to 6, on a normalised ``text``."""
    value = attested.value
    if isinstance(value, bool):
        return text.lower() in (_YES if value else _NO)
    if isinstance(value, int):
        return _amount(text) == str(value)
    day = _iso_date(value)
    if day is not None:
        return day in (_iso_date(text), _french_date(text))
    names = [value] if attested.label is None else [value, attested.label]
    return text.lower() in [normalise(name).lower() for name in names]


def normalise(text: str) -> str:
    """N(t) of docs/verify.md: one writing for apostrophes, hyphens and white space."""
    text = unicodedata.normalize("NFC", text).translate(_WRITINGS)
    return _SPACES.sub(" ", text).strip(" ")


def plain(value: Value) -> str:
    """The value as a démarche file writes it: ``true``, ``12``, or the text itself."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _amount(text: str) -> str | None:
    """The number of a written amount, as digits: a number of any length costs no conversion."""
    match = _AMOUNT.fullmatch(text.replace(" ", "").removesuffix("€"))
    if match is None:
        return None
    digits = match[2].lstrip("0")
    return match[1] + digits if digits else "0"


def _iso_date(text: str) -> date | None:
    match = _ISO_DATE.fullmatch(text)
    return match and _date(match[1], match[2], match[3])


def _french_date(text: str) -> date | None:
    match = _FRENCH_DATE.fullmatch(text)
    return match and _date(match[4], match[3], match[1])


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
