// While a book is at the press: say the step, and show the finished page when it is made.
const box = document.querySelector("[data-press]");
const EVERY_MS = 2000;

async function look() {
  try {
    const answer = await fetch(box.dataset.press, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      const now = await answer.json();
      if (now.state === "made" || now.state === "refused") {
        location.reload();
        return;
      }
      const words = box.querySelector("[data-press-words]");
      if (words.textContent !== now.words) words.textContent = now.words;
      const bar = box.querySelector("[data-press-bar]");
      bar.max = now.all;
      bar.value = now.done;
    }
  } catch {
    /* the network is away: look again later */
  }
  setTimeout(look, EVERY_MS);
}

if (box) setTimeout(look, EVERY_MS);
