import { describe, expect, it } from 'vitest';
import { parseWebArguments } from '../../../main/web/arguments.ts';

const parse = (...args: string[]) => parseWebArguments(args, '/home/alice');

describe('the command line of the page', () => {
  it('asks for nothing by itself', () => {
    expect(parse()).toEqual({ ok: true, value: { port: 0, dataFolder: null, open: true, folder: null } });
  });

  it('takes a port, a data folder, a project and no browser, in any order', () => {
    expect(parse('project', '--no-open', '--data', 'kept/here', '--port=6480')).toEqual({
      ok: true,
      value: { port: 6480, dataFolder: '/home/alice/kept/here', open: false, folder: '/home/alice/project' },
    });
  });

  it.each([['--port', 'x'], ['--port=70000'], ['--port=-1'], ['--port=1.5'], ['--prot=1'], ['one', 'two'], ['--data']])(
    'says what is wrong with %j %j',
    (...args) => {
      const parsed = parse(...args);
      expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining('npm start -- --web [--port N]') });
    },
  );
});
