import { describe, expect, it } from 'vitest';
import { Failure } from '../../../main/failure.ts';
import { withPeople } from './running.ts';
import { publish, yank } from './uploads.ts';

const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return 'went well';
  } catch (error) {
    return error instanceof Failure ? error.error.code : String(error);
  }
};

describe('accounts', () => {
  it('are listed with their names, and each name is taken once', async () => {
    const { registry } = await withPeople();
    expect(registry.users()).toEqual([
      { id: 1, name: 'alice' },
      { id: 2, name: 'bob' },
    ]);
    expect(await codeOf(() => registry.addUser(' Alice '))).toBe('invalid_input');
    expect(await codeOf(() => registry.addUser('  '))).toBe('invalid_input');
    expect(await codeOf(() => registry.createToken(7))).toBe('not_found');
    expect(await codeOf(() => registry.openSession(7))).toBe('not_found');
  });

  it('can have several tokens, all of which end together', async () => {
    const { registry, alice, tokens } = await withPeople();
    const second = await registry.createToken(alice.id);
    expect(second).not.toBe(tokens.ALICE);
    expect((await publish(registry, second, 'alice/pkg', '1.0.0')).status).toBe(200);
    await registry.deleteTokensOf(alice.id);
    for (const token of [second, tokens.ALICE])
      expect((await publish(registry, token, 'alice/pkg', '1.1.0')).text).toContain('user_not_found');
    expect((await publish(registry, tokens.BOB, 'bob/pkg', '1.0.0')).status).toBe(200);
  });

  it('own the group that they first published in, under any spelling', async () => {
    const { registry, tokens } = await withPeople();
    await publish(registry, tokens.ALICE, 'My_Group/one', '1.0.0');
    expect((await publish(registry, tokens.BOB, 'my-group/two', '1.0.0')).text).toContain('under group `my-group`');
    expect((await publish(registry, tokens.BOB, 'MY-GROUP/ONE', '1.1.0')).text).toContain('no access permission');
    expect((await yank(registry, tokens.BOB, 'my-group/one', '1.0.0')).text).toContain('no access permission');
    expect((await publish(registry, tokens.ALICE, 'my-group/two', '1.0.0')).status).toBe(200);
  });
});
