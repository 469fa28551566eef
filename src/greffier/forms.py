"""Kinds of values in the interchange form: each can load, dump and describe itself as JSON Schema.

A fault is told with the path that leads to it: ``events[3].actors[0].span``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from greffier.errors import InterchangeError, SpanError
from greffier.records import Span

Schema = dict[str, Any]
COUNTRY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class At:
    """Where in the JSON we are, and how many code points the dispatch's text has."""

    path: str
    size: int

    def key(self, name: str) -> At:
        """Return the place of a member of the object that stands here."""
        return At(f"{self.path}.{name}" if self.path else name, self.size)

    def item(self, index: int) -> At:
        """Return the place of an element of the list that stands here."""
        return At(f"{self.path}[{index}]", self.size)

    def wrong(self, value: object, wanted: str) -> InterchangeError:
        """Return the error that says what stands here and what should."""
        shown = repr(value)
        shown = shown if len(shown) <= 60 else shown[:57] + "…"
        return InterchangeError(f"At {self.path or 'the top'} stands {shown}; it should be {wanted}.")


class Kind:
    """One kind of value: JSON to Python (``load``), back (``dump``), and as JSON Schema (``schema``)."""

    def load(self, value: Any, at: At) -> Any:
        """Return the Python value, or raise InterchangeError with the path of the fault."""
        raise NotImplementedError

    def dump(self, value: Any) -> Any:
        """Return the JSON value."""
        return value

    def schema(self) -> Schema:
        """Return the JSON Schema of the kind."""
        raise NotImplementedError


class Text(Kind):
    """A string, with at least ``least`` characters."""

    def __init__(self, least: int = 0) -> None:
        """Take the least length."""
        self.least = least

    def load(self, value: Any, at: At) -> str:
        """Accept a string."""
        if not isinstance(value, str) or len(value) < self.least:
            raise at.wrong(value, "a text" if not self.least else "a text that is not empty")
        return value

    def schema(self) -> Schema:
        """Describe a string."""
        return {"type": "string", "minLength": self.least} if self.least else {"type": "string"}


class Country(Kind):
    """A country or body code of three capitals."""

    def load(self, value: Any, at: At) -> str:
        """Accept three capitals."""
        if not isinstance(value, str) or not COUNTRY.fullmatch(value):
            raise at.wrong(value, "a code of three capitals such as NER or UNO")
        return value

    def schema(self) -> Schema:
        """Describe three capitals."""
        return {"type": "string", "pattern": "^[A-Z]{3}$"}


class Choice(Kind):
    """One of the given strings; ``source`` is called when it is needed, so that importing stays cheap."""

    def __init__(self, source: Callable[[], Sequence[str]]) -> None:
        """Take the function that gives the strings."""
        self.source = source

    def load(self, value: Any, at: At) -> str:
        """Accept one of the strings."""
        options = self.source()
        if not isinstance(value, str) or value not in options:
            raise at.wrong(value, "one of " + ", ".join(options))
        return value

    def schema(self) -> Schema:
        """Describe the strings."""
        return {"enum": list(self.source())}


class Number(Kind):
    """A number within bounds; whole numbers are dumped without a fraction (100000000000, not 1e11)."""

    def __init__(self, least: float | None = None, most: float | None = None, whole: bool = False) -> None:
        """Take the bounds, and whether only whole numbers will do."""
        self.least, self.most, self.whole = least, most, whole

    def load(self, value: Any, at: At) -> float | int:
        """Accept a finite number within the bounds."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
            raise at.wrong(value, "a number")
        if self.whole and value != int(value):
            raise at.wrong(value, "a whole number")
        if (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
            raise at.wrong(value, f"a number from {self.least} to {self.most}")
        return int(value) if self.whole else value

    def dump(self, value: float | int) -> float | int:
        """Return a whole number as an int."""
        return int(value) if isinstance(value, float) and value.is_integer() else value

    def schema(self) -> Schema:
        """Describe the number and its bounds."""
        described: Schema = {"type": "integer" if self.whole else "number"}
        if self.least is not None:
            described["minimum"] = self.least
        if self.most is not None:
            described["maximum"] = self.most
        return described


class Day(Kind):
    """A calendar day, ``2024-03-27``."""

    def load(self, value: Any, at: At) -> date:
        """Accept an ISO day that exists."""
        try:
            if isinstance(value, str) and len(value) == 10:
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise at.wrong(value, "a day that exists, written 2024-03-27")

    def dump(self, value: date) -> str:
        """Return the ISO day."""
        return value.isoformat()

    def schema(self) -> Schema:
        """Describe an ISO day."""
        return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


class Stretch(Kind):
    """A span, ``[start, end]`` in code points."""

    def load(self, value: Any, at: At) -> Span:
        """Accept two whole numbers that hold something in the text."""
        if not isinstance(value, list) or len(value) != 2 or any(type(n) is not int for n in value):
            raise at.wrong(value, "a span [start, end] of two whole numbers")
        start, end = value
        if not 0 <= start < end <= at.size:
            raise SpanError(
                f"At {at.path} stands the span {value}, which does not lie in the text of {at.size} "
                "code points; check that text and reading belong together and that offsets count code points."
            )
        return Span(start, end)

    def dump(self, value: Span) -> list[int]:
        """Return ``[start, end]``."""
        return [value.start, value.end]

    def schema(self) -> Schema:
        """Refer to the definition of a span."""
        return {"$ref": "#/$defs/span"}


class Several(Kind):
    """A list of values of one kind, at least ``least`` of them; a tuple in Python."""

    def __init__(self, kind: Kind, least: int = 0) -> None:
        """Take the kind of the elements and the least length."""
        self.kind, self.least = kind, least

    def load(self, value: Any, at: At) -> tuple[Any, ...]:
        """Accept a list."""
        if not isinstance(value, list) or len(value) < self.least:
            raise at.wrong(value, "a list" if not self.least else "a list that is not empty")
        return tuple(self.kind.load(element, at.item(i)) for i, element in enumerate(value))

    def dump(self, value: Sequence[Any]) -> list[Any]:
        """Return the list."""
        return [self.kind.dump(element) for element in value]

    def schema(self) -> Schema:
        """Describe the list."""
        described: Schema = {"type": "array", "items": self.kind.schema()}
        return described | ({"minItems": self.least} if self.least else {})


class Maybe(Kind):
    """A value of one kind, or null."""

    def __init__(self, kind: Kind) -> None:
        """Take the kind of a value that is there."""
        self.kind = kind

    def load(self, value: Any, at: At) -> Any:
        """Accept null as well."""
        return None if value is None else self.kind.load(value, at)

    def dump(self, value: Any) -> Any:
        """Return null for None."""
        return None if value is None else self.kind.dump(value)

    def schema(self) -> Schema:
        """Describe the kind or null."""
        return {"anyOf": [self.kind.schema(), {"type": "null"}]}


@dataclass(frozen=True, slots=True)
class Field:
    """A member of an object.

    ``need`` is "must" for what has to be there, "may" for what may lack when it is loaded but is always
    written, "extra" for what is written only where there is something to write.
    """

    key: str
    kind: Kind
    need: str = "must"


class Member(Kind):
    """An object that becomes a record; ``make`` builds it from the fields by keyword."""

    def __init__(self, name: str, make: Callable[..., Any], fields: Sequence[Field]) -> None:
        """Take the object's name in the schema, its maker and its fields in order."""
        self.name, self.make, self.fields = name, make, tuple(fields)
        self.keys = frozenset(field.key for field in fields)

    def load(self, value: Any, at: At) -> Any:
        """Accept an object with the fields and no others."""
        return self.make(**self.values(value, at))

    def values(self, value: Any, at: At) -> dict[str, Any]:
        """Return the loaded fields by key; fields that lack are left out."""
        if not isinstance(value, Mapping):
            raise at.wrong(value, f"an object ({self.name})")
        for key in value:
            if key not in self.keys:
                raise InterchangeError(
                    f"At {at.path or 'the top'} stands {key!r}, which is no key of a {self.name}; "
                    f"its keys are {', '.join(field.key for field in self.fields)}."
                )
        for field in self.fields:
            if field.need == "must" and field.key not in value:
                raise InterchangeError(
                    f"At {at.path or 'the top'} lacks {field.key!r}, a key of every {self.name}; add it."
                )
        return {f.key: f.kind.load(value[f.key], at.key(f.key)) for f in self.fields if f.key in value}

    def dump(self, value: Any) -> dict[str, Any]:
        """Return the object, its keys in the order of the fields."""
        return self.written(lambda key: getattr(value, key))

    def written(self, get: Callable[[str], Any]) -> dict[str, Any]:
        """Return the object made of what ``get`` gives for each key."""
        found = ((field, get(field.key)) for field in self.fields)
        return {f.key: f.kind.dump(v) for f, v in found if f.need != "extra" or v not in (None, ())}

    def schema(self) -> Schema:
        """Refer to the definition of the object."""
        return {"$ref": f"#/$defs/{self.name}"}

    def definition(self) -> Schema:
        """Return the JSON Schema of the object itself."""
        return {
            "type": "object",
            "properties": {field.key: field.kind.schema() for field in self.fields},
            "required": [field.key for field in self.fields if field.need == "must"],
            "additionalProperties": False,
        }


def _finite(value: float | int) -> bool:
    return isinstance(value, int) or math.isfinite(value)
