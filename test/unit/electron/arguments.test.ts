import { describe, expect, it } from 'vitest';
import { parseWindowArguments } from '../../../main/electron/arguments.ts';

describe('the command line of the window', () => {
  it('finds the folder after the program and between switches', () => {
    const argv = ['electron', '--inspect=0', '.', '--no-sandbox', '--data=kept', 'project'];
    expect(parseWindowArguments(argv, '/app', '/app')).toEqual({ dataFolder: '/app/kept', folder: '/app/project' });
  });

  it('finds the folder of a packaged program, which has no path of its own in front', () => {
    expect(parseWindowArguments(['/opt/elba', '/home/alice/project'], null, '/')).toEqual({
      dataFolder: null,
      folder: '/home/alice/project',
    });
  });

  it('takes the folder that comes after --data for the data and for nothing else', () => {
    const argv = ['/opt/elba', '--data', 'kept', '/home/alice/project'];
    expect(parseWindowArguments(argv, null, '/home')).toEqual({
      dataFolder: '/home/kept',
      folder: '/home/alice/project',
    });
    expect(parseWindowArguments(argv.slice(0, 3), null, '/home')).toEqual({ dataFolder: '/home/kept', folder: null });
  });

  it('asks for nothing by itself', () => {
    expect(parseWindowArguments(['electron', '/app'], '/app', '/home')).toEqual({ dataFolder: null, folder: null });
  });
});
