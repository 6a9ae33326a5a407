// Two buttons that only work with a script, so the script shows them.
const knop = (doe) => document.querySelector(`[data-doe="${doe}"]`);

const printknop = knop("print");
printknop.hidden = false;
printknop.addEventListener("click", () => window.print());

const kopieerknop = knop("kopieer");
const melding = document.querySelector("[data-gekopieerd]");
// absent without https
if (navigator.clipboard) {
  kopieerknop.hidden = false;
  kopieerknop.addEventListener("click", async () => {
    const tekst = document.querySelector("#kennisparagraaf").innerText.trim();
    try {
      await navigator.clipboard.writeText(tekst);
      melding.textContent = melding.dataset.gekopieerd;
    } catch {
      // refused by the browser: the text can still be selected
      kopieerknop.hidden = true;
    }
  });
}
