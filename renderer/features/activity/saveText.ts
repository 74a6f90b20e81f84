/** Saves text as a file by way of a download: a browser does as it is set, the window asks where. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // A download reads the address later; the next minute is more than late enough to let it go.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
