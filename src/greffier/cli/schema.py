"""``greffier schema``: the JSON Schema of a reading, or the columns of a CSV table."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from greffier.cli.options import HELP, Table

Columns = Annotated[Table | None, typer.Option("--columns", help=HELP("help.schema_columns"))]


def schema(columns: Columns = None) -> None:
    """Print the schema, or name and meaning of each column, tab-separated."""
    if columns is None:
        from greffier.interchange import schema as interchange_schema

        typer.echo(json.dumps(interchange_schema(), ensure_ascii=False, indent=1))
        return
    from greffier.export.table import columns as columns_of

    for column in columns_of(columns):
        typer.echo(f"{column.name}\t{column.meaning}")
