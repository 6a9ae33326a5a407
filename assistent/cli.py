"""The command `assistent`. Output of --json is one JSON value per line; faults are one line on standard error."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer

from assistent.errors import AssistentError, InvalidKennis
from assistent.model import Zeker

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

Tekst = Annotated[
    str, typer.Argument(help="de vraag, of - om JSON-regels van standaardinvoer te lezen")
]
AlsJson = Annotated[bool, typer.Option("--json", help="één JSON-waarde per regel")]


def main() -> None:
    """Entry point: an AssistentError becomes one line and exit status 1."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    if isinstance(sys.stdout, io.TextIOWrapper):
        # --json promises UTF-8, whatever the locale
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except AssistentError as exc:
        for regel in str(exc).splitlines():
            print(f"Fout: {regel}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(0)


@app.command()
def start(
    port: Annotated[int | None, typer.Option(help="poort van de webpagina")] = None,
    host: Annotated[
        str | None, typer.Option(help="adres waarop de webpagina te bereiken is")
    ] = None,
) -> None:
    """Start alles wat nodig is om in de browser te chatten."""
    from assistent.settings import load_settings
    from assistent.starten import start as start_alles

    start_alles(load_settings(poort=port, host=host), lambda regel: print(regel, flush=True))


@app.command()
def praat(
    adres: Annotated[str, typer.Option(help="een assistent die al draait")] = "",
) -> None:
    """Voer het gesprek in de terminal."""
    from assistent.praat import praat as praat_in_terminal

    praat_in_terminal(adres)


@app.command()
def begrijp(tekst: Tekst, als_json: AlsJson = False) -> None:
    """Laat zien wat de assistent uit een vraag begrijpt."""
    assistent = _assistent()

    def een(t: str, _: dict[str, Any]) -> dict[str, Any]:
        b = assistent.begrijp(t)
        return {
            "themas": [_zeker(z) for z in b.themas],
            "fase": _zeker(b.fase) if b.fase else None,
            "behoeften": [_zeker(z) for z in b.behoeften],
            "doelgroepen": [_zeker(z) for z in b.doelgroepen],
            "gemeente": {"code": b.gemeente.code, "naam": b.gemeente.naam} if b.gemeente else None,
        }

    _toon(tekst, een, als_json)


@app.command()
def zoek(
    tekst: Tekst,
    thema: Annotated[list[str] | None, typer.Option(help="een bekend thema; mag vaker")] = None,
    fase: Annotated[str | None, typer.Option(help="een bekende fase")] = None,
    aantal: Annotated[int, typer.Option(min=1, max=50)] = 10,
    als_json: AlsJson = False,
) -> None:
    """Zoek bronnen bij een vraag."""
    assistent = _assistent()

    def een(t: str, regel: dict[str, Any]) -> dict[str, Any]:
        gevonden = assistent.zoek(
            t,
            themas=regel.get("themas") or thema or (),
            fase=regel.get("fase") or fase,
            aantal=aantal,
        )
        return {
            "bronnen": [{"id": g.bron.id, "score": g.score, "waarom": g.waarom} for g in gevonden]
        }

    _toon(tekst, een, als_json)


@app.command()
def collegas(
    gemeente: Annotated[str, typer.Option(help="naam van je gemeente")],
    thema: Annotated[list[str], typer.Option(help="thema; mag vaker")],
    fase: Annotated[str | None, typer.Option()] = None,
    als_json: AlsJson = False,
) -> None:
    """Zoek collega's in de regio, en één over de schutting."""
    gevonden = _assistent(migrate=True).find_collegas(gemeente, thema, fase)
    _print(
        {
            "collegas": [
                {
                    "id": g.collega.id,
                    "reden": g.reden,
                    "afstand_km": g.afstand_km,
                    "over_de_schutting": g.over_de_schutting,
                }
                for g in gevonden
            ]
        },
        als_json,
    )


@app.command()
def maskeer(tekst: Tekst, als_json: AlsJson = False) -> None:
    """Haal persoonsgegevens uit een tekst."""
    assistent = _assistent()
    _toon(tekst, lambda t, _: {"tekst": assistent.maskeer(t)}, als_json)


@app.command("controleer-kennis")
def controleer_kennis(
    map_: Annotated[Path | None, typer.Option("--map", help="een andere map met inhoud")] = None,
) -> None:
    """Controleer alle inhoud; bij een fout: bestand, onderdeel en wat er mis is."""
    from assistent.kennis import MAP, load_kennis
    from assistent.kennis.oefenvragen import load_oefenvragen
    from assistent.privacy import check_namen
    from assistent.stappenplan import check_plannen
    from assistent.verwoording import check_teksten

    try:
        kennis = load_kennis(map_ or MAP)
        check_teksten(kennis)
        if fouten := [*check_namen((map_ or MAP) / "namen"), *check_plannen(kennis)]:
            raise InvalidKennis(fouten)
        vragen = load_oefenvragen(kennis) if map_ is None else ()
    except InvalidKennis as exc:
        print("\n".join(exc.fouten))
        raise typer.Exit(1) from exc
    print(
        f"In orde: {len(kennis.bronnen)} bronnen, {len(kennis.stappen)} stappen, "
        f"{len(kennis.gemeenten)} gemeenten, {len(vragen)} oefenvragen."
    )


@app.command()
def voorbeelden() -> None:
    """Schrijf de voorbeeldvragen met hun plannen uit, zoals ze in docs/voorbeelden.md staan."""
    print(_assistent().voorbeelden())


@app.command()
def migreer() -> None:
    """Maak de database, of werk haar bij naar deze versie."""
    _assistent(migrate=True)
    print("De database is bijgewerkt.")


@app.command()
def train(
    vectoren: Annotated[
        bool, typer.Option(help="leg ook de vectoren van de inhoud vast, om mee te leveren")
    ] = False,
) -> None:
    """Leer opnieuw: begrijpen, zoeken en de dialoog, na een wijziging in data/, de inhoud, domain.yml of config.yml."""
    from assistent.settings import PROJECT, load_settings

    model = load_settings().model
    opdracht = [
        sys.executable, "-m", "connectors.rasa_start", "train", "--skip-validation", "--quiet",
        "--out", str(model.parent), "--fixed-model-name", model.name.removesuffix(".tar.gz"),
    ]  # fmt: skip
    uit = subprocess.run(opdracht, cwd=PROJECT, capture_output=True, text=True, check=False)
    if uit.returncode or not model.is_file():
        raise AssistentError(f"trainen mislukt:\n{(uit.stdout + uit.stderr)[-2000:]}")
    _assistent().leer(bewaar_vectoren=vectoren)
    print(f"Getraind: {model}")


@app.command("importeer-collegas")
def importeer_collegas(
    bestand: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV met de echte collega's")
    ],
) -> None:
    """Vervang alle collega's (ook de voorbeeldpersonen) door die in een CSV."""
    aantal = _assistent(migrate=True).vervang_collegas(bestand.read_text(encoding="utf-8-sig"))
    print(f"{aantal} collega's ingelezen.")


@app.command("contactverzoeken")
def contactverzoeken(als_json: AlsJson = False) -> None:
    """Toon de contactverzoeken die op antwoord wachten, met de link voor de collega."""
    from assistent.web.collega import make_contactpad

    assistent = _assistent(migrate=True)
    for verzoek, collega in assistent.mensen.open_verzoeken():
        _print(
            {
                "id": verzoek.id,
                "collega": collega.id,
                "naam": collega.naam,
                "email": collega.email,
                "gemaakt": verzoek.gemaakt.isoformat(),
                "link": f"{assistent.settings.basis}{make_contactpad(assistent, verzoek)}",
            },
            als_json,
        )


@app.command("collega-link")
def collega_link(
    email: Annotated[str, typer.Argument(help="het e-mailadres van de collega")],
) -> None:
    """Toon de persoonlijke link van een collega, om te wijzigen of te stoppen."""
    from assistent.web.collega import make_persoonlijk_pad

    assistent = _assistent(migrate=True)
    collega = assistent.mensen.find_by_email(email)
    if collega is None:
        raise AssistentError(f"geen collega met het adres {email!r}; kijk of je het goed schreef")
    print(f"{assistent.settings.basis}{make_persoonlijk_pad(assistent, collega.id)}")


@app.command("makelaar-link")
def makelaar_link(
    dagen: Annotated[int, typer.Option(min=1, max=90, help="hoe lang de link werkt")] = 7,
) -> None:
    """Toon de link naar de vragen voor de kennismakelaar. Wie hem heeft, kan ze lezen."""
    from assistent.web.makelaar import make_makelaarpad

    assistent = _assistent(migrate=True)
    print(f"{assistent.settings.basis}{make_makelaarpad(assistent, dagen)}")


@app.command()
def kennisvragen(als_json: AlsJson = False) -> None:
    """Toon de vragen zonder goed antwoord, en die voor de kennismakelaar."""
    for vraag in _assistent(migrate=True).kennisvragen():
        _print(vraag, als_json)


@app.command()
def vergeet(gesprek: Annotated[str, typer.Argument(help="het nummer van het gesprek")]) -> None:
    """Wis een gesprek, voorgoed en overal."""
    if not _assistent(migrate=True).vergeet_gesprek(gesprek):
        raise AssistentError(f"gesprek {gesprek!r} bestaat niet (meer)")
    print("Gewist.")


def _zeker(z: Zeker) -> dict[str, Any]:
    return {"id": z.id, "zekerheid": z.zekerheid}


def _assistent(*, migrate: bool = False) -> Any:
    from assistent.bootstrap import make_assistent

    return make_assistent(migrate=migrate, check=migrate)


def _toon(tekst: str, een: Callable[[str, dict[str, Any]], dict[str, Any]], als_json: bool) -> None:
    """Answer one text, or every JSON line of standard input with its id."""
    if tekst != "-":
        _print(een(tekst, {}), als_json)
        return
    for regel in _json_regels():
        print(
            json.dumps({"id": regel.get("id"), **een(regel["tekst"], regel)}, ensure_ascii=False),
            flush=True,
        )


def _json_regels() -> Iterator[dict[str, Any]]:
    # bytes, so that a line that is no UTF-8 is a fault of that line
    for nr, ruw in enumerate(sys.stdin.buffer, 1):
        if not ruw.strip():
            continue
        try:
            regel = json.loads(ruw)
            if not isinstance(regel, dict) or not isinstance(regel.get("tekst"), str):
                raise ValueError("er is geen veld 'tekst' met tekst")
        except (ValueError, RecursionError) as exc:
            raise AssistentError(
                f"regel {nr} van de invoer: geen JSON met 'tekst' ({exc})"
            ) from exc
        yield regel


def _print(waarde: dict[str, Any], als_json: bool) -> None:
    if als_json:
        print(json.dumps(waarde, ensure_ascii=False), flush=True)
    else:
        print(json.dumps(waarde, ensure_ascii=False, indent=2), flush=True)


if __name__ == "__main__":
    main()
