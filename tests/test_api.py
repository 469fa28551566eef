"""The public API: what it names, and that importing it is cheap."""

import subprocess
import sys

import greffier

PUBLIC = """Actor Arrangement BadRecord Change Claim Dispatch EmptyDispatch Event Filter GreffierError IntakeError
InterchangeError Ledger LedgerDamaged LedgerError LedgerFull LedgerLocked LedgerMissing LedgerNewer
LexiconError NoArticle NotFrench NotText Place Quantity Reader Reading Span SpanError TooLarge UsageError
When Why __version__ from_json read record_id schema to_json"""


def test_public_names_are_exactly_these() -> None:
    assert greffier.__all__ == PUBLIC.split()
    assert dir(greffier) == sorted(PUBLIC.split())


def test_every_error_derives_from_one_base() -> None:
    errors = [v for v in vars(greffier).values() if isinstance(v, type) and issubclass(v, Exception)]
    assert len(errors) == 18
    assert all(issubclass(e, greffier.GreffierError) for e in errors)


def test_importing_loads_neither_the_pipeline_nor_the_interchange() -> None:
    late = ("spacy", "numpy", "tomllib", "rich", "sqlalchemy", "onnxruntime", "tokenizers")
    code = f"import sys, greffier; print([m for m in {late} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_version_and_the_json_form_are_there_when_asked_for() -> None:
    assert greffier.__version__.count(".") == 2
    assert greffier.schema()["title"] == "What one dispatch says"
