"""Gemeenten in running Dutch: what counts, what does not."""

from __future__ import annotations

import csv
import time
from collections import Counter
from pathlib import Path

import pytest
import yaml

import assistent
from assistent.begrip.gemeenten import Gemeentezoeker
from assistent.model import Gemeente

KENNIS = Path(assistent.__file__).parent / "kennis"

# "" means: no gemeente, or unclear which one
ZINNEN = """
Ik werk bij de gemeente Zwolle en zoek voorbeelden.|Zwolle
ik werk bij de gemeente zwolle|Zwolle
Wij willen in Tilburg de wachtlijst in de jeugdhulp korter maken.|Tilburg
Hoe pakken we eenzaamheid aan in den bosch?|'s-Hertogenbosch
In ’s-Hertogenbosch loopt de Wmo vast.|'s-Hertogenbosch
Voor s Hertogenbosch zoek ik cijfers.|'s-Hertogenbosch
Wat is goed minimabeleid voor Den Haag?|Den Haag
Gemeente 's-Gravenhage zoekt een aanpak.|Den Haag
De Haagse wijkteams hebben te veel werk.|Den Haag
De Rotterdamse aanpak van dakloosheid moet beter.|Rotterdam
Onze rotterdamse wijkteams lopen vol.|Rotterdam
De Amsterdamse jeugdteams willen meer tijd.|Amsterdam
Ik zoek iets voor Mokum.|Amsterdam
Bij ons in Ljouwert zijn veel mantelzorgers.|Leeuwarden
Gemeente Sudwest Fryslan heeft veel dorpen.|Súdwest-Fryslân
We wonen in Súdwest-Fryslân en zoeken vrijwilligers.|Súdwest-Fryslân
In Sneek sluit het buurthuis.|Súdwest-Fryslân
In Brielle zijn te weinig huisartsen.|Voorne aan Zee
In Weesp is de bibliotheek dicht.|Amsterdam
Uden wil meer doen met sport.|Maashorst
Beleid voor Heerhugowaard en Langedijk|Dijk en Waard
In Boxmeer komt een azc.|Land van Cuijk
Mijn gemeente is Cuijk.|Land van Cuijk
Inwoners van Hoofddorp klagen over overlast.|Haarlemmermeer
Jongeren in Spijkenisse hangen rond.|Nissewaard
In Drachten is veel armoede.|Smallingerland
Emmeloord heeft geen nachtopvang.|Noordoostpolder
We zitten in de Noord-Oostpolder.|Noordoostpolder
Wij in Best willen mantelzorgers helpen.|Best
In Best is het tekort groot.|Best
Bij de gemeente Best werken we met wijkteams.|Best
ik werk bij gemeente best aan de wmo|Best
De raad van Best wil bezuinigen.|Best
Wat is de beste aanpak van schulden?|
Best lastig om jongeren te bereiken.|
Dat is best een ingewikkelde vraag.|
Zoek je best practices over eenzaamheid?|
We zoeken Best Practices voor de Wmo.|
Jan de Best vroeg mij om cijfers.|
Wat goes er mis in de jeugdzorg?|
In Goes willen we armoede aanpakken.|Goes
in goes willen we armoede aanpakken|Goes
Mevrouw van Goes belde over haar uitkering.|
De heer Van Weert heeft schulden.|
Wethouder Van Goes wil een plan.|
De wethouder van Goes wil een plan.|Goes
Hoe help ik mevrouw Van Tilburg met haar Wmo-aanvraag?|
Wat doen we voor de raad van Goes?|Goes
De raad van Ede stelt vragen over schulden.|Ede
Wij zoeken voor Epe een nieuwe woonvisie.|Epe
De Edese aanpak werkt goed.|Ede
In Huizen staan veel woningen leeg.|Huizen
Hoe bouwen we meer huizen voor jongeren?|
Huizen bouwen voor ouderen, hoe doe je dat?|
Mensen wonen in huizen zonder lift.|
De gemeente huizen laten bouwen, kan dat?|
Gezinnen die kampen met schulden.|
Veel inwoners hebben te kampen met eenzaamheid.|
Kampen met schulden, hoe help je dan?|
Wij werken in Kampen aan vroegsignalering.|Kampen
De buren helpen elkaar te weinig.|
Hoe betrek je buren bij elkaar?|
In Buren is de bus weggevallen.|Buren
De wachtlijsten dalen niet.|
We putten uit ervaring van inwoners.|
In de gemeente Putten zijn veel kerken.|Putten
Hoe kan dit leiden tot betere zorg?|
Dit kan leiden naar minder zorg.|
De Leidse jeugdteams zitten vol.|Leiden
in leiden wonen veel studenten|Leiden
Mensen met een houten been.|
Beleidsadviseur sociaal domein in Houten|Houten
Ze willen haren knippen in het buurthuis.|
Bij ons in Haren staan ouderen op een wachtlijst.|Groningen
Een gesprek met de provincie Utrecht over wonen.|
Provincie Groningen geeft subsidie.|
De gemeente Utrecht en de provincie werken samen.|Utrecht
In Utrecht is te weinig opvang.|Utrecht
De Utrechtse Heuvelrug vergrijst.|Utrechtse Heuvelrug
Onderzoek van de Universiteit Utrecht over armoede.|
Volgens Hogeschool Rotterdam werkt het.|
Tilburg University deed onderzoek.|
GGD Amsterdam heeft cijfers.|
Wij zijn een dorp in de regio Zwolle.|
Kunnen we zoiets doen als Rotterdam, net als Amsterdam?|
Kan dat ook hier, zoals in Rotterdam?|
Wat kunnen wij leren van de aanpak van Tilburg?|Tilburg
Andere gemeenten, zoals Breda, Tilburg en Eindhoven, doen het al.|
Wij in Hengelo willen het doen zoals in Rotterdam.|Hengelo
Zoals in Rotterdam willen wij in Schiedam een wijkaanpak.|Schiedam
Net als Amsterdam wil de gemeente Diemen een stadspas.|Diemen
In Rotterdam doen ze het met buurtteams, kan dat bij ons?|
Rotterdam bijvoorbeeld heeft een goede aanpak.|Rotterdam
Wij werken in Zwolle samen met Deventer.|Zwolle
Ik las over een pilot in Eindhoven, maar ik werk bij Helmond.|Helmond
Geen Rotterdamse aanpak overnemen, iets eigens graag.|
We willen de Rotterdamse aanpak overnemen in Vlaardingen.|Vlaardingen
Ik werk niet in Rotterdam maar in Schiedam.|Schiedam
In Bergen zijn veel ouderen.|
De gemeente Bergen heeft veel toeristen.|
De gemeente Bergen in Limburg heeft veel ouderen.|Bergen (L)
De gemeente Bergen (NH) heeft veel toeristen.|Bergen (NH)
Gemeente Bergen, Noord-Holland, zoekt vrijwilligers.|Bergen (NH)
In Bergen op Zoom is veel armoede.|Bergen op Zoom
De afvalbergen groeien, bergen papier.|
Gemeente Rotterdm zoekt een aanpak.|Rotterdam
bij de gemeente amersfort werk ik aan de wmo|Amersfoort
De gemeente Capelle aan den IJsel wil dit weten.|Capelle aan den IJssel
Gemeente Groningn zoekt een plan.|Groningen
De gemeente heeft geen geld.|
De gemeente weet het niet.|
De gemeente moet boeken kopen.|
De gemeente boeken laten kopen.|
De gemeente geeft geen subsidie.|
Onze gemeente is klein en wil meer doen.|
Een kleine gemeente zoekt hulp.|
Wij zijn van de gemeente Alphen a/d Rijn.|Alphen aan den Rijn
Krimpen a.d. IJssel wil een buurthuis.|Krimpen aan den IJssel
WIJ WERKEN IN ZWOLLE AAN EENZAAMHEID|Zwolle
HOE BOUWEN WE MEER HUIZEN VOOR JONGEREN|
Het college van burgemeester en wethouders van Asten vraagt advies.|Asten
Beleidsadviseur jeugd bij Someren|Someren
Wij als gemeente Dongen zoeken cijfers.|Dongen
Collega Van Dongen zoekt cijfers.|
Mevrouw Dongen zoekt hulp.|
Peter van Deurne heeft een idee.|
In Deurne zijn weinig woningen.|Deurne
In Hoorn groeit de groep daklozen.|Hoorn
Wij wonen aan de sluis en de beek.|
In Sluis en omgeving is weinig zorg.|Sluis
De gemeente Beek (L.) vergrijst.|Beek
Bij gemeente Stein is de Wmo duur.|Stein
Deventer wil inwoners laten meedenken.|Deventer
Hoe doet Nijmegen dat met jongeren?|Nijmegen
Nijmeegse jongeren zijn vaak eenzaam.|Nijmegen
Bossche ouderen willen ontmoeten.|'s-Hertogenbosch
Zwolse mantelzorgers zijn moe.|Zwolle
Groninger ouderen zijn eenzaam.|Groningen
Amsterdammers met schulden zoeken hulp.|Amsterdam
Wat wil Den Haag van ons met het AZWA?|
De bezuinigingen uit Den Haag raken ons.|
De Haagse politiek verandert steeds.|
Mail mij op jan@zwolle.nl.|
Zie www.rotterdam.nl voor meer.|
Hoe kunnen Zwolle en Deventer samenwerken?|
Wij werken voor de gemeenten Heiloo en Castricum.|
Ik ben beleidsadviseur in het sociaal domein bij Oude IJsselstreek.|Oude IJsselstreek
Ooststellingwerf zoekt vrijwilligers.|Ooststellingwerf
In Berg en Dal is het rustig.|Berg en Dal
In De Bilt is weinig opvang.|De Bilt
Wij in land van cuijk zoeken samenwerking.|Land van Cuijk
In Westerkwartier vergrijst de bevolking.|Westerkwartier
Ik werk in Leek met statushouders.|Westerkwartier
Als leek snap ik het niet.|
Een losser verband tussen teams.|
Echt iets voor ons dorp.|
Sittard-Geleen zoekt een wijkaanpak.|Sittard-Geleen
In Geleen is overlast.|Sittard-Geleen
Veiligheidsregio Rotterdam-Rijnmond geeft advies.|
GGD Zaanstreek-Waterland heeft cijfers.|
In Zaandam willen we wijkteams.|Zaanstad
In Soest, Utrecht, is weinig opvang.|Soest
Hoe krijg ik meer jongeren aan het werk?|
Hoe pakken wij eenzaamheid onder ouderen aan?|
Inwoners van Almere willen meedenken.|Almere
Ik heb een vraag over Almere.|Almere
Wat is de stand van zaken rond jeugdhulp bij Aa en Hunze?|Aa en Hunze
Familie van Buren heeft hulp nodig.|
Gemeenten als Breda en Tilburg doen dit al.|
Ons college heeft gehoord dat Leeuwarden dit doet.|Leeuwarden
Meer armoede dan in Rotterdam.|
Nee, niet Utrecht maar Zeist.|Zeist
Hoi, ik werk voor Zaanstad en zoek collega's die iets met eenzaamheid doen|Zaanstad
Wat doet de gemeente Emmen aan laaggeletterdheid?|Emmen
We hebben in Emmen veel laaggeletterden|Emmen
De emmer loopt over bij onze wijkteams|
hoe zit het met mantelzorg in emmen|Emmen
Ik kom uit Assen en zoek contact|Assen
Ons wijkteam in Assen-Oost is overbelast|Assen
Kunnen jullie me helpen met een notitie voor de raad van Wierden?|Wierden
Wierden de jongeren wel gehoord?|
De jongeren wierden niet gehoord|
Ik zoek voor mijn wethouder in Veere een notitie|Veere
Ik ben Jan van Veere, beleidsadviseur|
Ik heet Karin Putten en werk in Ermelo|Ermelo
Mijn naam is Sanne de Wolden en ik werk in Meppel|Meppel
Voor De Wolden zoek ik een aanpak|De Wolden
in Duiven is er een wachtlijst|Duiven
overlast van duiven in de wijk|
Hoe voorkomen we overlast door duiven?|
De gemeente Horst aan de Maas zoekt vrijwilligers|Horst aan de Maas
In Horst is een tekort aan huisartsen|Horst aan de Maas
Een horst van armoede|
Goedemorgen, ik werk bij de Gemeente Voorst.|Voorst
Beste collega, kun je me helpen?|
Beste Vraagwijs, in Raalte hebben we een vraag|Raalte
Hoe gaat Raalte om met statushouders|Raalte
Onze raad in Laren vraagt om een armoedebeleid|Laren
Wij zijn de gemeente Dalfsen, 30.000 inwoners|Dalfsen
Hoe kan de gemeente Hulst samenwerken met Vlaanderen?|Hulst
Mensen die van hulst houden|
Mensen met een stem in de raad|
Wat kunnen wij als gemeente Lochem leren van Zutphen en Deventer?|Lochem
Wat kan Lochem leren van Deventer?|Lochem
In tegenstelling tot Amsterdam heeft Weesp geen opvang|Amsterdam
De gemeente Nijmegen heeft een mooi project met buurtmoeders. Kan dat ook in Oss?|Oss
Rotterdam heeft een wijkaanpak. Kan dat ook bij ons in Nissewaard?|Nissewaard
Ik zag op een congres in Utrecht een mooie presentatie. Hoe doen wij dat in Nieuwegein?|Nieuwegein
We gaan op werkbezoek bij Eindhoven. Welke vragen stellen we?|Eindhoven
Onze buurgemeente Barneveld heeft al een aanpak|
Wij zijn een buurgemeente van Ede|
Het gezin Van Dongen heeft hulp nodig|
Het gezin De Best|
Dhr. van Putten en mw. Goes hebben gebeld|
Drs. P. van Buren schreef het rapport|
Professor Van Delft deed onderzoek|
De familie Kampen uit Urk|Urk
Ik wil graag iets weten over de Drentse gemeente Aa en Hunze|Aa en Hunze
In Hoogeveen en Emmen is armoede groot|
gem. Hoogeveen|Hoogeveen
Gemeente: Medemblik|Medemblik
Ik werk bij gem Medemblik|Medemblik
Vanuit Bodegraven-Reeuwijk zoeken we contact|Bodegraven-Reeuwijk
Hoe regelen we beschermd wonen in de regio Utrecht?|
de gemeente utrecht wil meer doen|Utrecht
In Groningen speelt de aardbevingsschade mee bij jongeren|Groningen
De provincie Groningen en de gemeente Eemsdelta|Eemsdelta
Gedeputeerde Staten van Utrecht|
Wij zijn aangesloten bij Hogeschool Utrecht maar werken in Zeist|Zeist
ROC van Twente in Almelo doet mee|Almelo
Hoe doen ze dat in Tilburg?|Tilburg
Doen ze dat in Tilburg beter?|Tilburg
In Tilburg werken ze met een sociale kaart. Wij willen dat ook.|
Ik hoorde dat ze in Breda een mooie aanpak hebben|Breda
Hebben jullie voorbeelden uit Leeuwarden?|Leeuwarden
Wij zoeken voorbeelden, het liefst uit Limburg|
De buurtteams in Amsterdam zijn een voorbeeld voor ons, wij zitten in Purmerend.|Purmerend
Een app zoals ze in Helmond hebben|Helmond
Wij (gemeente Waalwijk) willen graag weten hoe het zit|Waalwijk
Waalwijk: hoe verder met de inkoop?|Waalwijk
wij werken in t gooi, gemeente gooise meren|Gooise Meren
In Bussum hebben we te weinig ontmoetingsplekken|Gooise Meren
Wijk bij Duurstede heeft een wijkteam|Wijk bij Duurstede
De wijk bij de sluis|
gemeente Wijk-bij-Duurstede|Wijk bij Duurstede
In de Haarlemmermeer groeit de bevolking|Haarlemmermeer
in Den-Helder is de armoede groot|Den Helder
Helderse jongeren|Den Helder
Heldere afspraken met aanbieders|
Een heldere visie|
Delftse studenten en eenzaamheid|Delft
Zij delft het onderspit|
Hoe krijgen we in Delft meer vrijwilligers?|Delft
in gouda is veel te doen|Gouda
Goudse wijkteams|Gouda
Gouden standaard voor hulp|
Tielse jongeren|Tiel
Voor Tiel zoek ik cijfers|Tiel
Het Westland kent veel arbeidsmigranten|Westland
Wij in het Westland hebben veel arbeidsmigranten|Westland
Altena zoekt een aanpak voor jongeren|Altena
De heer Altena zoekt hulp|
Dijk en Waard heeft sinds kort een nieuwe visie|Dijk en Waard
Onze gemeente, Maashorst, is net gefuseerd|Maashorst
Wij zijn een middelgrote gemeente (Meierijstad)|Meierijstad
Veghel wil een jongerenraad|Meierijstad
de gemeente Vught heeft een nieuwe verordening|Vught
mensen met een vacht|
Ik zoek informatie over de Wmo in Best, dat ligt bij Eindhoven|Best
Dit is het Best wat we hebben|
Het gaat best goed in Goes|Goes
Welke gemeente doet dit het best?|
De gemeente doet haar best|
De gemeente best betrokken vinden|
Wat is voor de gemeente best passend?|
Wij doen ons best in Borne|Borne
het spreekuur op de borne|
Hoe laat je inwoners van Bergen op Zoom meepraten?|Bergen op Zoom
Bergen werk liggen er bij de wijkteams|
we verzetten bergen werk in Veldhoven|Veldhoven
Wij wonen in Bergen aan Zee|Bergen (NH)
In Noord-Holland, in Bergen, zijn veel tweede woningen|Bergen (NH)
Gemeente Nuenen c.a.|Nuenen, Gerwen en Nederwetten
In Nuenen is de wachtlijst lang|Nuenen, Gerwen en Nederwetten
Son en Breugel wil een dorpshuis|Son en Breugel
De Ronde Venen: hoe betrekken we dorpen?|De Ronde Venen
Wij van Stichtse Vecht|Stichtse Vecht
Kan Hof van Twente ook meedoen?|Hof van Twente
Twente is een regio|
gemeente Twenterant|Twenterand
gemeente Wageninge wil|Wageningen
de gemeente Eindhove|Eindhoven
gemeente s-hertogenbos|'s-Hertogenbosch
gemeente den hag|Den Haag
De gemeente wil weten|
de gemeente haar inwoners|
de gemeente stelt voor|
de gemeente zorgt voor|
de gemeente staat voor een keuze|
De gemeente leert van inwoners|
De gemeente deelt cijfers|
Wat mag de gemeente delen met de politie?|
Moet de gemeente meten wat het oplevert?|
de gemeente kampt met tekorten|
Veel gemeenten kampen met tekorten|
Gemeenten Kampen en Zwolle|
Zwolle|Zwolle
zwolle|Zwolle
Epe|Epe
Oss|Oss
Ik werk in Oss.|Oss
Ossenaren willen meer groen|Oss
Jongeren uit Maastricht trekken weg|Maastricht
De Maastrichtse binnenstad|Maastricht
Een Rotterdams wijkteam|Rotterdam
Hoe zit dat in het Amsterdamse model|Amsterdam
Wij werken volgens het model van Almere in Lelystad|Lelystad
Graag iets zoals de Haagse aanpak|Den Haag
Net als de Tilburgse wijkteams|Tilburg
Ook in Zwolle neemt de eenzaamheid toe|Zwolle
Wat werkt wel in Almere?|Almere
Ik ben ambtenaar te Middelburg|Middelburg
Het Middelburgse college wil bezuinigen|Middelburg
Ambtenaren van Beekdaelen zoeken hulp|Beekdaelen
In Nuth sluit de school|Beekdaelen
Harense ouderen|Groningen
Is er een verschil tussen Rotterdam en Amsterdam?|
Wij werken voor BUCH (Bergen, Uitgeest, Castricum, Heiloo)|
Ik woon in Utrecht maar werk bij de gemeente Houten|Houten
Ik werk in Houten en woon in Utrecht|Houten
de inwoners van huizen|
Inwoners van Huizen zijn tevreden|Huizen
Hoe gaan andere gemeenten (Almelo, Hengelo) hiermee om?|
Almelo en Hengelo doen het goed. Wij, Borne, niet.|Borne
Een vraag vanuit het sociaal domein Apeldoorn|Apeldoorn
Sociaal Team Barendrecht|Barendrecht
Afdeling Wmo, gemeente Ridderkerk|Ridderkerk
Wat zegt de VNG in Den Haag hierover?|
Voor de inwoners van Den Haag|Den Haag
Hagenaars met schulden|Den Haag
Komt dit uit Den Haag of is het lokaal beleid?|
Ik ben net begonnen in Urk|Urk
Texel heeft weinig woningen|Texel
De Texelse jongeren|Texel
Súdwest-Fryslân|Súdwest-Fryslân
Tytsjerksteradiel zoekt mienskip|Tytsjerksteradiel
Wat doen Friese gemeenten, bijvoorbeeld Smallingerland?|Smallingerland
In de Noardeast Fryslan dorpen|Noardeast-Fryslân
wat kost een scootmobiel in t land van cuijk|Land van Cuijk
Grave problemen in de jeugdzorg|
in Grave is een probleem|Land van Cuijk
Zij leidt in Leiden een team|Leiden
We willen leiden vanuit vertrouwen|
Leiden wil een stadspas|Leiden
Leiden deze plannen tot iets?|
Kunnen we toe leiden naar werk|
toeleiden naar werk|
Wij hebben als gemeente Beverwijk een vraag over inkoop jeugdhulp in de regio IJmond.|Beverwijk
Heerlen heeft een mooi project. Wij in Kerkrade willen dat ook.|Kerkrade
Onze jongeren in Tiel gaan in Nijmegen naar school. Hoe bereiken we hen?|Tiel
Ik zoek een collega in Alkmaar die iets weet van inburgering|Alkmaar
Ken je iemand in de gemeente Hoorn die hier ervaring mee heeft?|Hoorn
Volgens het Verwey-Jonker Instituut in Utrecht helpt dit|
Movisie (Utrecht) schreef hierover|
Hoe moeten wij dit leiden?|
Wat betekent het nieuwe beleid voor Hoorn?|Hoorn
De toeter en de hoorn|
Best wel veel ouderen in onze wijk|
Ik vind Best een mooie gemeente|Best
In het dorp Best|Best
De Bestse wijkteams|Best
Het beste voor Best|Best
Wat is het beste voor Epe?|Epe
Met vriendelijke groet, Anja de Goes|
Groeten, Peter Hulst|
Groet, K. Veere|
Met vriendelijke groet, Tom Bakker, gemeente Zundert|Zundert
Zeist zoekt hulp bij een woonzorgvisie|Zeist
In Soest vervelen jongeren zich|Soest
De jeugd van Putten|Putten
Hoe pak je eenzaamheid aan op de Veluwe?|
Twentse gemeenten zoals Almelo|Almelo
Wij zijn een kleine gemeente vlakbij Utrecht|
Kleine gemeente onder de rook van Rotterdam|
kleine gemeente in de buurt van Den Bosch, Boxtel|
Wij werken in Boxtel, vlak bij Den Bosch|Boxtel
Ik werk voor Werkzaak Rivierenland in Tiel|Tiel
Werkplein Hart van West-Brabant|
ISD Bollenstreek voor Lisse, Hillegom en Teylingen|
namens Hillegom|Hillegom
Namens de gemeente Lisse|Lisse
Wij, de gemeente Noordwijk, willen|Noordwijk
gemeente bergen op zoom wil een voedselbank|Bergen op Zoom
In bergen op zoom|Bergen op Zoom
Roosendaal en Bergen op Zoom|
Kan het ook anders dan in Almere?|
Anders dan in Almere willen wij in Dronten|Dronten
Meer ouderen dan in Almere of Lelystad|
Hier in Lelystad speelt dat ook|Lelystad
Hier, in Lelystad, speelt dat ook|Lelystad
Ik ben van Lelystad|Lelystad
Als gemeente Urk hebben we veel jongeren|Urk
Als Urk hebben we veel jongeren|Urk
Voorbeeld: gemeente Tilburg|Tilburg
Voorbeelden van gemeente Tilburg gezocht|Tilburg
Wat Tilburg doet willen wij ook|
We willen net zo'n aanpak als Tilburg|Tilburg
Kunnen wij de Tilburgse aanpak kopiëren?|Tilburg
De methode uit Deventer past niet bij ons in Raalte|Raalte
Een dorp als Staphorst|Staphorst
Ik werk in Staphorst, een dorp met veel kerken|Staphorst
Hoe zit het met de Participatiewet in Emmen?|Emmen
wmo emmen|Emmen
jeugdhulp almere wachttijden|Almere
mantelzorg best|
mantelzorg Best|Best
schulden gemeente ede|Ede
statushouders Goes huisvesting|Goes
eenzaamheid kampen|
armoede in Kampen|Kampen
armoede Kampen|Kampen
armoedebeleid gemeente Kampen|Kampen
de gemeente Kampen|Kampen
Inwoners die met armoede kampen|
De huizen in Huizen zijn duur|Huizen
de Huizense jongeren|Huizen
De Huizer jongeren|
De raad in Houten vraagt om houten speeltoestellen|Houten
Wij gaan uit van de Houtense aanpak|Houten
Sluis wil een dorpsvisie|Sluis
Cliënten uit Sluis reizen ver|Sluis
Voor de gemeente Echt-Susteren|Echt-Susteren
in Echt is een tekort|Echt-Susteren
is dat echt nodig?|
Is dat Echt nodig?|
Beek heeft een wijkteam|Beek
Wij in Stein|Stein
professor Stein zegt|
Frank Stein heeft een vraag|
de Steinse jongeren|Stein
Valkenburg zoekt mantelzorgers|Valkenburg aan de Geul
De gemeente Laren heeft veel ouderen|Laren
laren vergrijst|Laren
Ik ben jeugdadviseur in Oost Gelre|Oost Gelre
oost-gelre|Oost Gelre
oostgelre|Oost Gelre
Hollands-Kroon|Hollands Kroon
hollandskroon|Hollands Kroon
wij zijn gemeente steenwijkerlnd|Steenwijkerland
gemeente Súdwest Fryslan|Súdwest-Fryslân
gemeente SWF|
Gem Súdwest-Fryslân|Súdwest-Fryslân
gemeente t zandt|
Gemeente Vlissigen|Vlissingen
Gemeente Middelbrug|Middelburg
gemeente Schouwen Duivenland|Schouwen-Duiveland
gemeente Goere-Overflakkee|Goeree-Overflakkee
gemeente hoekse waard|Hoeksche Waard
gemeente Leidscendam-Voorburg|Leidschendam-Voorburg
De gemeente Bestuurt samen|
De gemeente Raadt ons aan|
De gemeente werkt aan wonen|
de gemeente leidt het overleg|
onze gemeente vergrijst|
hoe kan de gemeente huren laag houden|
kan de gemeente buren helpen|
mag een gemeente bergen geld uitgeven|
moet de gemeente putten dempen|
hoe laat de gemeente duiven vangen|
Wij merken in Heerde dat de wachtlijst groeit. Hoe doen andere gemeenten dat?|Heerde
Hoe zorgen we dat huizen in Tholen betaalbaar blijven?|Tholen
De buren in Buren klagen|Buren
Kunt u mij helpen? Ik ben werkzaam bij de gemeente Dantumadeel.|Dantumadiel
Sinds de fusie van Landerd en Uden hebben we één Wmo-beleid|Maashorst
In het voormalige Haaren|Oisterwijk
Ik werk bij het Werkbedrijf in Doetinchem|Doetinchem
Wij doen mee aan een leerkring met Ede, Wageningen en Barneveld|
Graag contact met collega's in Tilburg of Breda|
Wethouder De Bruin uit Gorinchem wil een notitie|Gorinchem
Een inwoner van Veenendaal belde mij|Veenendaal
Als beleidsadviseur van Lansingerland|Lansingerland
De heer Van Rotterdam wil hulp|
Mevr. van der Goes heeft gebeld|
mevrouw de wit uit goes|Goes
Mijn collega Jan Huizen|
Anna van Buren schreef een boek|
De bewoners van de Beek|
Een bruisend Hoorn|Hoorn
Hoornse jeugd|Hoorn
Voor onze raad (Goirle) schrijf ik een nota|Goirle
Beleid in Alphen|Alphen aan den Rijn
alphen aan de rijn|Alphen aan den Rijn
Hoe gaat het met de inwoners in Velp?|Rheden
Wat vindt Drachten?|Smallingerland
Ik werk in Bergen|
Ik werk in Bergen, Limburg|Bergen (L)
Ik werk in Bergen Noord-Holland|Bergen (NH)
We zien in Limburg veel armoede|
In Zeeland wonen weinig jongeren|
In Friesland vergrijst het|
In Drenthe, gemeente Westerveld|Westerveld
Hoe kan ik als ambtenaar van de gemeente Utrechtse Heuvelrug inwoners betrekken|Utrechtse Heuvelrug
Wat zijn de beste werkvormen voor een gesprek met inwoners?|
Welke interventies zijn er voor jongeren die uitvallen op school?|
De raad wil weten of we putten of dalen|
Wij hebben in de gemeente haar of zijn stem|
Gemeente Heeze Leende|Heeze-Leende
het college van Heeze-Leende|Heeze-Leende
Nieuwegein, vraag over dagbesteding|Nieuwegein
Vraag uit Nieuwegein|Nieuwegein
We zijn net als Gouda een middelgrote stad, maar dan in Zeeland: Vlissingen|Vlissingen
Ik kan in Vlissingen niemand vinden die dit weet; in Rotterdam hebben ze een heel team|Vlissingen
De Rotterdamse wet werkt niet in Gouda|Gouda
Is de Rotterdamwet iets voor ons?|
Wij wonen en werken in Ommen|Ommen
sociaal domein oss, wie kent een goede aanpak|Oss
Sociaal domein Oss: wie kent een goede aanpak?|Oss
Het lukt niet in Gouda om jongeren te bereiken.|Gouda
Wat wil Tilburg met de jeugdhulp?|Tilburg
wij zoeken in rotterdm een aanpak|Rotterdam
amersfort heeft te weinig huisartsen|Amersfoort
De Amerfoortse wijkteams|Amersfoort
krimpen aan den ijsel zoekt wijkcoaches|Krimpen aan den IJssel
wijkteams herijken|
de huisartsenpraktijk kampt met uitval|
In 020 zijn de wachtlijsten lang|Amsterdam
Ik werk bij 010 aan schulden|Rotterdam
Bel me op 010-4171234|
De nota heeft 020 pagina's|
aa & hunze wil valpreventie|Aa en Hunze
tiel heeft veel armoede|Tiel
het goes niet goed|
dat is epe|
buren wil meer doen|Buren
buren willen meer doen|
in kampen wonen veel studenten|Kampen
mijn gemeente (kampen) wil bezuinigen|Kampen
de raad van huizen wil meer weten|Huizen
Welke gemeente weert daklozen?|
Best: cijfers over eenzaamheid|Best
WAT WIL EDE MET DE JEUGDHULP|Ede
hoe bereiken we Arnhemmers zonder huisarts|Arnhem
Eindhovenaren met schulden|Eindhoven
In de Limburgse gemeente Bergen is weinig zorg|Bergen (L)
Subsidie van Groningen (provincie)|
Hanzehogeschool Groningen doet onderzoek|
Ministerie van VWS Den Haag|
Mevrouw Jansen-van Ede belde|
Anneke Boxtel belde|
Ommen en Hardenberg werkten samen, nu staat Ommen er alleen voor|Ommen
Teylingen, Hillegom en Lisse werken samen, maar het gaat alleen om Lisse|Lisse
Hoe doen ze dat in Tilburg, en kan dat ook bij ons?|
In Tilburg en Breda doen ze dat al|
Vlakbij Tilburg|
Schoonhoven en Haastrecht|Krimpenerwaard
"""
NAMEN = """
Zwolle|Zwolle
zwolle|Zwolle
GEMEENTE ZWOLLE|Zwolle
gemeente Zwole|Zwolle
utrect|Utrecht
den bosch|'s-Hertogenbosch
's hertogenbosch|'s-Hertogenbosch
Best|Best
best|Best
goes|Goes
huizen|Huizen
Kampen|Kampen
Bergen|
Bergen NH|Bergen (NH)
Bergen (L.)|Bergen (L)
Bergen Limburg|Bergen (L)
Brielle|Voorne aan Zee
Amersfort|Amersfoort
capelle a/d ijsel|Capelle aan den IJssel
Sudwest fryslan|Súdwest-Fryslân
Ik werk in Zwolle|Zwolle
weet ik niet|
goed|
nee|
sla over|
|
Parijs|
stop|
geen idee|
Hengelo|Hengelo
Hengelo (O.)|Hengelo
Rijswijk ZH|Rijswijk
leeuwaarden|Leeuwarden
"""


def read_gemeenten() -> list[Gemeente]:
    with (KENNIS / "gemeenten.csv").open(encoding="utf-8", newline="") as bestand:
        rijen = list(csv.DictReader(bestand))
    keren = Counter(r["weergavenaam"] for r in rijen)
    return [
        Gemeente(
            code=r["gemeentecode"],
            naam=r["weergavenaam"] if keren[r["weergavenaam"]] == 1 else r["naam"],
            provincie=r["provincie"],
            lat=float(r["lat"]),
            lon=float(r["lon"]),
            inwoners=int(r["inwoners"]),
            arbeidsmarktregio=r["arbeidsmarktregio"],
            ggd_regio=r["ggd_regio"],
            veiligheidsregio=r["veiligheidsregio"],
        )
        for r in rijen
    ]


def read_paren(blok: str) -> list[tuple[str, str]]:
    paren = [regel.rpartition("|") for regel in blok.strip("\n").splitlines()]
    return [(tekst, naam) for tekst, _, naam in paren]


@pytest.fixture(scope="module")
def zoeker() -> Gemeentezoeker:
    namen = yaml.safe_load((KENNIS / "gemeentenamen.yaml").read_text(encoding="utf-8"))
    return Gemeentezoeker(read_gemeenten(), namen)


@pytest.mark.parametrize(("zin", "naam"), read_paren(ZINNEN))
def test_the_gemeente_of_a_sentence(zoeker: Gemeentezoeker, zin: str, naam: str) -> None:
    gevonden = zoeker.find(zin)

    assert (gevonden.naam if gevonden else "") == naam


@pytest.mark.parametrize(("antwoord", "naam"), read_paren(NAMEN))
def test_the_gemeente_of_an_answer(zoeker: Gemeentezoeker, antwoord: str, naam: str) -> None:
    gevonden = zoeker.find_naam(antwoord)

    assert (gevonden.naam if gevonden else "") == naam


@pytest.mark.parametrize(
    "zin",
    [
        "Ik werk bij de gemeente {}.",
        "Wij willen in {} de eenzaamheid onder ouderen aanpakken.",
        "Bij ons in {} neemt het aantal daklozen toe.",
        "Hoe kunnen we voor {} een goed plan maken?",
        "Inwoners van {} weten de weg niet naar het wijkteam.",
        "Ik ben beleidsadviseur jeugd in {}, en zoek voorbeelden zoals in Parijs.",
        "Anders dan Rotterdam heeft de gemeente {} weinig geld.",
    ],
)
def test_every_gemeente_is_found_by_its_name(zoeker: Gemeentezoeker, zin: str) -> None:
    missers = []
    for gemeente in read_gemeenten():
        if gemeente.naam.startswith("Bergen ("):
            continue
        gevonden = zoeker.find(zin.format(gemeente.naam))
        if gevonden != gemeente:
            missers.append((gemeente.naam, gevonden and gevonden.naam))

    assert not missers


def test_every_other_name_is_found_as_an_answer(zoeker: Gemeentezoeker) -> None:
    namen = yaml.safe_load((KENNIS / "gemeentenamen.yaml").read_text(encoding="utf-8"))

    missers = [
        (naam, code)
        for code, anders in namen["namen"].items()
        for naam in anders
        if (g := zoeker.find_naam(naam)) is None or g.code != code
    ]

    assert not missers


def test_an_unknown_code_is_refused() -> None:
    namen = yaml.safe_load((KENNIS / "gemeentenamen.yaml").read_text(encoding="utf-8"))

    with pytest.raises(ValueError, match="GM9999"):
        Gemeentezoeker(read_gemeenten(), {**namen, "namen": {"GM9999": ["Nergens"]}})


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        " \t\n",
        "\x00\ufffe\U0010ffff",
        "e\u0301" * 1000,
        "\ufdfa" * 2000,  # one character that stands for eighteen
        "\u202eadrettoR",
        "a" * 2000,
        "Ede (" * 400,
        "epe " * 500,
        "kampen en " * 200,
        "gemeente utrexht " * 117,
        "meer dan " * 220,
        "🏘️" * 700,
    ],
    ids=lambda t: repr(t[:8]),
)
def test_any_text_is_read_in_bounded_time(zoeker: Gemeentezoeker, tekst: str) -> None:
    zoeker.find("Rotterdm")  # reads the word list
    begin = time.process_time()

    zoeker.find(tekst)

    assert time.process_time() - begin < 1


def test_a_name_far_into_a_long_text_is_found(zoeker: Gemeentezoeker) -> None:
    gevonden = zoeker.find("Er is veel te doen in de wijk. " * 60 + "Wij werken in Zwolle.")

    assert gevonden is not None
    assert gevonden.naam == "Zwolle"
