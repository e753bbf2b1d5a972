// Notes stand at the height of their sentence and push each other; the open one wins.

const GAP = 2;
const wide = matchMedia("(min-width: 1024px)");

export function align(sheet) {
  if (!wide.matches) {
    for (const note of sheet.querySelectorAll(".note")) note.style.top = "";
    sheet.style.minHeight = "";
    return;
  }
  const base = sheet.getBoundingClientRect().top;
  const notes = [...sheet.querySelectorAll(".note")]
    .filter((note) => note.offsetParent !== null || note.open)
    .map((note) => {
      const sentence = document.getElementById(`s${note.dataset.n}`);
      const want = sentence ? sentence.getClientRects()[0].top - base - 6 : 0;
      return { note, want, top: want, height: note.offsetHeight };
    });
  const open = notes.findIndex(({ note }) => note.open);
  for (let i = open - 1; i >= 0; i -= 1) {
    notes[i].top = Math.min(notes[i].want, notes[i + 1].top - notes[i].height - GAP);
  }
  let bottom = 8;
  for (const entry of notes) {
    entry.top = Math.max(entry.top, bottom);
    bottom = entry.top + entry.height + GAP;
    entry.note.style.top = `${Math.round(entry.top)}px`;
  }
  sheet.style.minHeight = `${Math.round(bottom + 60)}px`;
}

export function keepAligned(sheet) {
  const again = () => align(sheet);
  new ResizeObserver(again).observe(sheet.parentElement);
  wide.addEventListener("change", again);
  document.fonts?.ready.then(again);
  again();
}
