// Asks the press how the case lies on its pages, and shows its answer at the places it names; without it a link does the same.

let asked = 0;

async function read(address) {
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}

/** The answer is known, but the next one will be wanted: let the press make ready meanwhile. */
function wake(address) {
  asked = 1;
  read(`${address}?wake=1`);
}

/** Put a part of the page in place of the old one; whoever stood in it stands there still. */
function renew(selector, fresh) {
  const old = document.querySelector(selector);
  const next = fresh.querySelector(selector);
  if (!old || !next) return;
  const focus = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const { scrollTop } = old;
  old.replaceWith(document.adoptNode(next));
  next.scrollTop = scrollTop;
  if (focus) next.querySelector(`[href="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
}

/** Show what the press has against each place; what is being typed stays untouched. */
function mark(fresh) {
  for (const verdict of fresh.querySelectorAll("[data-verdict]")) {
    const old = document.getElementById(verdict.id);
    if (!old) continue;
    const isOver = Boolean(verdict.closest("[data-block][id]")?.classList.contains("over"));
    old.closest("[data-block][id]")?.classList.toggle("over", isOver);
    old.replaceWith(document.adoptNode(verdict));
  }
  renew(".chd", fresh);
  renew(".rt", fresh);
}

/** Ask anew unless the answer is known; one that came too late, because the case was saved again, is dropped. */
export async function askPress() {
  const box = document.querySelector("[data-press]");
  if (!box) return;
  if (box.dataset.known === "yes") {
    if (asked === 0) wake(box.dataset.press);
    return;
  }
  const mine = ++asked;
  box.querySelector("[data-measuring]").hidden = false;
  const found = (await read(box.dataset.press))?.querySelector("[data-fit]");
  const fresh = found?.dataset.fit ? await read(location.href) : null;
  if (mine !== asked) return;
  if (fresh?.querySelector("[data-press]")) mark(fresh);
  const now = document.querySelector("[data-press]");
  now.querySelector("[data-measuring]").hidden = true;
  if (!found) return;
  document.querySelector("[data-fit-said]").textContent = found.textContent.replace(/\s+/g, " ").trim();
  if (!found.dataset.fit) now.querySelector("[data-pressed]").replaceChildren(...found.childNodes);
}
