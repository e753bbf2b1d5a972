// Asks the press how the case lies on its pages, and shows its answer beside the small paper; without it a link does the same.

let asked = 0;

/** Ask anew; an answer that came too late, because the case was saved again, is dropped. */
export async function askPress() {
  const box = document.querySelector("[data-press]");
  if (!box) return;
  const mine = ++asked;
  const measuring = box.querySelector("[data-measuring]");
  measuring.hidden = false;
  let found = null;
  try {
    const answer = await fetch(box.dataset.press, { credentials: "same-origin" });
    if (answer.ok) found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-fit]");
  } catch {
    found = null;
  }
  if (mine !== asked) return;
  measuring.hidden = true;
  if (found) box.querySelector("[data-pressed]").replaceChildren(...found.childNodes);
}
