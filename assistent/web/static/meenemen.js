// Two buttons that only work with a script, so the script shows them; and what is typed also goes to paper.
const knop = (doe) => document.querySelector(`[data-doe="${doe}"]`);
const veld = document.querySelector("#kennisparagraaf");
const papier = document.querySelector("#op-papier");

const zetOpPapier = () => {
  const regels = veld.value.split("\n").filter((regel) => regel.trim());
  papier.replaceChildren(
    ...regels.map((regel) => {
      const alinea = document.createElement("p");
      alinea.dir = "auto";
      alinea.textContent = regel;
      return alinea;
    }),
  );
};
veld.addEventListener("input", zetOpPapier);
// a browser fills in what was typed before, when it comes back to a page
window.addEventListener("pageshow", zetOpPapier);

const printknop = knop("print");
printknop.hidden = false;
printknop.addEventListener("click", () => window.print());

const kopieerknop = knop("kopieer");
const melding = document.querySelector("[data-gekopieerd]");
// absent without https
if (navigator.clipboard) {
  kopieerknop.hidden = false;
  kopieerknop.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(veld.value.trim());
      melding.textContent = melding.dataset.gekopieerd;
    } catch {
      // refused by the browser: the text can still be selected
      kopieerknop.hidden = true;
    }
  });
}
