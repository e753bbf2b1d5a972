// Shows a file when it has been read: the page asks now and then, and takes what the server shows in its place.
const ASK_MS = 2000;

async function ask(place) {
  const answer = await fetch(place.dataset.fileState, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  if ((await answer.json()).waits) {
    setTimeout(() => ask(place), ASK_MS);
    return;
  }
  const fresh = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
  const file = place.closest(".file");
  const id = file.querySelector('input[type="hidden"]');
  const now = fresh.querySelector(`.file > input[name="${CSS.escape(id.name)}"][value="${CSS.escape(id.value)}"]`);
  if (!now) return;
  const shown = [...now.parentElement.querySelectorAll(":scope > .file-name, :scope > .problem")];
  file.querySelector(":scope > .file-name").remove();
  place.replaceWith(...shown);
}

document.querySelectorAll("[data-file-state]").forEach((place) => setTimeout(() => ask(place), ASK_MS));
