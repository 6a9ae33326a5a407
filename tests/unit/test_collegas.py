"""Who is suggested as a collega, and why."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

import assistent
from assistent.collegas import (
    find_collegas,
    make_voorbeeldcollegas,
    measure_km,
    read_collegas_csv,
)
from assistent.errors import InvalidKennis
from assistent.kennis import MAP
from assistent.model import Collega, Fase, Gemeente, Vraag

KENNIS = Path(assistent.__file__).parent / "kennis"
ZWOLLE, DEVENTER, KAMPEN, MAASTRICHT, GOES = "GM0193", "GM0150", "GM0166", "GM0935", "GM0664"
REDENEN = yaml.safe_load((MAP / "teksten" / "redenen.yaml").read_text(encoding="utf-8"))
NAMEN = {"jeugd": "jeugd", "wonen": "wonen", "armoede-schulden": "armoede en schulden"}


def REDEN(naam: str, **waarden: str) -> str:  # noqa: N802 - stands for Kennis.reden
    return str(REDENEN[naam]).format(**waarden)


def read_gemeenten() -> dict[str, Gemeente]:
    with (KENNIS / "gemeenten.csv").open(encoding="utf-8", newline="") as bestand:
        return {
            r["gemeentecode"]: Gemeente(
                r["gemeentecode"],
                r["weergavenaam"],
                r["provincie"],
                float(r["lat"]),
                float(r["lon"]),
                int(r["inwoners"]),
                r["arbeidsmarktregio"],
                r["ggd_regio"],
                r["veiligheidsregio"],
            )
            for r in csv.DictReader(bestand)
        }


GEMEENTEN = read_gemeenten()


def read_inhoud() -> dict[str, Any]:
    inhoud: dict[str, Any] = yaml.safe_load(
        (KENNIS / "voorbeeldcollegas.yaml").read_text(encoding="utf-8")
    )
    return inhoud


def make_collega(id: str, gemeente: str, *themas: str, **anders: Any) -> Collega:
    return replace(
        Collega(id, "Noor Voorbeeld", "Adviseur", gemeente, themas, (), "a@b.nl", "", True, False),
        **anders,
    )


def make_vraag(gemeente: str | None = ZWOLLE, *themas: str, **anders: Any) -> Vraag:
    return Vraag(themas=themas or ("jeugd",), gemeente=gemeente, **anders)


def test_the_examples_are_the_same_every_time() -> None:
    een = make_voorbeeldcollegas(list(GEMEENTEN.values()), read_inhoud())
    twee = make_voorbeeldcollegas(reversed(GEMEENTEN.values()), read_inhoud())
    ander = make_voorbeeldcollegas(list(GEMEENTEN.values()), read_inhoud(), zaad=1)

    assert een == twee != ander


def test_the_examples_are_spread_over_country_size_and_thema() -> None:
    collegas = make_voorbeeldcollegas(list(GEMEENTEN.values()), read_inhoud())
    plekken = [GEMEENTEN[c.gemeente] for c in collegas]
    themas = Counter(t for c in collegas for t in c.themas)

    assert len(collegas) == 150 == len({c.id for c in collegas})
    assert min(Counter(g.provincie for g in plekken).values()) >= 10
    assert len({g.provincie for g in plekken}) == 12
    assert min(Counter(g.grootte for g in plekken).values()) >= 25
    assert len({g.grootte for g in plekken}) == 3
    assert len(themas) == 24
    assert min(themas.values()) >= 5


def test_an_example_is_never_taken_for_a_real_person() -> None:
    collegas = make_voorbeeldcollegas(list(GEMEENTEN.values()), read_inhoud())

    assert collegas[0].id == "voorbeeld-001"
    assert collegas[0].email == "voorbeeld-001@voorbeeld.invalid"
    assert all(c.naam.endswith(" Voorbeeld") and c.voorbeeld and c.toestemming for c in collegas)
    assert all(2 <= len(c.themas) == len(set(c.themas)) <= 4 and c.fases for c in collegas)


def test_every_thema_has_content_for_examples() -> None:
    inhoud = read_inhoud()

    assert len(set(inhoud["voornamen"])) == len(inhoud["voornamen"]) >= 60
    for tekst in inhoud["themas"].values():
        assert len(tekst["over"]) == 3
        assert all(zin.endswith(".") for zin in tekst["over"])
        assert tekst["functies"]


def test_three_from_the_region_and_one_over_the_fence() -> None:
    collegas = make_voorbeeldcollegas(list(GEMEENTEN.values()), read_inhoud(), aantal=600)

    gevonden = find_collegas(make_vraag(), collegas, GEMEENTEN, themanamen=NAMEN, reden=REDEN)

    assert [g.over_de_schutting for g in gevonden] == [False, False, False, True]
    eigen = GEMEENTEN[ZWOLLE]
    for g in gevonden:
        plek = GEMEENTEN[g.collega.gemeente]
        dichtbij = bool(plek.regios & eigen.regios) or measure_km(eigen, plek) <= 40
        assert dichtbij is not g.over_de_schutting
        assert "jeugd" in g.collega.themas
        assert g.afstand_km == round(measure_km(eigen, plek))


def test_more_shared_themas_come_first_then_fase_then_distance() -> None:
    collegas = [
        make_collega("ver", DEVENTER, "jeugd"),
        make_collega("dichtbij", KAMPEN, "jeugd"),
        make_collega("fase", DEVENTER, "jeugd", fases=(Fase.UITVOERING,)),
        make_collega("beide", DEVENTER, "jeugd", "wonen"),
    ]
    vraag = make_vraag(ZWOLLE, "jeugd", "wonen", fase=Fase.UITVOERING)

    gevonden = find_collegas(vraag, collegas, GEMEENTEN, themanamen=NAMEN, reden=REDEN, aantal=4)

    assert [g.collega.id for g in gevonden] == ["beide", "fase", "dichtbij", "ver"]


def test_the_reason_is_a_plain_sentence() -> None:
    collegas = [
        make_collega("a", KAMPEN, "armoede-schulden", fases=(Fase.UITVOERING,)),
        make_collega("b", MAASTRICHT, "armoede-schulden"),
        make_collega("c", ZWOLLE, "armoede-schulden"),
    ]
    vraag = make_vraag(ZWOLLE, "armoede-schulden", fase=Fase.UITVOERING)

    a, c, b = find_collegas(vraag, collegas, GEMEENTEN, themanamen=NAMEN, reden=REDEN)

    km = a.afstand_km
    assert a.reden == (
        f"Werkt ook aan armoede en schulden, in de uitvoering. {km} km bij je vandaan."
    )
    assert c.reden == "Werkt ook aan armoede en schulden. Werkt bij je eigen gemeente."
    assert b.reden.startswith("Werkt in een andere regio ook aan armoede en schulden.")


def test_who_did_not_agree_is_never_shown() -> None:
    collegas = [
        make_collega("a", KAMPEN, "jeugd", toestemming=False),
        make_collega("b", MAASTRICHT, "jeugd", toestemming=False),
    ]

    assert find_collegas(make_vraag(), collegas, GEMEENTEN, themanamen=NAMEN, reden=REDEN) == []


def test_another_thema_shows_only_over_the_fence() -> None:
    collegas = [make_collega("a", KAMPEN, "wonen"), make_collega("b", MAASTRICHT, "wonen")]

    zonder = find_collegas(make_vraag(), collegas, GEMEENTEN, themanamen=NAMEN, reden=REDEN)
    met = find_collegas(
        make_vraag(),
        collegas,
        GEMEENTEN,
        themanamen=NAMEN,
        reden=REDEN,
        raakt_aan={"jeugd": ("wonen",)},
    )

    assert zonder == []
    assert [(g.collega.id, g.over_de_schutting) for g in met] == [("a", True)]
    assert met[0].reden.startswith("Werkt aan wonen, en dat raakt aan jouw vraag.")


def test_at_most_one_from_the_own_gemeente() -> None:
    collegas = [make_collega(f"c{i}", ZWOLLE, "jeugd") for i in range(4)]

    gevonden = find_collegas(make_vraag(), collegas, GEMEENTEN, themanamen=NAMEN, reden=REDEN)

    assert [g.collega.id for g in gevonden] == ["c0"]


@pytest.mark.parametrize("gemeente", [None, "GM9999"])
def test_without_a_gemeente_they_come_from_all_over_the_country(gemeente: str | None) -> None:
    collegas = make_voorbeeldcollegas(list(GEMEENTEN.values()), read_inhoud())

    gevonden = find_collegas(
        make_vraag(gemeente), collegas, GEMEENTEN, themanamen=NAMEN, reden=REDEN
    )

    assert len({GEMEENTEN[g.collega.gemeente].provincie for g in gevonden}) == 3
    assert all(g.afstand_km == 0 and " km " not in g.reden for g in gevonden)
    assert all("regio is nog onbekend" in g.reden for g in gevonden)


def test_without_a_thema_nobody_is_suggested() -> None:
    collegas = [make_collega("a", KAMPEN, "jeugd")]

    assert (
        find_collegas(Vraag(gemeente=ZWOLLE), collegas, GEMEENTEN, themanamen=NAMEN, reden=REDEN)
        == []
    )


def test_someone_in_a_gemeente_that_is_gone_is_passed_over() -> None:
    collegas = [make_collega("a", "GM9999", "jeugd")]

    assert find_collegas(make_vraag(), collegas, GEMEENTEN, themanamen=NAMEN, reden=REDEN) == []


def test_the_order_of_the_list_does_not_matter() -> None:
    collegas = make_voorbeeldcollegas(list(GEMEENTEN.values()), read_inhoud(), aantal=600)

    een = find_collegas(make_vraag(), collegas, GEMEENTEN, themanamen=NAMEN, reden=REDEN)
    twee = find_collegas(make_vraag(), collegas[::-1], GEMEENTEN, themanamen=NAMEN, reden=REDEN)

    assert een == twee


KOP = "id,naam,functie,gemeente,themas,fases,email,over,toestemming\n"


def test_people_are_read_from_csv() -> None:
    tekst = (
        "\ufeff"
        + KOP
        + "a1,Noor Voorbeeld,Adviseur,zwolle,jeugd; wonen,uitvoering,n@v.nl,"
        + '"Werkt, en leert.",ja\r\n'
        + "a2,Bram Voorbeeld,Adviseur,GM0664,jeugd,,b@v.nl,,Nee\n"
        + "\n"
    )

    (noor,) = read_collegas_csv(tekst, GEMEENTEN, ["jeugd", "wonen"])

    assert noor == Collega(
        "a1", "Noor Voorbeeld", "Adviseur", ZWOLLE, ("jeugd", "wonen"), (Fase.UITVOERING,),
        "n@v.nl", "Werkt, en leert.", True, False,
    )  # fmt: skip


def test_all_faults_in_a_csv_are_told_at_once() -> None:
    tekst = (
        KOP
        + "a1,,Adviseur,Zwole,jeud,uitvoeren,geen,x,misschien\n"
        + "a1,Bram,Adviseur,Goes,jeugd,,b@v.nl,,ja\n"
        + "a3,Bram,Adviseur\n"
    )

    with pytest.raises(InvalidKennis) as fout:
        read_collegas_csv(tekst, GEMEENTEN, ["jeugd", "wonen"])

    fouten = fout.value.fouten
    assert len(fouten) == 8
    assert all(f.startswith("regel ") and "kolom" in f for f in fouten)
    assert any("'gemeente'" in f and "bedoel je Zwolle" in f for f in fouten)
    assert any("'themas'" in f and "jeugd, wonen" in f for f in fouten)
    assert any("'fases'" in f and "uitvoering" in f for f in fouten)
    assert any("'toestemming'" in f and "ja of nee" in f for f in fouten)


@pytest.mark.parametrize(
    "tekst", ["", "id,naam\n1,x\n", KOP.replace("over", "overig"), KOP + 'a,"b']
)
def test_a_csv_that_cannot_be_read_says_so(tekst: str) -> None:
    with pytest.raises(InvalidKennis, match="regel"):
        read_collegas_csv(tekst, GEMEENTEN, ["jeugd"])
