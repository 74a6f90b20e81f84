import { test } from '@playwright/test';
import { findElectron } from '../../scripts/electronBinary.ts';
import { electronProgram, type Prepare } from '../support/program.ts';
import { describeAccess } from './flows/access.ts';
import { describeDesktop } from './flows/desktop.ts';
import { describeDragging } from './flows/dragging.ts';
import { describeFlows } from './flows/flows.ts';
import { describeHostile } from './flows/hostile.ts';
import { describeIndices } from './flows/indices.ts';
import { describeKeyring } from './flows/keyring.ts';
import { describePages } from './flows/pages.ts';
import { describeRegistries } from './flows/registries.ts';
import { describeSignIn } from './flows/signIn.ts';
import { describeTokens } from './flows/tokens.ts';
import { describeVault } from './flows/vault.ts';
import { describeWindow } from './flows/window.ts';
import { describeYanking } from './flows/yanking.ts';

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

test.beforeEach(async () => {
  test.skip(!hasDisplay, 'There is no display for a window: install xvfb, or run the tests where there is one.');
  test.skip(
    (await findElectron()) === null,
    "Electron's binary is not here: set ELECTRON_OVERRIDE_DIST_PATH or install it.",
  );
});

async function binary(): Promise<string> {
  const found = await findElectron();
  if (found === null) throw new Error("Electron's binary is not here.");
  return found;
}

const open = async (folder?: string, prepare?: Prepare) => electronProgram(await binary())(folder, prepare);

describeFlows(open);
describeDragging(open);
describePages(open);
describeTokens(open);
describeRegistries((env) => async (folder) => electronProgram(await binary(), env)(folder));
describeVault(open);
describeIndices(open);
describeYanking(open);
describeHostile(open);
describeAccess(open);
describeWindow(open, binary);
describeDesktop(open);
describeKeyring(binary);
describeSignIn(open);
