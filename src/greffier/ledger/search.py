"""The index of words and lemmas, and questions to it: FTS5 in SQLite, tsvector in PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Connection, text

from greffier.errors import LedgerError
from greffier.french import default_lexicon
from greffier.french.lemmas import Lemmas, lemmas_of
from greffier.ledger.ids import fold

WORD = re.compile(r"[^\W_]+")
TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
EITHER = {"OU", "OR"}
SHINGLE = 3  # words
NEAR = 200  # code points within which words answer together
MOST_LETTERS = 60  # what is longer is no word: a key, an address


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded: lower case, no accents."""
    return [word for token in WORD.findall(text) for word in _word(token)]


def lemmas_in(text: str) -> list[str]:
    """Return the lemma of each word of a text, folded, in the same order as ``words_of``."""
    return [word for token in WORD.findall(text) for word in _lemmas(token)]


@lru_cache(maxsize=100_000)
def _word(token: str) -> tuple[str, ...]:
    return tuple(word for word in fold(token).split() if len(word) <= MOST_LETTERS)


@lru_cache(maxsize=100_000)
def _lemmas(token: str) -> tuple[str, ...]:
    return tuple(word for word in _lemma(token.lower()).split() if len(word) <= MOST_LETTERS)


def _lemma(form: str) -> str:
    """Return one lemma for a form whose part of speech is not known: a verb's infinitive first, else the singular."""
    table: Lemmas = lemmas_of(default_lexicon())
    form = form.replace("œ", "oe")  # as the table writes it
    found = table.of(form, "VERB")
    return fold(found if found != form else table.of(form, "NOUN"))


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return the runs of three words that a text holds; of a shorter text, all of it."""
    words = words_of(text)
    runs = {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    return runs or {tuple(words)}


def index(connection: Connection, entries: Sequence[tuple[int, str]]) -> None:
    """Put the texts of versions into the index: pairs (version, text)."""
    if not entries:
        return
    rows = [
        {"version": version, "words": " ".join(words_of(content)), "lemmas": " ".join(lemmas_in(content))}
        for version, content in entries
    ]
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search (rowid, words, lemmas) VALUES (:version, :words, :lemmas)"), rows)
        return
    vectors = "to_tsvector('simple', :words), to_tsvector('simple', :lemmas)"
    connection.execute(text(f"INSERT INTO search (version, words, lemmas) VALUES (:version, {vectors})"), rows)


def forget(connection: Connection, version: int, content: str) -> None:
    """Take a version out of the index; ``content`` is the text that was put in."""
    if connection.dialect.name == "sqlite":
        row = {"version": version, "words": " ".join(words_of(content)), "lemmas": " ".join(lemmas_in(content))}
        command = "INSERT INTO search (search, rowid, words, lemmas) VALUES ('delete', :version, :words, :lemmas)"
        connection.execute(text(command), row)
        return
    connection.execute(text("DELETE FROM search WHERE version = :version"), {"version": version})


def condition(query: str, dialect: str, *, exact: bool) -> tuple[str, dict[str, object]]:
    """Return SQL that gives (version, rank), least rank first, for a query, and its values (LedgerError: no word).

    Words side by side must all occur; ``OU`` between them lets either do; ``"…"`` is a phrase; ``-word`` must not
    occur. Words are looked for by lemma, with ``exact`` as written.
    """
    groups, excluded = _parsed(query, exact)
    if not any(groups):
        raise LedgerError("no_words", query=query)
    column = "words" if exact else "lemmas"
    if dialect == "sqlite":
        wanted = " OR ".join("(" + " AND ".join(f'"{" ".join(p)}"' for p in group) + ")" for group in groups if group)
        missing = "".join(f' NOT "{" ".join(phrase)}"' for phrase in excluded)
        match = f"{{{column}}} : (({wanted}){missing})"
        return "SELECT rowid AS version, bm25(search) AS rank FROM search WHERE search MATCH :match", {"match": match}
    wanted = " | ".join("(" + " & ".join("(" + " <-> ".join(p) + ")" for p in group) + ")" for group in groups if group)
    missing = "".join(f" & !({' <-> '.join(phrase)})" for phrase in excluded)
    query_sql = "CAST(:match AS tsquery)"
    return (
        f"SELECT version, -ts_rank({column}, {query_sql}) AS rank FROM search WHERE {column} @@ {query_sql}",
        {"match": f"({wanted}){missing}"},
    )


def _parsed(query: str, exact: bool) -> tuple[list[list[list[str]]], list[list[str]]]:
    """Return the alternatives, each a list of phrases that must all occur, and the phrases that must not."""
    groups: list[list[list[str]]] = [[]]
    excluded: list[list[str]] = []
    either = False
    for minus, phrase, word in TERM.findall(query):
        if word in EITHER and not minus:
            either = True
            continue
        told = (words_of if exact else lemmas_in)(phrase or word)
        if not told:
            continue
        if minus:
            excluded.append(told)
        elif either and groups[-1]:
            groups.append([told])
        else:
            groups[-1].append(told)
        either = False
    return groups, excluded


def where_found(content: str, query: str, *, exact: bool) -> tuple[int, int] | None:
    """Return where the text first holds most of the query's words close together: code points, or None."""
    groups, _ = _parsed(query, exact)
    wanted = {word for group in groups for phrase in group for word in phrase}
    told = _word if exact else _lemmas
    best: tuple[int, int] | None = None
    most = 0
    near: list[tuple[int, str]] = []
    for match in WORD.finditer(content):
        for form in told(match.group()):
            if form not in wanted:
                continue
            near = [hit for hit in near if hit[0] > match.start() - NEAR] + [(match.start(), form)]
            count = len({each for _, each in near})
            if count > most:
                most, best = count, (near[0][0], match.end())
        if most == len(wanted):
            break
    return best
