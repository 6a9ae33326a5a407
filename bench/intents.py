"""Which classifier recognises the dialogue act best, and what it costs to train: `python -m bench.intents`.

All learn data/nlu and are asked the sentences of tests/nlu/test_intents.yml, which are not in it. DIET is left out
unless asked for (`--diet EPOCHS`): on a busy machine of two cores one epoch takes most of a minute.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

PROJECT = Path(__file__).resolve().parents[1]
_TOKENS: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
# 95 % of a normal distribution
_Z = 1.96


def main() -> None:
    keuze = argparse.ArgumentParser(description=__doc__)
    keuze.add_argument("--diet", type=int, default=0, metavar="EPOCHS")
    epochs = keuze.parse_args().diet
    pijplijnen: dict[str, list[dict[str, Any]]] = {
        "vraagwijs": [{"name": "connectors.rasa_intents.IntentHerkenner", "C": 20.0}],
        "Rasa CountVectors + LogisticRegression": [
            *_TOKENS,
            {"name": "LogisticRegressionClassifier"},
        ],
    }
    if epochs:
        diet = {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True}
        pijplijnen[f"DIET, {epochs} epochs"] = [*_TOKENS, diet]
    _prepare()
    print(f"{'':42s}   goed  (95 %)          trainen s  rekentijd s   ms per zin")
    for naam, pijplijn in pijplijnen.items():
        print(f"{naam:42s} {measure(pijplijn)}", flush=True)


def _prepare() -> None:
    """Import what training imports and silence what Rasa says, so that only the training is measured."""
    import logging
    import warnings

    import rasa.engine.recipes.default_components
    import rasa.model_training  # noqa: F401
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    logging.disable(logging.WARNING)
    warnings.filterwarnings("ignore")


def measure(pijplijn: Sequence[dict[str, Any]]) -> str:
    """Train *pijplijn* through Rasa without a cache; one line with what came of it."""
    import yaml
    from rasa.model_training import train_nlu
    from rasa.shared.importers.importer import TrainingDataImporter

    with tempfile.TemporaryDirectory() as tijdelijk:
        map_ = Path(tijdelijk)
        os.environ["RASA_CACHE_DIRECTORY"] = str(map_ / "cache")
        config = map_ / "config.yml"
        inhoud = {
            "recipe": "default.v1",
            "assistant_id": "bench",
            "language": "nl",
            "pipeline": pijplijn,
        }
        config.write_text(yaml.safe_dump(inhoud), encoding="utf-8")
        klok, rekentijd = time.perf_counter(), time.process_time()
        model = train_nlu(str(config), str(PROJECT / "data" / "nlu"), str(map_))
        klok, rekentijd = time.perf_counter() - klok, time.process_time() - rekentijd
        zinnen = TrainingDataImporter.load_from_dict(
            training_data_paths=[str(PROJECT / "tests" / "nlu")]
        ).get_nlu_data()
        paren = [(m.get("text"), m.get("intent")) for m in zinnen.intent_examples]
        goed, per_zin = recognise(str(model), paren)
    laag, hoog = wilson(goed, len(paren))
    return f"{goed / len(paren):6.3f}  ({laag:.3f} - {hoog:.3f})   {klok:9.1f}   {rekentijd:10.1f}   {per_zin:10.2f}"


def recognise(model: str, paren: Sequence[tuple[str, str]]) -> tuple[int, float]:
    """How many sentences get their intent, and milliseconds of processor per sentence, pipeline included."""
    import asyncio

    from rasa.core.agent import Agent

    agent = Agent.load(model)

    async def alle() -> list[str]:
        return [(await agent.parse_message(tekst))["intent"]["name"] for tekst, _ in paren]

    begin = time.process_time()
    gevonden = asyncio.run(alle())
    per_zin = 1000 * (time.process_time() - begin) / len(paren)
    return sum(g == w for g, (_, w) in zip(gevonden, paren, strict=True)), per_zin


def wilson(goed: int, aantal: int) -> tuple[float, float]:
    """The 95 % interval of a proportion (Wilson 1927)."""
    p = goed / aantal
    midden = (p + _Z**2 / (2 * aantal)) / (1 + _Z**2 / aantal)
    half = _Z / (1 + _Z**2 / aantal) * math.sqrt(p * (1 - p) / aantal + _Z**2 / (4 * aantal**2))
    return midden - half, midden + half


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    main()
