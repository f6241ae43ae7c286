/** Hands text to the reader as a file; what no file system takes in a name is left out. */
export function saveFile(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replaceAll(/[\\/:*?"<>|]/g, ' ').trim();
  link.click();
  URL.revokeObjectURL(address);
}
