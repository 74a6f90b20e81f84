import type { AppInfo } from '../shared/snapshot.ts';

/** The platform as the page knows it: every other system is treated as Linux. */
export function platformName(platform: NodeJS.Platform): AppInfo['platform'] {
  if (platform === 'darwin') return 'mac';
  return platform === 'win32' ? 'win' : 'linux';
}
