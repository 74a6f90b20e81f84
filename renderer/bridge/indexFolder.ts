const holds = (folder: FileSystemDirectoryEntry, name: string): Promise<boolean> =>
  new Promise((resolve) => {
    folder.getFile(
      name,
      {},
      () => resolve(true),
      () => resolve(false),
    );
  });

/** Whether a dropped folder is an index of packages and not a package: `index.toml` is in it, and no `elba.toml`. */
export async function isIndexFolder(folder: FileSystemDirectoryEntry): Promise<boolean> {
  return (await holds(folder, 'index.toml')) && !(await holds(folder, 'elba.toml'));
}
