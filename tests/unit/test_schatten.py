"""What is learned from labelled questions: the obvious, with certainties that mean what they say."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from assistent.begrip.schatten import Gelezen, Schatter, Voorbeeld, _ridge, learn
from assistent.kennis import default_kennis
from assistent.ontleden import Ontleder

GROEPEN = {"themas": ("schulden", "sport"), "fase": ("begin", "eind", "nooit", "geen")}
EENKEUZE = frozenset({"fase"})

_OVER = {
    "schulden": ("inwoners met schulden", "gezinnen in de schuldhulp", "mensen met een betalingsachterstand",
                 "de schuldhulpverlening", "huishoudens met schulden"),
    "sport": ("de sportvereniging", "sporten in het park", "een nieuw sportveld", "kinderen op zwemles en sport",
              "bewegen en sport"),
    "schulden sport": ("sporten voor gezinnen met schulden", "schuldhulp op de sportvereniging",
                       "zwemles en schulden", "een sportpas bij een betalingsachterstand", "sport en schulden"),
}  # fmt: skip
_WANNEER = {
    "begin": ("we beginnen net met {}, waar kijk ik naar", "we zijn net begonnen over {}"),
    "eind": ("heeft ons programma voor {} gewerkt", "wat heeft {} na drie jaar gewerkt en opgeleverd"),
    "geen": ("cijfers over {}", "wie weet iets over {}"),
}  # fmt: skip


@pytest.fixture(scope="module")
def ontleder() -> Ontleder:
    return Ontleder(default_kennis())


@pytest.fixture(scope="module")
def voorbeelden(ontleder: Ontleder) -> list[Voorbeeld]:
    """Per thema, wording and fase one groep of two paraphrases; the thema of every fourth is unknown."""
    uit = []
    for nr, (thema, wat, fase) in enumerate(product(_OVER, range(5), _WANNEER)):
        labels = {"themas": frozenset(thema.split()), "fase": frozenset({fase})}
        if nr % 4 == 3:
            del labels["themas"]
        uit += [
            Voorbeeld(f"groep-{nr}", lees(ontleder, zin.format(_OVER[thema][wat])), labels)
            for zin in _WANNEER[fase]
        ]
    # an expression says one thing, and does not say how certain a certainty is
    uit.append(
        Voorbeeld(
            "los-0", lees(ontleder, "tennisbaan"), {"themas": frozenset({"sport"})}, ijk=False
        )
    )
    return uit


@pytest.fixture(scope="module")
def geleerd(voorbeelden: list[Voorbeeld]) -> tuple[Schatter, dict[str, NDArray[np.float64]]]:
    return learn(voorbeelden, GROEPEN, EENKEUZE, met_betekenis=False)


@pytest.fixture(scope="module")
def schatter(geleerd: tuple[Schatter, dict[str, NDArray[np.float64]]]) -> Schatter:
    return geleerd[0]


def lees(ontleder: Ontleder, tekst: str, betekenis: NDArray[np.float32] | None = None) -> Gelezen:
    return Gelezen(tekst, ontleder.ontleed(tekst), np.zeros(3), betekenis)


def beste(zekerheden: Mapping[str, float]) -> str:
    return max(zekerheden, key=zekerheden.__getitem__)


# --- what is learned ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tekst", "thema", "fase"),
    [
        ("we zijn net begonnen over inwoners in de schuldhulp", "schulden", "begin"),
        ("heeft het sporten gewerkt?", "sport", "eind"),
        ("cijfers over betalingsachterstanden", "schulden", "geen"),
        ("we beginnen net met een sportakkoord", "sport", "begin"),
        ("cijfres over schuldhulpverlenning", "schulden", "geen"),
    ],
)
def test_an_obvious_distinction_is_learned(
    schatter: Schatter, ontleder: Ontleder, tekst: str, thema: str, fase: str
) -> None:
    zekerheden = schatter.schat(lees(ontleder, tekst))

    assert beste(zekerheden["themas"]) == thema
    assert zekerheden["themas"][thema] > 0.5
    assert beste(zekerheden["fase"]) == fase


def test_what_only_stands_in_an_expression_is_learned_too(
    schatter: Schatter, ontleder: Ontleder
) -> None:
    zekerheden = schatter.schat(lees(ontleder, "tennisbaan"))["themas"]

    assert zekerheden["sport"] > zekerheden["schulden"]


@pytest.mark.parametrize(
    "tekst", ["", "😀", "?!", "xyzzy", "sport", "schulden en sport " * 100, "\0", "ﷺ" * 300]
)
def test_any_text_has_certainties_between_nought_and_one(
    schatter: Schatter, ontleder: Ontleder, tekst: str
) -> None:
    zekerheden = schatter.schat(lees(ontleder, tekst))

    assert {g: tuple(per_id) for g, per_id in zekerheden.items()} == GROEPEN
    assert all(0 <= z <= 1 for per_id in zekerheden.values() for z in per_id.values())
    assert sum(zekerheden["fase"].values()) == pytest.approx(1.0)


def test_two_themas_may_both_hold(schatter: Schatter, ontleder: Ontleder) -> None:
    zekerheden = schatter.schat(lees(ontleder, "cijfers over sport en schulden"))["themas"]

    assert min(zekerheden.values()) > 0.5


def test_an_id_without_examples_is_never_certain(schatter: Schatter, ontleder: Ontleder) -> None:
    for tekst in ("", "sport", "we beginnen net met schulden", "nooit"):
        assert schatter.schat(lees(ontleder, tekst))["fase"]["nooit"] < 1e-3


def test_many_at_once_are_estimated_as_one_by_one(
    schatter: Schatter, voorbeelden: list[Voorbeeld]
) -> None:
    gelezen = [v.gelezen for v in voorbeelden[:5]]

    samen = schatter.schat_alle(gelezen)

    for los, g in zip(samen, gelezen, strict=True):
        for groep, per_id in schatter.schat(g).items():
            assert los[groep] == pytest.approx(per_id, abs=1e-6)


def test_one_choice_out_of_two_can_be_learned(
    ontleder: Ontleder, voorbeelden: list[Voorbeeld]
) -> None:
    twee = [
        Voorbeeld(v.groep, v.gelezen, {"fase": v.labels["fase"]})
        for v in voorbeelden
        if v.ijk and v.labels["fase"] <= {"begin", "geen"}
    ]
    schatter, _ = learn(twee, {"fase": GROEPEN["fase"]}, EENKEUZE, met_betekenis=False)

    zekerheden = schatter.schat(lees(ontleder, "we beginnen net met sport, waar kijk ik naar"))

    assert zekerheden["fase"]["begin"] > 0.8
    assert sum(zekerheden["fase"].values()) == pytest.approx(1.0)
    assert schatter.schat(lees(ontleder, "cijfers over sport"))["fase"]["geen"] > 0.8


def test_a_question_that_shares_no_word_is_understood_by_its_meaning(
    ontleder: Ontleder, voorbeelden: list[Voorbeeld]
) -> None:
    schatter, vector = leer_met_betekenis(voorbeelden)

    zekerheden = schatter.schat(lees(ontleder, "iets heel anders", vector("sport")))["themas"]

    assert zekerheden["sport"] > 0.7 > 0.3 > zekerheden["schulden"]


def leer_met_betekenis(
    voorbeelden: Sequence[Voorbeeld],
) -> tuple[Schatter, Callable[[str], NDArray[np.float32]]]:
    """Learned from texts of one thema with vectors of their own, and what makes a vector of a thema."""
    rng = np.random.default_rng(7)
    midden = {thema: rng.normal(size=16) for thema in GROEPEN["themas"]}

    def vector(thema: str) -> NDArray[np.float32]:
        x = midden[thema] + 0.3 * rng.normal(size=16)
        return np.asarray(x / np.linalg.norm(x), dtype=np.float32)

    met = [
        replace(v, gelezen=replace(v.gelezen, betekenis=vector(next(iter(v.labels["themas"])))))
        for v in voorbeelden
        if len(v.labels.get("themas", ())) == 1
    ]
    groepen = {"themas": GROEPEN["themas"]}
    return learn(met, groepen, EENKEUZE, met_betekenis=True)[0], vector


# --- what is left out -----------------------------------------------------------------------------------------


def test_left_out_certainties_are_there_for_what_is_known_of_each_question(
    geleerd: tuple[Schatter, dict[str, NDArray[np.float64]]], voorbeelden: list[Voorbeeld]
) -> None:
    _, los = geleerd
    vragen = [v for v in voorbeelden if v.ijk]

    assert {g: x.shape for g, x in los.items()} == {
        g: (len(vragen), len(ids)) for g, ids in GROEPEN.items()
    }
    for groep, zekerheden in los.items():
        for vraag, rij in zip(vragen, zekerheden, strict=True):
            if groep in vraag.labels:
                assert ((rij >= 0) & (rij <= 1)).all()
            else:
                assert np.isnan(rij).all()
    assert los["fase"].sum(axis=1) == pytest.approx(1.0)


def test_left_out_certainties_are_right_as_often_as_they_say(
    geleerd: tuple[Schatter, dict[str, NDArray[np.float64]]], voorbeelden: list[Voorbeeld]
) -> None:
    _, los = geleerd
    vragen = [v for v in voorbeelden if v.ijk and "themas" in v.labels]
    zekerheden = los["themas"][~np.isnan(los["themas"]).any(axis=1)]

    klopt = np.array([[id_ in v.labels["themas"] for id_ in GROEPEN["themas"]] for v in vragen])

    assert zekerheden.mean() == pytest.approx(klopt.mean(), abs=0.02)
    assert zekerheden[klopt].mean() > zekerheden[~klopt].mean() + 0.3


@pytest.mark.parametrize("los", [0, 9], ids=["only questions", "with expressions"])
def test_the_closed_form_is_what_learning_without_the_groep_gives(los: int) -> None:
    rng = np.random.default_rng(3)
    groepen = [f"groep-{i}" for i in (0, 0, 1, 2, 2, 2, 3, 0, 4, 1, 5, 5)]
    x = rng.normal(size=(los + len(groepen), 8)).astype(np.float32)
    doel = rng.integers(0, 2, size=(len(x), 3)) - rng.random(3)

    gewichten, zonder = _ridge(csr_matrix(x), doel, groepen)

    assert gewichten == pytest.approx(_leer(x, doel), abs=1e-3)
    for groep in set(groepen):
        eigen = np.array([False] * los + [g == groep for g in groepen])
        verwacht = x[eigen] @ _leer(x[~eigen], doel[~eigen])
        assert zonder[eigen[los:]] == pytest.approx(verwacht, abs=1e-3), groep


def test_a_paraphrase_never_vouches_for_its_sibling() -> None:
    """Two of a groep are the same and alone in what they say: without the groep nothing is known of them."""
    x = csr_matrix(np.array([[1, 0], [1, 0], [0, 1], [0, 1], [0, 1]], dtype=np.float32))
    doel = np.array([[1.0], [1.0], [0.0], [0.0], [0.0]])

    _, samen = _ridge(x, doel, ["a", "a", "b", "c", "d"])
    _, apart = _ridge(x, doel, ["a", "z", "b", "c", "d"])

    assert samen[:2] == pytest.approx(0.0, abs=1e-5)
    assert apart[:2].min() > 0.4


def _leer(x: NDArray[np.float32], doel: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ridge in its other, primal form."""
    x64 = x.astype(np.float64)
    return np.asarray(np.linalg.solve(x64.T @ x64 + np.eye(x.shape[1]), x64.T @ doel))


# --- what is kept ---------------------------------------------------------------------------------------------


def bewaard(schatter: Schatter) -> Schatter:
    bestand = io.BytesIO()
    np.savez(bestand, **schatter.to_arrays())
    bestand.seek(0)
    with np.load(bestand, allow_pickle=False) as f:
        return Schatter.from_arrays(dict(f))


def test_what_was_kept_gives_the_same_certainties(
    schatter: Schatter, voorbeelden: list[Voorbeeld], ontleder: Ontleder
) -> None:
    gelezen: Sequence[Gelezen] = [
        *(v.gelezen for v in voorbeelden),
        *(lees(ontleder, t) for t in ("", "xyzzy", "sport en schulden na drie jaar")),
    ]

    na = bewaard(schatter).schat_alle(gelezen)

    for voor, later in zip(schatter.schat_alle(gelezen), na, strict=True):
        assert list(voor) == list(later)
        for groep in voor:
            assert list(voor[groep]) == list(later[groep])
            assert later[groep] == pytest.approx(voor[groep], abs=0.01)


def test_what_was_kept_still_knows_whether_it_uses_meaning(
    schatter: Schatter, voorbeelden: list[Voorbeeld], ontleder: Ontleder
) -> None:
    met, vector = leer_met_betekenis(voorbeelden)
    vraag = lees(ontleder, "sport", vector("sport"))

    na = bewaard(met)

    assert na.kenmerken.met_betekenis
    assert na.schat(vraag)["themas"] == pytest.approx(met.schat(vraag)["themas"], abs=0.01)
    assert not bewaard(schatter).kenmerken.met_betekenis
