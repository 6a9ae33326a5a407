"""What the assistant understands of one text. The table was written before its outcome was seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistent.begrip import HANDEL, VRAAG_NA, Begrijper
from assistent.kennis import default_kennis
from assistent.model import Aspect, Begrip, Leervoorkeur
from assistent.verstand import make_verstand


@dataclass(frozen=True)
class Voorbeeld:
    """A question with what a reader would understand. *themas*: one of these must be the first."""

    tekst: str
    themas: tuple[str, ...] = ()
    fase: str | None = None
    behoeften: tuple[str, ...] = ()
    doelgroepen: tuple[str, ...] = ()
    termijn: str | None = None
    gevoelig: bool = False
    gemeente: str | None = None
    oplossing: str | None = None
    te_breed: bool = False
    deelvragen: int = 0


V = Voorbeeld
TABEL = (
    # plain questions as advisors type them
    V("Steeds meer ouderen in onze dorpen zijn eenzaam. Hoe pakken andere gemeenten dat aan?",
      ("eenzaamheid",), None, ("praktijkvoorbeelden",), ("ouderen",)),
    V("Ik moet voor vrijdag een raadsvoorstel schrijven over de nieuwe verordening Wmo",
      ("wmo",), "besluitvorming", (), (), "deze-week"),
    V("Heb je cijfers over kinderarmoede per wijk?",
      ("armoede-schulden",), None, ("cijfers-onderzoek",), ("kinderen",)),
    V("We krijgen veel signalen van het wijkteam over gezinnen met betalingsachterstanden",
      ("armoede-schulden", "wijkgericht-werken"), None, (), ("gezinnen-ouders",)),
    V("welke werkvormen kan ik gebruiken op een bewonersavond over windmolens",
      ("burgerparticipatie",), None, ("werkvormen-methodieken",), ()),
    V("In Zwolle willen we jongeren beter betrekken bij het jeugdbeleid",
      ("jeugd", "burgerparticipatie"), None, (), ("jongeren",), gemeente="Zwolle"),
    V("Onze aanpak van dak- en thuislozen is vorig jaar gestart. Hoe meten we of het werkt?",
      ("maatschappelijke-opvang",), "monitoring-evaluatie", (), ("dak-en-thuislozen",)),
    V("Wie kan ik bellen over mantelzorgbeleid? Ik wil graag sparren met een collega uit de regio.",
      ("mantelzorg",), None, ("contact-collegas",), ()),
    V("Wat moet er volgens de wet in een verordening schuldhulpverlening staan?",
      ("armoede-schulden",), None, ("kaders-wetgeving",), ()),
    V("Is er een training voor consulenten over gesprekken met laaggeletterde inwoners?",
      ("digitalisering",), None, ("scholing",), ("laaggeletterden",)),
    V("We evalueren dit najaar ons sportakkoord en zoeken indicatoren",
      ("sport-preventie",), "monitoring-evaluatie", (), ()),
    V("Hoe voorkomen we dat statushouders na hun inburgering thuis komen te zitten?",
      ("integratie-statushouders",), None, (), ("statushouders-nieuwkomers",)),
    V("De gemeente Assen wil de jeugdhulp anders inkopen, welke bekostiging werkt?",
      ("jeugd", "inkoop"), None, ("cijfers-onderzoek",), (), gemeente="Assen"),
    V("ik ben nieuw op dit dossier en weet nog weinig van onbegrepen gedrag, waar begin ik",
      ("onbegrepen-gedrag",), "orientatie", ("werkvormen-methodieken",), ()),
    V("Hoe schrijf ik een startnotitie over wonen en zorg voor ouderen?",
      ("wonen", "ouderen"), "orientatie", (), ("ouderen",)),
    V("Wij werken aan een nieuwe woonzorgvisie en zoeken voorbeelden van vergelijkbare gemeenten",
      ("wonen",), "beleidsvoorbereiding", ("praktijkvoorbeelden",), ()),
    V("Na twee jaar pilot moeten we kiezen: stoppen of doorgaan met de buurtsportcoach",
      ("sport-preventie",), "doorontwikkeling", (), ()),
    V("Hoe borgen we de lessen uit de proeftuin mantelzorg?",
      ("mantelzorg",), "doorontwikkeling", (), ()),
    V("De wethouder wil bezuinigen op de huishoudelijke hulp. Wat zijn de gevolgen voor inwoners?",
      ("wmo",), "besluitvorming", (), ("bewoners",)),
    V("Er zijn steeds meer thuiszitters op onze scholen, wat werkt om ze terug te krijgen?",
      ("onderwijs-jeugd",), None, ("cijfers-onderzoek",), ()),
    V("Vrijwilligers haken af bij onze verenigingen. Heeft iemand daar ervaring mee?",
      ("vrijwillige-inzet",), None, (), ("vrijwilligers",)),
    V("Veilig Thuis kan het aantal meldingen huiselijk geweld niet aan, we moeten volgende week met een plan komen",
      ("veiligheid",), None, (), (), "deze-week"),
    V("Hoe maken we onze dienstverlening toegankelijk voor mensen met een verstandelijke beperking?",
      ("inclusie-vn-verdrag",), None, (), ("mensen-met-een-beperking",)),
    V("Ik zoek een handreiking over lokale inclusieagenda's",
      ("inclusie-vn-verdrag",), None, ("werkvormen-methodieken",), ()),
    V("Rapporten over gezonde leefomgeving en bewegen in de wijk graag",
      ("ruimte", "sport-preventie"), None, ("cijfers-onderzoek",), ()),
    V("Hoe krijgen we jongeren uit de bijstand aan het werk?",
      ("participatie-werk-inkomen",), None, (), ("jongeren",)),
    V("Meer dan de helft van onze klantmanagers heeft moeite met de omgekeerde toets, is daar een cursus voor",
      ("participatie-werk-inkomen", "wijkgericht-werken"), None, ("scholing",), ("professionals",)),
    V("Hoe zorgen we dat kennis niet weglekt als collega's vertrekken?",
      ("kennisdeling-leren",), None, (), ()),
    V("Welke gemeenten werken al met een buurtbudget?",
      ("burgerparticipatie",), None, ("praktijkvoorbeelden",), ()),
    V("Wij willen weten hoeveel mantelzorgers er zijn in onze gemeente",
      ("mantelzorg",), None, ("cijfers-onderzoek",), ("mantelzorgers",)),
    V("Inwoners met een migratieachtergrond weten de dagbesteding niet te vinden",
      ("wmo",), None, (), ("mensen-met-migratieachtergrond",)),
    V("We zien dat roze ouderen zich niet welkom voelen in het verpleeghuis",
      ("ouderen", "inclusie-vn-verdrag"), None, (), ("lhbtiq",)),
    V("huurders met schulden dreigen hun huis uit te moeten, hoe voorkomen we dat samen met de woningcorporatie",
      ("armoede-schulden", "wonen"), None, (), ("bewoners", "mensen-met-schulden")),
    V("Hoe houden we toezicht op pgb-fraude zonder inwoners te wantrouwen",
      ("wmo",), None, (), ("bewoners",)),
    V("Het digitale loket is te ingewikkeld voor laaggeletterden",
      ("digitalisering",), None, (), ("laaggeletterden",)),
    V("Zijn er podcasts over jeugdzorg om in de trein te luisteren",
      ("jeugd",), None, (), ()),
    V("We werken met een sociaal team per wijk maar de lijntjes met de huisarts zijn te lang",
      ("wijkgericht-werken", "zorg-gezondheid"), None, (), ()),
    V("De raad vraagt hoe het staat met valpreventie, ik heb nog twee weken",
      ("ouderen", "zorg-gezondheid"), None, (), (), "deze-maand"),
    V("Onze welzijnssubsidies lopen af, hoe verdelen we het geld eerlijk over de buurthuizen?",
      ("welzijn",), None, (), ()),
    V("Den Haag zoekt ervaringsverhalen van mensen die in de maatschappelijke opvang hebben gezeten",
      ("maatschappelijke-opvang",), None, ("praktijkvoorbeelden",), (), gemeente="Den Haag"),
    # haste, sensitivity
    V("Dit is vertrouwelijk: we overwegen het contract met de zorgaanbieder op te zeggen",
      ("inkoop",), None, (), (), gevoelig=True),
    V("Het ligt hier politiek heel gevoelig, maar er komt een azc in het dorp. Hoe voer je het gesprek met bewoners?",
      ("integratie-statushouders", "burgerparticipatie"), None, ("werkvormen-methodieken",), ("bewoners",), gevoelig=True),
    V("Geen haast, maar ik wil me eens verdiepen in positieve gezondheid",
      ("zorg-gezondheid",), None, (), (), "geen-haast"),
    V("Morgen praat ik met de wethouder over leefbaarheid in kwetsbare wijken, heb je feiten?",
      ("wijkgericht-werken", "wonen"), None, ("cijfers-onderzoek",), (), "deze-week"),
    V("Over drie maanden moet de evaluatie van de stadspas klaar zijn",
      ("armoede-schulden",), "monitoring-evaluatie", (), (), "dit-kwartaal"),
    V("Bij ons mag de raad dit nog niet weten: het jeugdteam stopt",
      ("jeugd",), None, (), (), gevoelig=True),
    # a solution as a question
    V("We willen een app laten bouwen tegen eenzaamheid",
      ("eenzaamheid",), None, (), (), oplossing="app"),
    V("Er moet een meldpunt komen voor overlast door verwarde personen",
      ("onbegrepen-gedrag",), None, (), (), oplossing="meldpunt"),
    V("Hoe zetten we een chatbot op voor vragen over schulden?",
      ("armoede-schulden",), None, (), (), oplossing="chatbot"),
    V("We gaan een campagne starten om mantelzorgers te bereiken",
      ("mantelzorg",), None, (), ("mantelzorgers",), oplossing="campagne"),
    V("Wij willen een wijkregisseur aanstellen in de binnenstad",
      ("wijkgericht-werken",), None, (), (), oplossing="wijkregisseur"),
    V("We moeten een nota over armoede schrijven",
      ("armoede-schulden",), "beleidsvoorbereiding", (), ()),
    V("Hoe evalueren we het digitale platform voor vrijwilligers?",
      ("vrijwillige-inzet",), "monitoring-evaluatie", (), ("vrijwilligers",)),
    # too wide
    V("Hoe verbeteren we de zorg?", (), te_breed=True),
    V("Ik wil alles weten over het sociaal domein", (), te_breed=True),
    V("iets met jongeren", (), doelgroepen=("jongeren",), te_breed=True),
    V("Wat kunnen we doen aan armoede?", ("armoede-schulden",), te_breed=True),
    V("Wat kunnen we doen aan armoede onder werkende ouders in de Vogelbuurt?",
      ("armoede-schulden",), None, (), ("gezinnen-ouders",)),
    # two questions
    V("Hoe bereiken we eenzame ouderen? En welke regels gelden er voor het inkopen van jeugdhulp?",
      ("eenzaamheid", "ouderen", "jeugd", "inkoop"), None, ("kaders-wetgeving",), ("ouderen",), deelvragen=2),
    V("Ik zoek voorbeelden van mantelzorgbeleid. Daarnaast wil ik weten hoe andere gemeenten statushouders huisvesten.",
      ("mantelzorg", "integratie-statushouders"), None, ("praktijkvoorbeelden",), ("statushouders-nieuwkomers",), deelvragen=2),
    V("Hoe voorkomen we schulden bij jongeren, en hoe bereiken we ze via school?",
      ("armoede-schulden",), None, (), ("jongeren",)),
    V("Twee vragen: hoe organiseer je een burgerberaad, en wat kost huishoudelijke hulp per inwoner?",
      ("burgerparticipatie", "wmo"), None, (), (), deelvragen=2),
    # nothing to understand, or not for us
    V(""),
    V("   \n\t "),
    V("😀👍🎉"),
    V("hoi"),
    V("asdf qwer zxcv"),
    V("heb je een recept voor appeltaart"),
    V("wat wordt het weer morgen", termijn="deze-week"),
    V("How do I reduce loneliness among the elderly?"),
    V("Comment réduire la pauvreté des enfants ?"),
    V("Wie gewinnen wir Freiwillige für den Verein?"),
    V("Bisa bantu saya membuat kebijakan?"),
    V("<script>alert(1)</script>"),
)  # fmt: skip

# Written after the content was mended on the table above, and not used to mend it
NIEUW = (
    V("Onze jongerenwerkers zien veel drugsgebruik in het park, wat werkt daartegen?",
      ("sport-preventie", "jeugd", "zorg-gezondheid", "welzijn"), None, ("cijfers-onderzoek",), ()),
    V("Kunnen we statushouders laten meedenken over hun eigen inburgering?",
      ("integratie-statushouders",), None, (), ("statushouders-nieuwkomers",)),
    V("Er ligt een motie om de stadspas uit te breiden en die moet deze maand beantwoord zijn",
      ("armoede-schulden",), "besluitvorming", (), (), "deze-maand"),
    V("Hoe vaak komt ouderenmishandeling voor in een gemeente van onze grootte?",
      ("veiligheid",), None, ("cijfers-onderzoek",), ()),
    V("Wij zijn bezig met de uitvoering van het GALA en lopen vast op de samenwerking met huisartsen",
      ("zorg-gezondheid",), "uitvoering", (), ()),
    V("Welke juridische ruimte heb ik om giften aan mensen in de bijstand te laten gaan?",
      ("participatie-werk-inkomen",), None, ("kaders-wetgeving",), ("bijstandsgerechtigden",)),
    V("Mijn collega's willen leren doorvragen, weet je een goede workshop?",
      (), None, ("scholing",), ()),
    V("We willen respijtzorg regelen voor ouders van kinderen met autisme",
      ("mantelzorg",), None, (), ("gezinnen-ouders", "kinderen", "mensen-met-een-beperking")),
    V("Na de evaluatie willen we het beleid voor vrijwilligers bijstellen",
      ("vrijwillige-inzet",), "doorontwikkeling", (), ("vrijwilligers",)),
    V("In Deventer staan dakloze gezinnen op de stoep en er is nergens plek",
      ("maatschappelijke-opvang",), None, (), ("gezinnen-ouders",), gemeente="Deventer"),
    V("Ik wil een factsheet met kengetallen over laaggeletterdheid voor de portefeuillehouder",
      ("digitalisering",), None, ("cijfers-onderzoek",), ()),
    V("Hoe praat je met inwoners over een nieuwe opvanglocatie als de stemming al slecht is?",
      ("burgerparticipatie", "maatschappelijke-opvang", "integratie-statushouders"), None, ("werkvormen-methodieken",), ("bewoners",)),
    V("Het schoolverzuim stijgt en leerplicht komt er niet meer aan toe",
      ("onderwijs-jeugd",)),
    V("de aanbesteding van de huishoudelijke hulp moet over, waar moeten we op letten",
      ("inkoop", "wmo")),
    V("Ik wil dit nog even onder ons houden: de directeur van de welzijnsorganisatie vertrekt",
      ("welzijn",), gevoelig=True),
    V("Zijn er gemeenten die ervaringsdeskundigen in dienst hebben?",
      ("inclusie-vn-verdrag", "burgerparticipatie"), None, ("praktijkvoorbeelden",), ("ervaringsdeskundigen",)),
    V("Het pleintje nodigt niet uit om te bewegen, hoe maken we het groener",
      ("ruimte", "sport-preventie")),
    V("Er zou een dashboard moeten komen met alles over de jeugdhulp",
      ("jeugd",), oplossing="dashboard"),
    V("Steeds meer huurders klagen over buren met verward gedrag",
      ("onbegrepen-gedrag",), None, (), ("bewoners", "mensen-met-psychische-kwetsbaarheid")),
    V("Wat zegt de Jeugdwet over wachttijden?",
      ("jeugd",), None, ("kaders-wetgeving",), ()),
)  # fmt: skip

# The part of the questions of which each aspect is understood right, a little below what was measured (TABEL, NIEUW).
# A loss is to be explained, not accepted: thema is judged on the first one, lists on all of it. The tables count what is
# said in so many words; since 0.2 what follows is understood too ("mantelzorgbeleid" is about mantelzorgers, "we starten
# een campagne" is uitvoering), which these tables call wrong. bench/begrip measures on questions labelled that way.
DREMPELS = {
    "thema": (0.93, 0.90),
    "fase": (0.78, 0.68),
    "behoefte": (0.65, 0.70),
    "doelgroep": (0.50, 0.40),
    "termijn": (0.98, 0.95),
    "gevoelig": (1.0, 1.0),
    "gemeente": (1.0, 1.0),
    "oplossing": (1.0, 1.0),
    "te_breed": (0.98, 0.95),
    "deelvragen": (0.98, 1.0),
}

OORDELEN: dict[str, Callable[[Voorbeeld, Begrip], bool]] = {
    "thema": lambda v, b: b.themas[0].id in v.themas if v.themas and b.themas else (not v.themas and not b.themas) or v.te_breed,
    "fase": lambda v, b: (b.fase.id if b.fase else None) == v.fase,
    "behoefte": lambda v, b: {z.id for z in b.behoeften} == set(v.behoeften),
    "doelgroep": lambda v, b: {z.id for z in b.doelgroepen} == set(v.doelgroepen),
    "termijn": lambda v, b: b.termijn == v.termijn,
    "gevoelig": lambda v, b: b.gevoelig == v.gevoelig,
    "gemeente": lambda v, b: (b.gemeente.naam if b.gemeente else None) == v.gemeente,
    "oplossing": lambda v, b: v.oplossing in b.oplossing if v.oplossing and b.oplossing else v.oplossing == b.oplossing,
    "te_breed": lambda v, b: b.te_breed == v.te_breed,
    "deelvragen": lambda v, b: len(b.deelvragen) == v.deelvragen,
}  # fmt: skip


@pytest.mark.parametrize("aspect", DREMPELS)
@pytest.mark.parametrize(("nr", "tabel"), [(0, TABEL), (1, NIEUW)], ids=["tabel", "nieuw"])
def test_each_aspect_is_understood_as_often_as_measured(
    begrijper: Begrijper, aspect: str, nr: int, tabel: tuple[Voorbeeld, ...]
) -> None:
    fout = [v.tekst for v in tabel if not OORDELEN[aspect](v, begrijper.begrijp(v.tekst))]

    deel = 1 - len(fout) / len(tabel)
    assert deel >= DREMPELS[aspect][nr], f"{aspect}: {deel:.2f} goed, mis bij {fout}"


@pytest.mark.parametrize(
    "tekst", ["", " ", "\n\t", "😀👍🎉", "?!…", "\x00\x07", "12 34 56", "<script>alert(1)</script>"]
)
def test_a_text_without_words_is_an_empty_begrip(begrijper: Begrijper, tekst: str) -> None:
    begrip = begrijper.begrijp(tekst)

    assert begrip.leeg
    assert not begrip.gevoelig
    assert begrip.deelvragen == ()
    assert begrip.oplossing is None


@given(st.text(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_text_gives_a_begrip_with_values_that_exist(tekst: str) -> None:
    kennis = default_kennis()

    begrip = _gedeelde_begrijper().begrijp(tekst)

    assert {z.id for z in begrip.themas} <= set(kennis.themas)
    assert {z.id for z in begrip.doelgroepen} <= set(kennis.doelgroepen)
    assert all(HANDEL[Aspect.BEHOEFTE] <= z.zekerheid <= 1 for z in begrip.behoeften)
    assert all(z.zekerheid >= VRAAG_NA for zekers in begrip.twijfel.values() for z in zekers)


@pytest.mark.parametrize(
    "stuk", ["aaaa ", "wonen en ", "en ook wil ik ", "een nieuwe ", "? hoe ", "wil willen ", "hoe "]
)
def test_two_thousand_characters_of_noise_take_no_time(begrijper: Begrijper, stuk: str) -> None:
    tekst = (stuk * 1000)[:2000]
    begin = time.perf_counter()

    begrijper.begrijp(tekst)

    # on a busy machine; what grows with the square of the length takes minutes
    assert time.perf_counter() - begin < 5.0


def test_what_is_acted_upon_is_not_asked_again(begrijper: Begrijper) -> None:
    begrip = begrijper.begrijp("Hoe helpen we mantelzorgers met een stappenplan voor respijtzorg?")

    assert begrip.themas
    assert not begrip.twijfel.get(Aspect.THEMA)


@pytest.mark.parametrize(
    ("tekst", "niet"),
    [
        ("we weten het nog niet", "kaders-wetgeving"),
        ("onze aanpak loopt al een jaar", "werkvormen-methodieken"),
        ("er is een sociaal team per wijk", "scholing"),
    ],
)
def test_a_word_that_everyone_uses_is_no_behoefte(
    begrijper: Begrijper, tekst: str, niet: str
) -> None:
    begrip = begrijper.begrijp(tekst)

    assert niet not in {z.id for z in begrip.behoeften}


@pytest.mark.parametrize(
    "vorm", ["werkvorm", "werkvormen", "voorbeeld", "voorbeelden", "rapporten", "cursussen"]
)
def test_singular_and_plural_ask_for_the_same(begrijper: Begrijper, vorm: str) -> None:
    begrip = begrijper.begrijp(f"ik zoek {vorm} over mantelzorg")

    assert begrip.behoeften or begrip.twijfel[Aspect.BEHOEFTE]


def test_a_specific_doelgroep_beats_inwoners(begrijper: Begrijper) -> None:
    begrip = begrijper.begrijp("inwoners met schulden vragen geen hulp")

    assert [z.id for z in begrip.doelgroepen] == ["mensen-met-schulden"]


def test_a_phrase_for_a_thema_still_names_its_doelgroep(begrijper: Begrijper) -> None:
    begrip = begrijper.begrijp("hoe bereiken we eenzame ouderen")

    assert [z.id for z in begrip.themas][:1] == ["eenzaamheid"]
    assert [z.id for z in begrip.doelgroepen] == ["ouderen"]


def test_a_solution_is_not_what_the_vraag_is_about(begrijper: Begrijper) -> None:
    begrip = begrijper.begrijp("We willen een chatbot laten bouwen voor vragen over schulden")

    assert begrip.oplossing == "een chatbot"
    assert begrip.themas[0].id == "armoede-schulden"


@pytest.mark.parametrize(
    ("aspect", "tekst", "waarde"),
    [
        (Aspect.GEMEENTE, "zwolle", "GM0193"),
        (Aspect.GEMEENTE, "ik werk voor de gemeente Zwolle hoor", "GM0193"),
        (Aspect.GEMEENTE, "dat zeg ik liever niet", None),
        (Aspect.TERMIJN, "voor vrijdag", "deze-week"),
        (Aspect.TERMIJN, "geen haast", "geen-haast"),
        (Aspect.TERMIJN, "binnen drie maanden", "dit-kwartaal"),
        (Aspect.FASE, "we zijn nog aan het verkennen", "orientatie"),
        (Aspect.FASE, "uitvoering", "uitvoering"),
        (Aspect.THEMA, "armoede", ("armoede-schulden",)),
        (Aspect.THEMA, "geen idee", None),
        (Aspect.DOELGROEP, "jongeren", ("jongeren",)),
        (Aspect.BEHOEFTE, "cijfers", ("cijfers-onderzoek",)),
        (Aspect.BEHOEFTE, "een voorbeeld van een andere gemeente", ("praktijkvoorbeelden",)),
        (Aspect.LEERVOORKEUR, "filmpjes", Leervoorkeur.KIJKEN_LUISTEREN),
        (Aspect.LEERVOORKEUR, "liefst sparren", Leervoorkeur.PRATEN),
        (Aspect.DOEL, "minder schulden bij gezinnen", "minder schulden bij gezinnen"),
        (Aspect.DOEL, "hm", None),
    ],
)
def test_an_answer_is_read_leniently(
    begrijper: Begrijper, aspect: Aspect, tekst: str, waarde: object
) -> None:
    assert begrijper.begrijp_antwoord(aspect, tekst) == waarde


@pytest.mark.parametrize("aspect", list(Aspect))
@pytest.mark.parametrize("tekst", ["", "😀", "Qwx zzz", "nee", "x" * 2000])
def test_no_answer_to_any_question_breaks_it(
    begrijper: Begrijper, aspect: Aspect, tekst: str
) -> None:
    waarde = begrijper.begrijp_antwoord(aspect, tekst)

    assert waarde is None or waarde


def test_every_button_can_also_be_typed(begrijper: Begrijper) -> None:
    kennis = default_kennis()
    mis = []
    for aspect in (
        Aspect.THEMA,
        Aspect.DOELGROEP,
        Aspect.FASE,
        Aspect.BEHOEFTE,
        Aspect.TERMIJN,
        Aspect.LEERVOORKEUR,
    ):
        for id_, keuze in kennis.keuzes(aspect).items():
            waarde = begrijper.begrijp_antwoord(aspect, keuze.naam)
            eerste = waarde[0] if isinstance(waarde, tuple) else waarde
            if eerste != id_:
                mis.append(f"{aspect}: {keuze.naam!r} wordt {waarde}")

    assert mis == []


def test_every_gemeente_is_found_by_its_name(begrijper: Begrijper) -> None:
    gemeenten = default_kennis().gemeenten

    mis = [
        g.naam
        for g in gemeenten.values()
        if begrijper.begrijp_antwoord(Aspect.GEMEENTE, g.naam) != g.code
    ]

    assert mis == []


@pytest.mark.parametrize(
    ("tekst", "weg", "blijft"),
    [
        ("niet wonen maar wmo", "wonen", "wmo"),
        ("nee, het gaat niet over jeugd, wel over mantelzorg", "jeugd", "mantelzorg"),
        ("geen cijfers, liever voorbeelden", "cijfers-onderzoek", "praktijkvoorbeelden"),
    ],
)
def test_what_is_denied_is_known_as_such(
    begrijper: Begrijper, tekst: str, weg: str, blijft: str
) -> None:
    ontkend = begrijper.ontkend(tekst)
    begrip = begrijper.begrijp(begrijper.zonder_ontkenning(tekst))

    assert weg in ontkend
    assert blijft not in ontkend
    assert blijft in {z.id for z in (*begrip.themas, *begrip.behoeften)}


def test_the_same_text_is_understood_the_same(begrijper: Begrijper) -> None:
    tekst = TABEL[0].tekst

    assert begrijper.begrijp(tekst) == make_verstand(default_kennis()).begrijper.begrijp(tekst)


_GEDEELD: list[Begrijper] = []


def _gedeelde_begrijper() -> Begrijper:
    """Hypothesis runs a test many times within one call and wants no fixture of a narrower scope."""
    if not _GEDEELD:
        _GEDEELD.append(make_verstand(default_kennis()).begrijper)
    return _GEDEELD[0]
