// Makes a picture small enough to be sent: a telephone's photograph is often larger than what is taken.
const LONGEST_SIDE_PX = 3000;
const QUALITY = 0.85;

export async function shrunk(file, maxBytes) {
  if (file.size <= maxBytes || !/^image\/(jpeg|png)$/.test(file.type) || !window.createImageBitmap) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return blob && blob.size < file.size
      ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" })
      : file;
  } catch {
    return file; // the server says what is wrong with it
  }
}

export async function shrinkIn(field) {
  const maxBytes = Number(field.dataset.maxBytes);
  if (!maxBytes || !window.DataTransfer) return;
  const files = await Promise.all([...field.files].map((file) => shrunk(file, maxBytes)));
  if (files.every((file, place) => file === field.files[place])) return;
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(file);
  field.files = chosen.files;
}

// The first file that is larger than what is taken; what is measured here is not sent.
export function tooLarge(field) {
  const maxBytes = Number(field.dataset.maxBytes);
  return [...field.files].find((file) => maxBytes && file.size > maxBytes);
}
