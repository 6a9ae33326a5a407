"""What the advisors of the benchmark say: four short gesprekken, typed and pressed, all that people really do in them.

A line is typed; a line that starts with `!` presses the first button whose keuze starts like that (and is skipped
when none was offered). Both bots get the same lines.
"""

GESPREKKEN: tuple[tuple[str, ...], ...] = (
    (
        "Hoe bereiken we jongeren met schulden eerder?",
        "!kies_waarde",
        "waarom vraag je dit?",
        "weet ik niet",
        "!kies_waarde",
        "sla over",
        "wat weet je nu van mijn vraag?",
        "geef me een stappenplan",
        "welke bronnen zijn er?",
        "alleen cijfers graag",
        "dank je wel",
        "nieuwe vraag",
    ),
    (
        "Onze wijkteams in Tilburg lopen vast met de Wmo, welke voorbeelden van andere gemeenten zijn er?",
        "!kies_waarde",
        "nee, het gaat over jeugd",
        "!kies_waarde",
        "laat maar zien wat je hebt",
        "!toon_alles",
        "vergelijk 1 en 2",
        "leg stap 2 uit",
        "wie kan ik hierover spreken?",
        "begin opnieuw",
    ),
    (
        "eenzaamheid",
        "ouderen die alleen wonen",
        "wat kun je allemaal?",
        "!kies_waarde",
        "ga terug",
        "!kies_waarde",
        "we weten nog weinig, de wethouder vroeg ernaar",
        "!bevestig",
        "bronnen graag",
        "heb je er meer?",
        "korter graag",
        "begin opnieuw",
    ),
    (
        "We moeten een app voor mantelzorgers",
        "dat mantelzorgers het langer volhouden",
        "wat bewaar je van mij?",
        "weet ik niet",
        "!kies_waarde",
        "sla over",
        "mag ik de samenvatting zien",
        "ja, dat klopt",
        "stappenplan",
        "kan ik dit meenemen?",
        "dit helpt mij",
        "nieuwe vraag",
    ),
)
