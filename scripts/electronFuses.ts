import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

/** The names of the configuration in the order of the fuses, as `@electron/fuses` numbers them. */
const FUSES: Readonly<Record<string, FuseV1Options>> = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
};

export const FUSE_NAMES: readonly string[] = Object.keys(FUSES);

/** Which of the named fuses an Electron binary does not have, because its version came before them. */
export async function unknownFuses(binary: string, names: readonly string[]): Promise<string[]> {
  const wire = await getCurrentFuseWire(binary);
  return names.filter((name) => {
    const fuse = FUSES[name];
    return fuse !== undefined && wire[fuse] === undefined;
  });
}
