/**
 * <vraagwijs-chat>: the chat of Vraagwijs as one custom element, without a build step.
 *
 *   <script type="module" src="https://example.nl/widget/vraagwijs.js"></script>
 *   <vraagwijs-chat open></vraagwijs-chat>
 *
 * Attributes: `api` (address of the chat API; default: where this script came from), `open` (starts
 * opened), `titel` (name above the chat), `vol` (fills its container; no launcher, cannot be closed).
 * Methods: `toon()` opens and `verberg()` closes the panel.
 * Colours, type and corners follow the page: see the list at the top of vraagwijs.css.
 *
 * Everything that comes from outside becomes text, never markup, and only http(s) addresses become
 * links, so the element holds under `Content-Security-Policy: default-src 'self'`.
 */

const BASIS = new URL(".", import.meta.url);
const MAX_TEKENS = 2000;
const TELLER_VANAF = 1800;
const VULT_SCHERM = "(max-width: 37.49rem), (max-height: 26rem)";

const STROOM_STIL_MS = 60_000; // a stream without even a keep-alive this long is taken for dead
const STROOM_KORT_MS = 5_000;
const NIEMAND_KIJKT_MS = 60_000; // then the stream closes: browsers allow six per server, tabs included
const NAVRAGEN_MS = 5_000; // asks for answers itself when a proxy holds the stream back
const TRAAG_MS = 25_000;
const VERZOEK_MS = 30_000;

/* ---------- Errors ---------- */

/** No answer now; trying again makes sense, not sooner than after `wachtMs`. */
class Tijdelijk extends Error {
  constructor(wachtMs = 0) {
    super("tijdelijk niet bereikbaar");
    this.wachtMs = wachtMs;
  }
}

/** The server does not know this gesprek or this token any more. */
class GesprekWeg extends Error {
  constructor(status) {
    super("gesprek is weg");
    this.status = status;
  }
}

/** The server refuses this message and says why; trying again is of no use. */
class Geweigerd extends Error {}

/* ---------- Time ---------- */

function backoff(poging) {
  return Math.min(15_000, 500 * 2 ** poging) * (0.8 + Math.random() * 0.4);
}

/** Resolves after `ms`, or sooner when the network is back; rejects when `signal` aborts. */
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const opruim = new AbortController();
    const klaar = (verder) => () => {
      opruim.abort();
      clearTimeout(klok);
      verder();
    };
    const klok = setTimeout(klaar(resolve), ms);
    const stop = klaar(() => reject(signal.reason));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { signal: opruim.signal });
    addEventListener("online", klaar(resolve), { signal: opruim.signal });
  });
}

/** Repeats `doe` until it succeeds, with growing pauses, as long as the failure is a Tijdelijk. */
async function persist(doe, signal, opMislukt) {
  for (let poging = 0; ; poging += 1) {
    try {
      return await doe();
    } catch (fout) {
      if (!(fout instanceof Tijdelijk) || signal.aborted) throw fout;
      opMislukt(poging + 1);
      await pause(Math.max(backoff(poging), fout.wachtMs), signal);
    }
  }
}

/** Milliseconds that a Retry-After header (seconds or a date) asks for; 0 without one. */
function readRetryAfter(kop) {
  if (!kop) return 0;
  const ms = /^\d+$/.test(kop.trim()) ? Number(kop) * 1000 : Date.parse(kop) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 300_000) : 0;
}

/* ---------- The line to the server ---------- */

/** The only part that speaks the chat API. Holds the gesprek and its token. */
class Verbinding {
  #vernieuwing = null;

  constructor(api) {
    this.api = api;
    this.gesprek = null;
    this.token = null;
  }

  get #pad() {
    return `/api/gesprekken/${encodeURIComponent(this.gesprek)}`;
  }

  /** A new gesprek; returns its first berichten. */
  async start(signal) {
    const antwoord = await this.#fetch("POST", "/api/gesprekken", { json: {}, signal });
    if (!antwoord.ok) throw await readFout(antwoord);
    const { gesprek, token, berichten } = await readJson(antwoord);
    Object.assign(this, { gesprek, token });
    return berichten ?? [];
  }

  async send(post, signal) {
    await this.#call("POST", "/berichten", { json: post, signal });
  }

  async fetchVerloop(signal) {
    return (await readJson(await this.#call("GET", "/verloop", { signal }))).berichten ?? [];
  }

  async fetchBerichten(na, signal) {
    const antwoord = await this.#call("GET", `/berichten?na=${na}`, { signal });
    return (await readJson(antwoord)).berichten ?? [];
  }

  /** The body of the event stream from volgnr `na` on. */
  async openStroom(na, signal) {
    const antwoord = await this.#call("GET", `/stroom?na=${na}`, { signal, stroom: true });
    if (!antwoord.body) throw new Tijdelijk();
    return antwoord.body;
  }

  async forget(signal) {
    await this.#call("DELETE", "", { signal });
  }

  async #call(methode, rest, opties) {
    const metToken = this.token;
    let antwoord = await this.#fetch(methode, this.#pad + rest, opties);
    if (antwoord.status === 401) {
      await this.#renew(metToken, opties.signal);
      antwoord = await this.#fetch(methode, this.#pad + rest, opties);
    }
    if (!antwoord.ok) throw await readFout(antwoord);
    return antwoord;
  }

  /** One renewal at a time, however many calls found their token expired. */
  async #renew(verlopen, signal) {
    if (this.token !== verlopen) return;
    this.#vernieuwing ??= this.#fetch("POST", `${this.#pad}/token`, { json: {}, signal })
      .then(async (antwoord) => {
        if (!antwoord.ok) throw await readFout(antwoord);
        this.token = (await readJson(antwoord)).token;
      })
      .finally(() => {
        this.#vernieuwing = null;
      });
    await this.#vernieuwing;
  }

  async #fetch(methode, pad, { json, signal, stroom = false } = {}) {
    const stop = new AbortController();
    const doorgeven = () => stop.abort(signal.reason);
    if (signal?.aborted) doorgeven();
    signal?.addEventListener("abort", doorgeven);
    const klok = setTimeout(() => stop.abort(), VERZOEK_MS);
    try {
      return await fetch(this.api + pad, {
        method: methode,
        cache: "no-store",
        signal: stop.signal,
        headers: {
          Accept: stroom ? "text/event-stream" : "application/json",
          ...(json && { "Content-Type": "application/json" }),
          ...(this.token && { Authorization: `Bearer ${this.token}` }),
        },
        body: json && JSON.stringify(json),
      });
    } catch (fout) {
      if (signal?.aborted) throw fout;
      throw new Tijdelijk();
    } finally {
      clearTimeout(klok);
      if (!stroom) signal?.removeEventListener("abort", doorgeven);
    }
  }
}

async function readJson(antwoord) {
  try {
    return await antwoord.json();
  } catch {
    throw new Tijdelijk();
  }
}

async function readFout(antwoord) {
  const { status } = antwoord;
  if ([401, 403, 404, 410].includes(status)) return new GesprekWeg(status);
  if (status >= 500 || status === 429 || status === 408) {
    return new Tijdelijk(readRetryAfter(antwoord.headers.get("Retry-After")));
  }
  const inhoud = await antwoord.json().catch(() => null);
  return new Geweigerd(inhoud?.fout?.bericht ?? "Dit bericht kan ik niet verwerken.");
}

/** Yields `{naam, data}` for each server-sent event with data; ends when the stream ends or is silent. */
async function* readEvents(body) {
  const lezer = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let klok;
  try {
    for (;;) {
      clearTimeout(klok);
      klok = setTimeout(() => lezer.cancel().catch(() => {}), STROOM_STIL_MS);
      const { done, value } = await lezer.read();
      if (done) return;
      rest += value;
      const blokken = rest.split(/\r\n\r\n|\n\n|\r\r/);
      rest = blokken.pop();
      for (const blok of blokken) {
        const event = parseEvent(blok);
        if (event) yield event;
      }
    }
  } finally {
    clearTimeout(klok);
    lezer.cancel().catch(() => {});
  }
}

function parseEvent(blok) {
  let naam = "message";
  const data = [];
  for (const regel of blok.split(/\r\n|\n|\r/)) {
    const [, veld, waarde] = /^([^:]*):? ?(.*)$/.exec(regel) ?? [];
    if (veld === "event") naam = waarde;
    else if (veld === "data") data.push(waarde);
  }
  if (!data.length) return null;
  try {
    return { naam, data: JSON.parse(data.join("\n")) };
  } catch {
    return null;
  }
}

/* ---------- Building blocks ---------- */

/** An element: `make("p.klas", {attribuut: waarde, onclick: functie}, ...kinderen)`; strings become text. */
function make(naam, eigenschappen = {}, ...kinderen) {
  const [tag, ...klassen] = naam.split(".");
  const node = document.createElement(tag);
  if (klassen.length) node.className = klassen.join(" ");
  for (const [sleutel, waarde] of Object.entries(eigenschappen)) {
    if (waarde === null || waarde === undefined || waarde === false) continue;
    if (sleutel.startsWith("on")) node.addEventListener(sleutel.slice(2), waarde);
    else node.setAttribute(sleutel, waarde === true ? "" : waarde);
  }
  addTo(node, kinderen);
  return node;
}

function addTo(node, kinderen) {
  const zichtbaar = kinderen.flat(Infinity).filter((kind) => kind || kind === 0);
  node.append(...zichtbaar.map((kind) => (kind instanceof Node ? kind : String(kind))));
}

const ICONEN = {
  gesprek: "M4 5.5h16v11h-9l-4.5 3.5v-3.5H4zM8 9.5h8M8 12.5h5",
  sluit: "M6 6l12 12M18 6L6 18",
  menu: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  groter: "M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7",
  kleiner: "M20 10h-6V4M14 10l6-6M4 14h6v6M10 14l-6 6",
  omlaag: "M12 5v14M6 13l6 6 6-6",
  verstuur: "M12 19V5M6 11l6-6 6 6",
  link: "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5",
  klok: "M12 7.5V12l3 2M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16",
  info: "M12 11v5M12 8v.01M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16",
  vink: "M5 12.5l4.5 4.5L19 7.5",
  plaats: "M12 20s6-5.5 6-10a6 6 0 0 0-12 0c0 4.5 6 10 6 10M12 10v.01",
};

function makeIcoon(naam) {
  const ruimte = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ruimte, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icoon icoon-${naam}`);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const lijn = document.createElementNS(ruimte, "path");
  lijn.setAttribute("d", ICONEN[naam]);
  svg.append(lijn);
  return svg;
}

const voorgelezen = (tekst) => make("span.alleen-voorlezen", {}, tekst);

/** The address when it is http(s), else null; a path is taken from `basis`. */
function readUrl(url, basis) {
  if (typeof url !== "string" || !url.trim()) return null;
  try {
    const adres = new URL(url, `${basis}/`);
    return ["http:", "https:"].includes(adres.protocol) ? adres.href : null;
  } catch {
    return null;
  }
}

/** A link that opens in a new tab and says so; plain text when the address is none. */
function makeLink(titel, url, basis, naam = "a.link") {
  const href = readUrl(url, basis);
  if (!href) return make("span", {}, titel);
  return make(
    naam,
    { href, target: "_blank", rel: "noopener noreferrer" },
    make("span.linktekst", {}, titel),
    makeIcoon("link"),
    voorgelezen(" (opent in nieuw tabblad)"),
  );
}

/** Plain text as paragraphs and lists: blank lines part paragraphs, lines with "- " are a list. */
function makeTekst(tekst, basis) {
  const delen = [];
  for (const alinea of splitAlineas(tekst)) {
    let lijst = null;
    let stuk = null;
    for (const regel of alinea.split("\n")) {
      const punt = /^\s*[-•]\s+(.*)$/.exec(regel);
      if (punt) {
        if (!lijst) delen.push((lijst = make("ul.lijst")));
        lijst.append(make("li", {}, linkify(punt[1], basis)));
        stuk = null;
      } else {
        if (stuk) stuk.append(make("br"));
        else delen.push((stuk = make("p")));
        addTo(stuk, linkify(regel.trim(), basis));
        lijst = null;
      }
    }
  }
  return delen;
}

const splitAlineas = (tekst) =>
  String(tekst ?? "").replace(/\r\n?/g, "\n").trim().split(/\n\s*\n/);

function linkify(regel, basis) {
  return regel
    .split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/)
    .map((deel, i) => (i % 2 ? makeLink(deel, deel, basis) : deel));
}

const readNaam = (ding) =>
  typeof ding === "object" && ding ? String(ding.naam ?? ding.titel ?? ding.id ?? "") : String(ding ?? "");

const readLijst = (waarde) =>
  Array.isArray(waarde) ? waarde : waarde === null || waarde === undefined ? [] : [waarde];

const capitalize = (tekst) => tekst.charAt(0).toLocaleUpperCase("nl") + tekst.slice(1);

const countOf = (aantal, enkel, meer) => `${aantal} ${aantal === 1 ? enkel : meer}`;

const makeBadge = (tekst, soort = "") => make(`span.badge${soort && `.${soort}`}`, {}, tekst);

const makeBadges = (dingen) =>
  dingen.length > 0 && make("ul.badges", { role: "list" }, dingen.map((ding) => make("li", {}, ding)));

/** A term and its explanation, left out when there is nothing to say. */
function makeFeit(term, waarde) {
  const inhoud = readLijst(waarde).filter((deel) => deel || deel === 0);
  if (!inhoud.length) return null;
  return make(
    "div.feit",
    {},
    make("dt", {}, term),
    make("dd", {}, inhoud.length > 1 ? make("ul.lijst", {}, inhoud.map((i) => make("li", {}, i))) : inhoud[0]),
  );
}

const makeMeer = (titel, ...inhoud) =>
  make("details.meer", {}, make("summary", {}, titel), make("div.meer-inhoud", {}, inhoud));

/** A card. Its content is not read out by itself: *aankondiging* says in one line what lies here. */
function makeKaart(soort, titel, aankondiging, ...inhoud) {
  return [
    voorgelezen(aankondiging),
    make(
      `div.kaart.kaart-${soort}`,
      // a group and no landmark: a gesprek can hold several plans
      { role: "group", "aria-label": titel, "aria-live": "off" },
      // the text above this card says the same as its heading would
      make(soort === "begrepen" ? "h3.alleen-voorlezen" : "h3.kaart-titel", {}, titel),
      inhoud,
    ),
  ];
}

/* ---------- Cards: one function per soort, from gegevens to elements ---------- */

function buildAspecten(vraag, { kies }) {
  const rijen = readLijst(vraag.aspecten);
  if (!rijen.length) return null;
  return make(
    "dl.aspecten",
    {},
    rijen.map((rij) => {
      const naam = capitalize(readNaam(rij));
      const waarden = readLijst(rij.waarden).map(readNaam).filter(Boolean);
      return make(
        "div.aspect",
        {},
        make("dt", {}, naam),
        make(
          "dd",
          {},
          waarden.length
            ? makeBadges(waarden.map((w) => makeBadge(w, "waarde")))
            : make("span.onbekend", {}, "Nog niet bekend"),
        ),
        rij.wijzig &&
          make(
            "dd.wijzig",
            {},
            make(
              "button.tekstknop",
              { type: "button", onclick: () => kies(`Wijzig: ${naam}`, rij.wijzig) },
              "Wijzig",
              voorgelezen(` ${naam.toLocaleLowerCase("nl")}`),
            ),
          ),
      );
    }),
  );
}

function buildBegrepen({ vraag }, omgeving) {
  const aspecten = vraag && buildAspecten(vraag, omgeving);
  return aspecten && makeKaart("begrepen", "Dit heb ik begrepen", "Overzicht van wat ik begrepen heb.", aspecten);
}

function buildSamenvatting({ vraag }, omgeving) {
  if (!vraag) return null;
  return makeKaart(
    "samenvatting",
    "Je vraag, verhelderd",
    "Overzicht met je eerste vraag en je verhelderde vraag.",
    make(
      "div.voor-en-na",
      {},
      vraag.tekst && make("div.voor", {}, make("h4", {}, "Je vraag was"), make("p", {}, vraag.tekst)),
      vraag.verhelderd &&
        make("div.na", {}, make("h4", {}, "Verhelderde vraag"), make("p", {}, vraag.verhelderd)),
    ),
    buildAspecten(vraag, omgeving),
  );
}

/** The three kennisbronnen in their fixed order, all in one colour: side by side, never ranked. */
function buildBalans(balans, ontbrekend, totaal) {
  if (!balans.length) return null;
  return make(
    "div.balans",
    {},
    make("h4", {}, "Kennis in dit plan"),
    make(
      "dl.balans-rijen",
      {},
      balans.map(({ naam, aantal }) =>
        make(
          "div",
          {},
          make("dt", {}, naam),
          make(
            "dd",
            {},
            make(
              "span.stippen",
              { "aria-hidden": "true" },
              Array.from({ length: totaal }, (_, i) => make(`span.stip${i < aantal ? ".vol" : ""}`)),
            ),
            make("span.getal", {}, `${aantal} van ${countOf(totaal, "stap", "stappen")}`),
          ),
        ),
      ),
    ),
    ontbrekend.map((kennisbron) =>
      make(
        "p.let-op",
        {},
        makeIcoon("info"),
        make(
          "span",
          {},
          make("strong", {}, `Nog niet in dit plan: ${readNaam(kennisbron).toLocaleLowerCase("nl")}.`),
          kennisbron.eerste_stap && ` ${kennisbron.eerste_stap}`,
        ),
      ),
    ),
  );
}

/** What can be done with one item of a card: the buttons belong to it, not to the bericht. */
function buildActies(acties, waarvan, { kies }) {
  const lijst = readLijst(acties).filter((actie) => actie?.titel && actie?.keuze);
  if (!lijst.length) return null;
  return make(
    "ul.knoppen.acties",
    { role: "list", "aria-label": `Keuzes bij ${waarvan}` },
    lijst.map(({ titel, keuze }) =>
      make(
        "li",
        {},
        make("button.knop", { type: "button", onclick: () => kies(titel, keuze) }, titel, voorgelezen(`: ${waarvan}`)),
      ),
    ),
  );
}

function buildStap(stap, nr, omgeving) {
  const { basis } = omgeving;
  const bouwtOp = readLijst(stap.bouwt_op);
  const bronnen = readLijst(stap.bronnen).map((bron) => [
    makeLink(bron.titel, bron.url, basis),
    bron.organisatie && ` (${bron.organisatie})`,
  ]);
  return make(
    stap.gedaan ? "li.stap.gedaan" : "li.stap",
    {},
    make("span.nummer", { "aria-hidden": "true" }, stap.gedaan ? makeIcoon("vink") : (stap.nr ?? nr)),
    make(
      "div.stap-inhoud",
      {},
      make("h4", {}, voorgelezen(`Stap ${stap.nr ?? nr}${stap.gedaan ? ", klaar" : ""}: `), stap.titel),
      stap.wat && make("p", {}, stap.wat),
      bouwtOp.length > 0 && make("p.zacht", {}, `Bouwt verder op stap ${bouwtOp.join(" en ")}.`),
      stap.tijd && make("p.zacht.met-icoon", {}, makeIcoon("klok"), voorgelezen("Tijd: "), stap.tijd),
      makeMeer(
        ["Meer over deze stap", voorgelezen(`: ${stap.titel}`)],
        make(
          "dl.feiten",
          {},
          makeFeit("Waarom", stap.waarom),
          makeFeit("Zo pak je het aan", stap.hoe),
          makeFeit("Wie je erbij betrekt", readLijst(stap.wie).map(readNaam).join(", ")),
          makeFeit("Kennis die je gebruikt", readLijst(stap.kennisbronnen).map(readNaam).join(", ")),
          makeFeit("Let op", stap.valkuil),
          makeFeit("Vraag aan jezelf", stap.reflectievraag),
          makeFeit("Waarom deze stap bij jou past", stap.reden),
          makeFeit(
            bronnen.length === 1 ? "Bron" : "Bronnen",
            bronnen.map((delen) => make("span", {}, delen)),
          ),
        ),
        buildActies(stap.acties, `stap ${stap.nr ?? nr}`, omgeving),
      ),
    ),
  );
}

function buildStappenplan({ titel, stappen, balans, ontbrekend }, omgeving) {
  const lijst = readLijst(stappen);
  if (!lijst.length) return null;
  return makeKaart(
    "stappenplan",
    titel || "Je stappenplan",
    `Stappenplan met ${countOf(lijst.length, "stap", "stappen")}.`,
    buildBalans(readLijst(balans), readLijst(ontbrekend), lijst.length),
    make("ol.stappen", { role: "list" }, lijst.map((stap, i) => buildStap(stap, i + 1, omgeving))),
  );
}

function buildCollega(collega, omgeving) {
  const letters = (collega.naam || collega.functie || "").split(/\s+/).filter((deel) => /^\p{Lu}/u.test(deel));
  const plek = [
    collega.gemeente,
    Number.isFinite(collega.afstand_km) &&
      (collega.afstand_km < 1 ? "je eigen gemeente" : `op ${collega.afstand_km} km`),
  ].filter(Boolean);
  return make(
    "li.item.collega",
    {},
    make(
      "span.letters",
      { "aria-hidden": "true" },
      [letters.at(0), letters.length > 1 && letters.at(-1)].filter(Boolean).map((deel) => deel[0]).join(""),
    ),
    make(
      "div.item-inhoud",
      {},
      make("h4", {}, voorgelezen(`Collega ${collega.nr ?? ""}: `), collega.naam || collega.functie),
      collega.naam && make("p.zacht", {}, collega.functie),
      plek.length > 0 && make("p.zacht.met-icoon", {}, makeIcoon("plaats"), plek.join(", ")),
      makeBadges([
        collega.voorbeeld && makeBadge("Voorbeeldpersoon", "voorbeeld"),
        collega.over_de_schutting && makeBadge("Over de schutting", "warm"),
      ].filter(Boolean)),
      collega.reden && make("p.waarom", {}, make("strong", {}, "Waarom: "), collega.reden),
      collega.over && make("p", {}, collega.over),
      buildActies(collega.acties, `collega ${collega.nr ?? ""}`, omgeving),
    ),
  );
}

function buildCollegas({ collegas }, omgeving) {
  const lijst = readLijst(collegas);
  if (!lijst.length) return null;
  const voorbeeld = lijst.some((collega) => collega.voorbeeld);
  return makeKaart(
    "collegas",
    "Collega's die met je mee kunnen denken",
    `${countOf(lijst.length, "collega", "collega's")}${voorbeeld ? ", met voorbeeldpersonen: die bestaan niet echt" : ""}.`,
    voorbeeld &&
      make("p.let-op", {}, makeIcoon("info"), make("span", {}, "Een voorbeeldpersoon bestaat niet echt. Zo zie je hoe het eruitziet.")),
    make("ul.items", { role: "list" }, lijst.map((collega) => buildCollega(collega, omgeving))),
  );
}

function buildBron(bron, nr, { basis }) {
  const minuten = Number(bron.leestijd_minuten);
  const herkomst = [bron.organisatie, bron.jaar].filter(Boolean).join(", ");
  const rust = [bron.onderbouwing_uitleg, bron.onderbouwing_toelichting].filter(Boolean);
  return make(
    "li.item.bron",
    {},
    make("span.nummer", { "aria-hidden": "true" }, bron.nr ?? nr),
    make(
      "div.item-inhoud",
      {},
      make("h4", {}, voorgelezen(`Bron ${bron.nr ?? nr}: `), makeLink(bron.titel, bron.url, basis)),
      herkomst && make("p.zacht", {}, herkomst),
      makeBadges(
        [
          bron.soort_naam && makeBadge(bron.soort_naam),
          ...readLijst(bron.kennisbron).map((kennisbron) => makeBadge(readNaam(kennisbron))),
          minuten > 0 && makeBadge(minuten < 90 ? `${minuten} min` : `${Math.round(minuten / 60)} uur`),
          bron.toegang_naam && makeBadge(capitalize(bron.toegang_naam)),
        ].filter(Boolean),
      ),
      bron.samenvatting && make("p", {}, bron.samenvatting),
      bron.waarom && make("p.waarom", {}, make("strong", {}, "Waarom deze: "), bron.waarom),
      (bron.onderbouwing_naam || rust.length > 0) &&
        makeMeer(
          ["Waar rust dit op?", voorgelezen(` ${bron.titel}`)],
          bron.onderbouwing_naam && make("p", {}, make("strong", {}, bron.onderbouwing_naam)),
          rust.map((zin) => make("p", {}, zin)),
        ),
    ),
  );
}

function buildBronnen({ bronnen }, omgeving) {
  const lijst = readLijst(bronnen);
  if (!lijst.length) return null;
  return makeKaart(
    "bronnen",
    "Bronnen bij je vraag",
    `${countOf(lijst.length, "bron", "bronnen")}.`,
    make("ol.items", { role: "list" }, lijst.map((bron, i) => buildBron(bron, i + 1, omgeving))),
  );
}

function buildVergelijking({ bronnen, rijen }) {
  const kolommen = readLijst(bronnen);
  if (!kolommen.length || !readLijst(rijen).length) return null;
  // the titles stand above the columns
  const zelfde = (rij) => readLijst(rij.waarden).every((waarde, i) => readNaam(waarde) === readNaam(kolommen[i]));
  const titel = "Bronnen naast elkaar";
  return makeKaart(
    "vergelijking",
    titel,
    `Tabel die ${countOf(kolommen.length, "bron", "bronnen")} vergelijkt.`,
    make(
      "div.tabel",
      { role: "region", tabindex: "0", "aria-label": "Vergelijking, schuif opzij voor meer" },
      make(
        "table",
        {},
        make("caption.alleen-voorlezen", {}, titel),
        make(
          "thead",
          {},
          make(
            "tr",
            {},
            make("td", {}),
            kolommen.map((bron) =>
              make("th", { scope: "col" }, bron.nr && make("span.nummer", {}, bron.nr), " ", readNaam(bron)),
            ),
          ),
        ),
        make(
          "tbody",
          {},
          rijen.filter((rij) => !zelfde(rij)).map((rij) =>
            make(
              "tr",
              {},
              make("th", { scope: "row" }, readNaam(rij)),
              readLijst(rij.waarden).map((waarde) =>
                make("td", {}, readLijst(waarde).map(readNaam).join(", ") || "Onbekend"),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** An explanation with a form of its own: a route in parts, or questions for a team. */
function buildUitleg({ route, reflectievragen }) {
  if (route?.titel) {
    return makeKaart(
      "route",
      route.titel,
      `Uitleg in ${countOf(readLijst(route.delen).length, "deel", "delen")}.`,
      readLijst(route.delen).map(({ titel, punten }) =>
        makeMeer([titel], make("ul.lijst", {}, readLijst(punten).map((punt) => make("li", {}, punt)))),
      ),
      readLijst(route.herkomst).length > 0 && make("p.zacht", {}, `Dit komt uit: ${route.herkomst.join("; ")}.`),
    );
  }
  const vragen = readLijst(reflectievragen);
  if (!vragen.length) return null;
  return makeKaart(
    "reflectie",
    "Vragen voor je team",
    `${countOf(vragen.length, "vraag", "vragen")}.`,
    make(
      "ul.items",
      { role: "list" },
      vragen.map(({ groep, vraag, tip }) =>
        make("li.item", {}, make("div.item-inhoud", {}, make("p.zacht", {}, groep), make("h4", {}, vraag), make("p", {}, tip))),
      ),
    ),
  );
}

const KAARTEN = {
  uitleg: buildUitleg,
  begrepen: buildBegrepen,
  samenvatting: buildSamenvatting,
  stappenplan: buildStappenplan,
  collegas: buildCollegas,
  bronnen: buildBronnen,
  vergelijking: buildVergelijking,
};

/** The card for a bericht, or null when there is none or its gegevens are not as expected. */
function buildKaart(bericht, omgeving) {
  try {
    return KAARTEN[bericht.soort]?.(bericht.gegevens ?? {}, omgeving) ?? null;
  } catch (fout) {
    console.warn("vraagwijs: card left out, the text remains", fout);
    return null;
  }
}

function buildVoortgang(gegevens) {
  const nog = gegevens?.voortgang?.nog;
  if (!Number.isInteger(nog) || nog < 0) return null;
  return make("p.voortgang", {}, nog ? `nog ongeveer ${countOf(nog, "vraag", "vragen")}` : "dit is de laatste vraag");
}

/**
 * One bericht of the assistant as an element. `omgeving`: `basis` (address that paths start from) and
 * `kies(titel, keuze)` (called when a button is pressed). With a card only the first paragraph is
 * shown as text: the rest of the text says the same as the card.
 */
function buildBericht(bericht, omgeving) {
  const kaart = buildKaart(bericht, omgeving);
  const tekst = kaart ? splitAlineas(bericht.tekst)[0] : bericht.tekst;
  const links = readLijst(bericht.gegevens?.links).filter((link) => readUrl(link?.url, omgeving.basis));
  // a button that stands in the card need not stand below it as well
  const acties = kaart ? readLijst(bericht.gegevens?.collegas).flatMap((collega) => readLijst(collega.acties)) : [];
  const inKaart = new Set(acties.map(({ keuze }) => keuze));
  const knoppen = readLijst(bericht.knoppen).filter(({ keuze }) => !inKaart.has(keuze));
  return make(
    `article.bericht.soort-${/^[a-z]+$/.test(bericht.soort) ? bericht.soort : "onbekend"}`,
    { "aria-label": "Antwoord van de assistent" },
    make("div.tekst", {}, makeTekst(tekst, omgeving.basis), buildVoortgang(bericht.gegevens)),
    kaart,
    links.length > 0 &&
      make(
        "ul.links",
        { role: "list" },
        links.map((link) => make("li", {}, makeLink(link.titel, link.url, omgeving.basis, "a.knop.linkknop"))),
      ),
    knoppen.length > 0 &&
      make(
        "ul.knoppen",
        { role: "list", "aria-label": "Keuzes" },
        knoppen.map(({ titel, keuze }) =>
          make(
            "li",
            {},
            make(
              "button.knop",
              {
                type: "button",
                onclick: ({ currentTarget }) => {
                  markGekozen(currentTarget);
                  omgeving.kies(titel, keuze);
                },
              },
              titel,
            ),
          ),
        ),
      ),
  );
}

function markGekozen(knop) {
  if (knop.classList.contains("gekozen")) return;
  knop.classList.add("gekozen");
  knop.prepend(makeIcoon("vink"));
  knop.append(voorgelezen(" (gekozen)"));
}

/* ---------- What is kept in this tab ---------- */

/** Reads and writes one record in sessionStorage; without storage the chat works, but not over a reload. */
class Geheugen {
  constructor(sleutel) {
    this.sleutel = sleutel;
  }

  read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.sleutel)) ?? {};
    } catch {
      return {};
    }
  }

  write(waarde) {
    try {
      sessionStorage.setItem(this.sleutel, JSON.stringify(waarde));
    } catch {
      // private mode or a full store: nothing to do, the gesprek itself is on the server
    }
  }

  clear() {
    try {
      sessionStorage.removeItem(this.sleutel);
    } catch {
      // see write
    }
  }
}

/* ---------- The element ---------- */

class VraagwijsChat extends HTMLElement {
  #deel = null; // the elements that change, by name
  #verbinding = null;
  #geheugen = null;
  #leven = null; // {signal, stop, verstuurt}: everything that runs for the current gesprek
  #aanwezig = null; // ends with the element's stay in the document
  #wachtrij = []; // {bericht_id, tekst | keuze, titel, element}: not accepted by the server yet
  #laatste = 0; // highest volgnr shown
  #open = false;
  #breed = false;
  #begonnen = false;
  #vergeten = false;
  #typt = false;
  #wacht = false; // an accepted message has no answer yet
  #klokken = {};
  #wek = null; // resolves the pause of a stream that nobody looks at
  #stopStroom = null;
  #anker = null; // first answer since the advisor's last message: its start stays in view
  #beantwoord = false; // the anker is an answer, not yet only what the advisor said
  #zelfGescrold = false;
  #ongelezen = 0;
  #stijlKlaar = null;
  #omgeving = null;

  get #vol() {
    return this.hasAttribute("vol");
  }

  connectedCallback() {
    this.#aanwezig = new AbortController();
    const { signal } = this.#aanwezig;
    document.addEventListener("visibilitychange", () => this.#reviewLuisteren(), { signal });
    document.addEventListener("focusin", (event) => this.#stepAside(event), { signal });
    if (this.#deel) {
      if (this.#begonnen && this.#verbinding.gesprek) {
        this.#startLeven();
        this.#startWerk();
      }
      return;
    }
    const api = (this.getAttribute("api") || BASIS.origin).replace(/\/+$/, "");
    this.#verbinding = new Verbinding(api);
    this.#geheugen = new Geheugen(`vraagwijs:${api}`);
    this.#omgeving = { basis: api, kies: (titel, keuze) => this.#choose(titel, keuze) };
    this.#build();
    this.#restore();
  }

  disconnectedCallback() {
    this.#aanwezig?.abort();
    this.#leven?.stop();
  }

  /** Opens the panel and moves the focus into it. */
  toon() {
    this.#setOpen(true);
    this.#focusInvoer();
  }

  /** Closes the panel and gives the focus back to the launcher. */
  verberg() {
    if (this.#vol || !this.#open) return;
    this.#setOpen(false);
    this.#deel.starter.focus();
  }

  /* -- building and showing -- */

  #build() {
    const wortel = this.attachShadow({ mode: "open" });
    const stijl = make("link", { rel: "stylesheet", href: new URL("vraagwijs.css", BASIS).href });
    this.#stijlKlaar = new Promise((klaar) => {
      stijl.addEventListener("load", klaar);
      stijl.addEventListener("error", klaar);
    });
    const titel = this.getAttribute("titel") || "Vraagwijs";
    const d = (this.#deel = {});

    d.teller = make("span.ongelezen", { hidden: true });
    d.starter = make(
      "button.starter",
      { type: "button", "aria-expanded": "false", onclick: () => this.toon() },
      makeIcoon("gesprek"),
      make("span", {}, "Stel je vraag"),
      " ",
      d.teller,
    );

    d.menuknop = this.#makeIcoonknop("menu", "Menu", () => this.#setMenu(d.menu.hidden));
    d.menuknop.setAttribute("aria-expanded", "false");
    d.menuknop.setAttribute("aria-controls", "menu");
    d.menu = make(
      "ul.menu",
      { id: "menu", role: "list", hidden: true },
      this.#makeMenukeuze("Nieuwe vraag", () => this.#choose("Nieuwe vraag", "begin_opnieuw")),
      this.#makeMenukeuze("Wat bewaar je?", () => this.#choose("Wat bewaar je?", "vraag_privacy")),
      this.#makeMenukeuze("Vergeet dit gesprek", () => this.#askVergeten()),
    );
    d.menuhouder = make("div.menuhouder", {}, d.menuknop, d.menu);
    d.menuhouder.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !d.menuhouder.contains(relatedTarget)) this.#setMenu(false);
    });
    d.breedknop = this.#makeIcoonknop("groter", "Groter venster", () => this.#setBreed(!this.#breed));
    d.breedknop.classList.add("breedknop");
    d.sluitknop = this.#makeIcoonknop("sluit", "Sluit het gesprek", () => this.verberg());

    d.kop = make(
      "header.kop",
      {},
      make("span.merk", { "aria-hidden": "true" }, makeIcoon("gesprek")),
      make("div.kop-tekst", {}, make("h2", {}, titel), make("p", {}, "Digitale assistent, geen mens")),
      make("div.kop-knoppen", {}, d.menuhouder, !this.#vol && [d.breedknop, d.sluitknop]),
    );

    d.log = make("div.log", { role: "log", "aria-live": "polite", "aria-label": "Berichten" });
    d.typt = make(
      "p.typt",
      { hidden: true },
      make("span.stippen", { "aria-hidden": "true" }, make("span"), make("span"), make("span")),
      make("span", {}, "Vraagwijs denkt na"),
    );
    d.rol = make("div.rol", { tabindex: "0", role: "group", "aria-label": "Gesprek" }, d.log, d.typt);
    for (const soort of ["wheel", "touchmove", "keydown"]) {
      d.rol.addEventListener(soort, () => (this.#zelfGescrold = true), { passive: true });
    }

    d.rol.addEventListener("scroll", () => this.#showOmlaag(), { passive: true });
    d.omlaag = this.#makeIcoonknop("omlaag", "Naar het einde van het gesprek", () => {
      d.rol.scrollTop = d.rol.scrollHeight;
      this.#zelfGescrold = true;
      this.#focusInvoer();
    });
    d.omlaag.classList.add("omlaag");
    d.omlaag.hidden = true;

    d.status = make("p.status", { role: "status" });
    d.veld = make("textarea.veld", {
      id: "veld",
      rows: "1",
      placeholder: "Typ je vraag of antwoord",
      autocomplete: "off",
      enterkeyhint: "send",
      "aria-describedby": "hulp tellertje",
      oninput: () => this.#onInput(),
      onkeydown: (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.#submit();
      },
    });
    d.tellertje = make("p.tellertje", { id: "tellertje", hidden: true });
    d.formulier = make(
      "form.invoer",
      {
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          this.#submit();
        },
      },
      make("label.alleen-voorlezen", { for: "veld" }, "Je bericht"),
      make(
        "div.invoerrij",
        {},
        d.veld,
        make("button.verstuur", { type: "submit", "aria-label": "Verstuur", title: "Verstuur" }, makeIcoon("verstuur")),
      ),
      d.tellertje,
      make(
        "p.hulp",
        { id: "hulp" },
        "Noem geen namen of andere persoonsgegevens.",
        voorgelezen(" Enter verstuurt, Shift en Enter geeft een nieuwe regel."),
      ),
    );

    d.onder = make("div.onder", {}, d.omlaag, d.status, d.formulier);
    d.paneel = make("section.paneel", { "aria-label": `${titel}, gesprek`, hidden: true }, d.kop, d.rol, d.onder);
    d.paneel.addEventListener("keydown", (event) => this.#onEscape(event));
    d.paneel.addEventListener("pointerdown", (event) => {
      if (!event.composedPath().includes(d.menuhouder)) this.#setMenu(false);
    });

    d.dialoogFout = make("p.dialoog-fout", { role: "alert" });
    d.dialoogJa = make("button.knop.primair", { type: "button", onclick: () => this.#forget() }, "Ja, vergeet dit gesprek");
    d.dialoog = make(
      "dialog.dialoog",
      { "aria-labelledby": "dialoog-titel" },
      make("h2", { id: "dialoog-titel" }, "Dit gesprek vergeten?"),
      make(
        "p",
        {},
        "Ik wis alles wat je in dit gesprek schreef, en alles wat ik antwoordde. Je kunt dit niet terugdraaien.",
      ),
      d.dialoogFout,
      make(
        "div.dialoog-knoppen",
        {},
        d.dialoogJa,
        make("button.knop", { type: "button", autofocus: true, onclick: () => d.dialoog.close() }, "Nee, ga terug"),
      ),
    );
    d.dialoog.addEventListener("close", () => this.#vergeten || d.menuknop.focus());

    d.geheel = make("div.geheel", { hidden: true, lang: "nl" }, d.starter, d.paneel, d.dialoog);
    if (this.#vol) d.geheel.classList.add("vol");
    wortel.append(stijl, d.geheel);
    this.#stijlKlaar.then(() => (d.geheel.hidden = false));
  }

  #makeIcoonknop(icoon, naam, onclick) {
    return make("button.icoonknop", { type: "button", "aria-label": naam, title: naam, onclick }, makeIcoon(icoon));
  }

  #makeMenukeuze(naam, doe) {
    const onclick = () => {
      this.#setMenu(false);
      doe();
    };
    return make("li", {}, make("button", { type: "button", onclick }, naam));
  }

  #setMenu(open) {
    this.#deel.menu.hidden = !open;
    this.#deel.menuknop.setAttribute("aria-expanded", String(open));
  }

  #setBreed(breed) {
    const { breedknop, geheel } = this.#deel;
    this.#breed = breed;
    geheel.classList.toggle("breed", breed);
    const naam = breed ? "Kleiner venster" : "Groter venster";
    breedknop.replaceChildren(makeIcoon(breed ? "kleiner" : "groter"));
    breedknop.setAttribute("aria-label", naam);
    breedknop.title = naam;
    this.#keep();
  }

  #setOpen(open) {
    const d = this.#deel;
    this.#open = open;
    d.paneel.hidden = !open;
    d.starter.hidden = open;
    d.starter.setAttribute("aria-expanded", String(open));
    if (open) {
      this.#setOngelezen(0);
      this.#resizeVeld();
      if (!this.#begonnen) this.#startGesprek();
      this.#scrollToAnker();
    } else {
      this.#setMenu(false);
    }
    this.#keep();
    this.#reviewLuisteren();
  }

  #setOngelezen(aantal) {
    this.#ongelezen = aantal;
    const { teller } = this.#deel;
    teller.hidden = !aantal;
    teller.replaceChildren(...(aantal ? [String(aantal), voorgelezen(aantal === 1 ? " nieuw antwoord" : " nieuwe antwoorden")] : []));
  }

  /** On a touch screen the keyboard would cover the answer, so there the conversation takes the focus. */
  #focusInvoer() {
    const { veld, rol, formulier } = this.#deel;
    const aanraken = matchMedia("(hover: none) and (pointer: coarse)").matches;
    (aanraken || formulier.hidden ? rol : veld).focus({ preventScroll: true });
  }

  #onEscape(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const { menu, menuknop } = this.#deel;
    if (!menu.hidden) {
      this.#setMenu(false);
      menuknop.focus();
    } else if (!this.#vol) {
      this.verberg();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** A panel that fills the screen would hide what gets the focus behind it: it closes, nothing is lost. */
  #stepAside(event) {
    if (!this.#open || this.#vol || event.composedPath().includes(this)) return;
    if (matchMedia(VULT_SCHERM).matches) this.#setOpen(false);
  }

  /* -- the text field -- */

  #onInput() {
    this.#resizeVeld();
    this.#updateTeller();
    this.#keep();
  }

  #setVeld(tekst) {
    this.#deel.veld.value = tekst;
    this.#onInput();
  }

  #resizeVeld() {
    const { veld } = this.#deel;
    veld.style.height = "auto";
    if (veld.scrollHeight) veld.style.height = `${veld.scrollHeight + veld.offsetHeight - veld.clientHeight}px`;
  }

  #updateTeller() {
    const { veld, tellertje } = this.#deel;
    const tekens = [...veld.value].length;
    const over = tekens - MAX_TEKENS;
    tellertje.hidden = tekens < TELLER_VANAF;
    tellertje.textContent =
      over > 0
        ? `Je tekst is ${countOf(over, "teken", "tekens")} te lang. Maak hem iets korter.`
        : `${tekens} van ${MAX_TEKENS} tekens`;
    tellertje.classList.toggle("te-lang", over > 0);
    if (over > 0) veld.setAttribute("aria-invalid", "true");
    else veld.removeAttribute("aria-invalid");
    return over <= 0;
  }

  #submit() {
    const { veld } = this.#deel;
    const tekst = veld.value.trim();
    if (!tekst || !this.#updateTeller()) {
      veld.focus();
      return;
    }
    this.#setVeld("");
    this.#enqueue({ tekst, titel: tekst });
    veld.focus({ preventScroll: true });
  }

  #choose(titel, keuze) {
    this.#enqueue({ keuze, titel });
    this.#focusInvoer();
  }

  /* -- what was said -- */

  /** Puts what the advisor says in the conversation; `onderweg` while the server has not accepted it. */
  #addEigen(titel, onderweg) {
    const element = make(
      "div.eigen",
      { "aria-live": "off" },
      voorgelezen("Jij: "),
      make("p.eigen-tekst", {}, titel),
      make("p.eigen-status", {}, onderweg ? "wordt verstuurd ..." : ""),
    );
    for (const bericht of this.#deel.log.querySelectorAll(".bericht")) bericht.classList.add("oud");
    this.#deel.log.append(element);
    this.#anker = element;
    this.#beantwoord = false;
    this.#zelfGescrold = false;
    this.#scrollToAnker();
    return element;
  }

  /** Shows a bericht once, whichever way it came; *nieuw* is false while the history is rebuilt. */
  #addBericht(bericht, nieuw = true) {
    const { volgnr } = bericht;
    if (Number.isInteger(volgnr)) {
      if (volgnr <= this.#laatste) return;
      this.#laatste = volgnr;
    }
    const element = buildBericht(bericht, this.#omgeving);
    this.#deel.log.append(element);
    if (!this.#beantwoord) this.#setAnker(element);
    if (!nieuw) return;
    this.#setWacht(false);
    if (!this.#open) this.#setOngelezen(this.#ongelezen + 1);
    this.#scrollToAnker();
  }

  /** A short question stays in view above its answer; a long one would push the answer down. */
  #setAnker(element) {
    const vorige = element.previousElementSibling;
    this.#anker = vorige?.classList.contains("eigen") && vorige.offsetHeight < 120 ? vorige : element;
    this.#beantwoord = true;
  }

  #scrollToAnker() {
    const { rol } = this.#deel;
    if (this.#zelfGescrold || !this.#anker || !rol.clientHeight) return;
    const start = this.#anker.getBoundingClientRect().top - rol.getBoundingClientRect().top + rol.scrollTop;
    rol.scrollTop = Math.min(start - 12, rol.scrollHeight - rol.clientHeight);
    this.#showOmlaag();
  }

  #showOmlaag() {
    const { rol, omlaag } = this.#deel;
    omlaag.hidden = rol.scrollHeight - rol.clientHeight - rol.scrollTop < 48;
  }

  #addMelding(tekst) {
    this.#deel.log.append(make("p.scheiding", {}, tekst));
  }

  #clearLog() {
    this.#deel.log.replaceChildren();
    this.#laatste = 0;
    this.#anker = null;
    this.#beantwoord = false;
    this.#zelfGescrold = false;
    this.#showOmlaag();
  }

  #setStatus(tekst) {
    const { status } = this.#deel;
    if (status.textContent !== tekst) status.textContent = tekst;
  }

  #setTypt(bezig) {
    this.#typt = bezig;
    this.#showTypt();
  }

  /** An accepted message waits for its answer: show it, ask for it, and say so when it takes long. */
  #setWacht(wacht) {
    this.#wacht = wacht;
    clearInterval(this.#klokken.navragen);
    clearTimeout(this.#klokken.traag);
    if (wacht) {
      this.#klokken.navragen = setInterval(() => this.#fetchGemist(), NAVRAGEN_MS);
      this.#klokken.traag = setTimeout(
        () => this.#setStatus("Dit duurt langer dan normaal. Je bericht is bewaard, het antwoord komt nog."),
        TRAAG_MS,
      );
    } else {
      this.#setStatus("");
    }
    this.#showTypt();
    this.#reviewLuisteren();
  }

  #showTypt() {
    const { typt } = this.#deel;
    typt.hidden = !(this.#typt || this.#wacht);
    clearTimeout(this.#klokken.typt);
    if (typt.hidden) return;
    this.#klokken.typt = setTimeout(() => {
      this.#typt = false;
      typt.hidden = true;
    }, TRAAG_MS + 5_000);
    this.#scrollToAnker();
  }

  /* -- the gesprek -- */

  #keep() {
    if (this.#vergeten) return;
    this.#geheugen.write({
      gesprek: this.#verbinding.gesprek,
      token: this.#verbinding.token,
      open: this.#open,
      breed: this.#breed,
      concept: this.#deel.veld.value,
      wachtrij: this.#wachtrij.map(({ element, ...post }) => post),
    });
  }

  async #restore() {
    // a page made for one gesprek hands it over; what this tab knew before is of another one
    if (this.hasAttribute("token")) {
      const [gesprek, token] = ["gesprek", "token"].map((naam) => this.getAttribute(naam));
      this.removeAttribute("token");
      if (this.#geheugen.read().gesprek !== gesprek) this.#geheugen.write({ gesprek, token, open: true });
    }
    const bewaard = this.#geheugen.read();
    Object.assign(this.#verbinding, { gesprek: bewaard.gesprek ?? null, token: bewaard.token ?? null });
    this.#wachtrij = readLijst(bewaard.wachtrij);
    if (bewaard.breed) this.#setBreed(true);
    if (bewaard.concept) this.#setVeld(bewaard.concept);
    const open = this.#vol || (bewaard.open ?? this.hasAttribute("open"));
    await this.#stijlKlaar;
    if (open) {
      this.#setOpen(true);
      // Elsewhere the page keeps the focus; here it would lie behind the panel.
      if (!this.#vol && matchMedia(VULT_SCHERM).matches) this.#deel.rol.focus({ preventScroll: true });
    } else if (this.#wachtrij.length) {
      this.#startGesprek();
    }
  }

  #startLeven() {
    this.#leven?.stop();
    const stop = new AbortController();
    const beeindig = () => {
      stop.abort();
      this.#wek?.();
    };
    this.#leven = { signal: stop.signal, stop: beeindig, verstuurt: false };
    this.#setTypt(false);
    this.#setWacht(false);
    return this.#leven;
  }

  /** Starts a gesprek, or picks up the one that this tab had before a reload. */
  async #startGesprek() {
    this.#begonnen = true;
    this.#vergeten = false;
    this.#deel.formulier.hidden = false;
    const leven = this.#startLeven();
    try {
      if (this.#verbinding.gesprek) await this.#resumeGesprek(leven);
      else await this.#openGesprek(leven);
    } catch (fout) {
      if (leven.signal.aborted) return;
      if (fout instanceof GesprekWeg && this.#verbinding.gesprek) return this.#replaceGesprek(fout);
      // A refusal to start is not temporary by itself, but someone may be mending it.
      this.#setStatus("Vraagwijs is nu niet bereikbaar. Probeer het later nog eens.");
      this.#begonnen = false;
      return;
    }
    this.#startWerk();
  }

  async #openGesprek({ signal }) {
    this.#setTypt(true);
    try {
      const berichten = await persist(
        () => this.#verbinding.start(signal),
        signal,
        () => this.#setStatus("Vraagwijs is nu niet bereikbaar. Ik blijf het proberen."),
      );
      this.#setStatus("");
      for (const bericht of berichten) this.#addBericht(bericht);
    } finally {
      if (!signal.aborted) this.#setTypt(false);
    }
    this.#keep();
  }

  /** What was under way goes first, so that the history that follows holds it once. */
  async #resumeGesprek(leven) {
    const { log } = this.#deel;
    for (const post of this.#wachtrij) post.element ??= this.#addEigen(post.titel, true);
    await this.#sendWachtrij(leven);
    const verloop = await persist(
      () => this.#verbinding.fetchVerloop(leven.signal),
      leven.signal,
      (poging) => poging > 1 && this.#setStatus("Verbinding kwijt, ik probeer het opnieuw."),
    );
    leven.signal.throwIfAborted();
    log.setAttribute("aria-live", "off");
    this.#clearLog();
    for (const bericht of verloop) {
      if (bericht.van === "adviseur") this.#addEigen(bericht.tekst, false);
      else this.#addBericht(bericht, false);
    }
    this.#setStatus("");
    if (verloop.at(-1)?.van === "adviseur") this.#setWacht(true);
    this.#scrollToAnker();
    // Two frames, so that the rebuilt history is in the accessibility tree before the region speaks.
    requestAnimationFrame(() => requestAnimationFrame(() => log.setAttribute("aria-live", "polite")));
    setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
  }

  #startWerk() {
    this.#sendWachtrij(this.#leven);
    this.#listen(this.#leven);
  }

  /** The server lost the gesprek: say so, start a new one, and give typed text back to the advisor. */
  async #replaceGesprek({ status }) {
    const tekst = this.#wachtrij.map((post) => post.tekst).filter(Boolean).join("\n\n");
    for (const { element } of this.#wachtrij) element?.remove();
    this.#wachtrij = [];
    Object.assign(this.#verbinding, { gesprek: null, token: null });
    this.#laatste = 0;
    this.#anker = null;
    this.#beantwoord = false;
    if (tekst) this.#setVeld([tekst, this.#deel.veld.value].filter(Boolean).join("\n\n"));
    this.#addMelding(
      `Je vorige gesprek ${status === 404 ? "bestaat niet meer" : "is verlopen"}. Hieronder begint een nieuw gesprek.${tekst ? " Je laatste tekst staat nog in het invoerveld." : ""}`,
    );
    this.#keep();
    await this.#startGesprek();
  }

  #enqueue({ tekst, keuze, titel }) {
    const element = this.#addEigen(titel, true);
    this.#wachtrij.push({
      bericht_id: makeId(),
      ...(keuze === undefined ? { tekst } : { keuze }),
      titel,
      element,
    });
    this.#keep();
    if (!this.#begonnen) this.#startGesprek();
    else this.#sendWachtrij(this.#leven);
  }

  /** Sends what waits, in order, each until the server has accepted or refused it. */
  async #sendWachtrij(leven) {
    if (leven.verstuurt || !this.#verbinding.gesprek) return;
    leven.verstuurt = true;
    try {
      while (this.#wachtrij.length && !leven.signal.aborted) {
        const post = this.#wachtrij[0];
        const { bericht_id, tekst, keuze, element } = post;
        const inhoud = keuze === undefined ? { bericht_id, tekst } : { bericht_id, keuze };
        try {
          await persist(
            () => this.#verbinding.send(inhoud, leven.signal),
            leven.signal,
            (poging) => poging > 1 && this.#setStatus("Verbinding kwijt, ik probeer het opnieuw."),
          );
          element.lastChild.textContent = "";
          this.#setStatus("");
          this.#setWacht(true);
        } catch (fout) {
          if (leven.signal.aborted) return;
          if (fout instanceof GesprekWeg) {
            this.#replaceGesprek(fout);
            return;
          }
          element.classList.add("mislukt");
          element.removeAttribute("aria-live");
          element.lastChild.textContent = `Niet verstuurd. ${fout.message}`;
          if (tekst && !this.#deel.veld.value) this.#setVeld(tekst);
        }
        this.#wachtrij.shift();
        this.#keep();
      }
    } finally {
      leven.verstuurt = false;
    }
  }

  /* -- listening -- */

  /** Reads the stream as long as this gesprek lasts; after a break it goes on from the last volgnr. */
  async #listen(leven) {
    const { signal } = leven;
    let mislukt = 0;
    let kort = 0; // streams in a row that ended at once, as behind a proxy that holds them back
    while (!signal.aborted) {
      if (!this.#wilLuisteren) await new Promise((wek) => (this.#wek = wek));
      if (signal.aborted) return;
      const stop = new AbortController();
      const doorgeven = () => stop.abort();
      signal.addEventListener("abort", doorgeven);
      this.#stopStroom = stop;
      const begin = Date.now();
      let wachtMs = 0;
      try {
        const body = await this.#verbinding.openStroom(this.#laatste, stop.signal);
        if (mislukt > 1) this.#setStatus("");
        mislukt = 0;
        for await (const { naam, data } of readEvents(body)) {
          if (signal.aborted) return;
          if (naam === "bericht") this.#addBericht(data);
          else if (naam === "typt") this.#setTypt(Boolean(data?.bezig));
          else if (naam === "vergeten") {
            this.#showGewist();
            return;
          }
        }
      } catch (fout) {
        if (signal.aborted) return;
        if (fout instanceof GesprekWeg) {
          this.#replaceGesprek(fout);
          return;
        }
        if (!stop.signal.aborted) mislukt += 1;
        wachtMs = fout.wachtMs ?? 0;
      } finally {
        signal.removeEventListener("abort", doorgeven);
        this.#keep(); // the token may have been renewed
      }
      if (stop.signal.aborted) continue;
      this.#setTypt(false);
      if (mislukt > 1) this.#setStatus("Verbinding kwijt, ik probeer het opnieuw.");
      kort = Date.now() - begin < STROOM_KORT_MS ? kort + 1 : 0;
      await pause(Math.max(backoff(Math.max(mislukt, kort - 1)), wachtMs), signal).catch(() => {});
    }
  }

  get #wilLuisteren() {
    return this.#wacht || (this.#open && !document.hidden);
  }

  #reviewLuisteren() {
    clearTimeout(this.#klokken.niemand);
    if (this.#wilLuisteren) this.#wek?.();
    else this.#klokken.niemand = setTimeout(() => this.#stopStroom?.abort(), NIEMAND_KIJKT_MS);
  }

  async #fetchGemist() {
    const leven = this.#leven;
    try {
      const berichten = await this.#verbinding.fetchBerichten(this.#laatste, leven.signal);
      if (leven.signal.aborted) return;
      for (const bericht of berichten) this.#addBericht(bericht);
    } catch {
      // the stream and the next round try as well, and they tell the advisor
    }
  }

  /* -- forgetting -- */

  #askVergeten() {
    const { dialoog, dialoogFout } = this.#deel;
    dialoogFout.textContent = "";
    dialoog.showModal();
  }

  async #forget() {
    const { dialoogFout, dialoogJa } = this.#deel;
    dialoogJa.disabled = true;
    dialoogFout.textContent = "";
    this.#leven?.stop(); // nothing may arrive at the server after the erasure
    try {
      if (this.#verbinding.gesprek) await this.#verbinding.forget(new AbortController().signal);
    } catch (fout) {
      if (fout.status !== 404 && fout.status !== 410) {
        dialoogFout.textContent = fout instanceof GesprekWeg
          ? "Ik kan niet meer bij dit gesprek. Het wordt vanzelf gewist na de bewaartermijn."
          : "Het wissen is niet gelukt. Probeer het zo nog eens.";
        dialoogJa.disabled = false;
        dialoogJa.focus();
        this.#startLeven();
        this.#startWerk();
        return;
      }
    }
    dialoogJa.disabled = false;
    this.#showGewist(true);
  }

  /** The gesprek is erased on the server: nothing of it stays here. */
  #showGewist(focus = Boolean(this.shadowRoot.activeElement)) {
    this.#deel.dialoog.close();
    this.#startLeven().stop();
    this.#wachtrij = [];
    this.#setVeld("");
    this.#clearLog();
    this.#setStatus("");
    Object.assign(this.#verbinding, { gesprek: null, token: null });
    this.#begonnen = false;
    this.#vergeten = true;
    this.#geheugen.clear();
    this.#deel.formulier.hidden = true;
    const opnieuw = () => {
      this.#clearLog();
      this.#startGesprek();
      this.#focusInvoer();
    };
    const knop = make("button.knop.primair", { type: "button", onclick: opnieuw }, "Begin een nieuw gesprek");
    this.#deel.log.append(
      make("div.vers", {}, make("p", {}, "Dit gesprek is gewist."), knop),
    );
    if (focus) knop.focus();
  }
}

/** A UUID v4; `crypto.randomUUID` is missing on an intranet without https. */
function makeId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((n) => n.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

if (!customElements.get("vraagwijs-chat")) customElements.define("vraagwijs-chat", VraagwijsChat);
