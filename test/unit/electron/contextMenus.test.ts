import { expect, it, vi } from 'vitest';

// The menu of a text is plain data; Electron itself is not there under plain Node.
vi.mock('electron', () => ({ Menu: {} }));
const { textMenu } = await import('../../../main/electron/contextMenus.ts');

const flags = (can: boolean) => ({
  canCopy: can,
  canCut: can,
  canPaste: can,
  canUndo: can,
  canRedo: can,
  canDelete: can,
  canSelectAll: can,
  canEditRichly: can,
});
const roles = (items: ReturnType<typeof textMenu>) => items.flatMap(({ role }) => (role === undefined ? [] : [role]));

it('a field offers everything, each as far as it can be done', () => {
  const items = textMenu({ isEditable: true, selectionText: '', editFlags: flags(false) });
  expect(roles(items)).toEqual(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll']);
  expect(items.every(({ type, enabled }) => type === 'separator' || enabled === false)).toBe(true);
});

it('a selected text can be copied, and nothing is offered for none', () => {
  expect(roles(textMenu({ isEditable: false, selectionText: 'sha256', editFlags: flags(true) }))).toEqual(['copy']);
  expect(textMenu({ isEditable: false, selectionText: ' \n', editFlags: flags(true) })).toEqual([]);
});
