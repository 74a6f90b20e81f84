import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { type ReactNode, useState } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Button } from '../../../renderer/components/Button.tsx';
import { Checkbox } from '../../../renderer/components/Checkbox.tsx';
import { Copyable } from '../../../renderer/components/Copyable.tsx';
import { Dialog } from '../../../renderer/components/Dialog.tsx';
import { Disclosure } from '../../../renderer/components/Disclosure.tsx';
import { ErrorNote } from '../../../renderer/components/ErrorNote.tsx';
import { LiveRegion } from '../../../renderer/components/LiveRegion.tsx';
import { ProgressBar } from '../../../renderer/components/ProgressBar.tsx';
import { RadioGroup } from '../../../renderer/components/RadioGroup.tsx';
import { SearchField } from '../../../renderer/components/SearchField.tsx';
import { Segmented } from '../../../renderer/components/Segmented.tsx';
import { Select } from '../../../renderer/components/Select.tsx';
import { Skeleton } from '../../../renderer/components/Skeleton.tsx';
import { Switch } from '../../../renderer/components/Switch.tsx';
import { TextField } from '../../../renderer/components/TextField.tsx';

afterEach(cleanup);

function Holder<T>({ start, children }: { start: T; children: (value: T, set: (value: T) => void) => ReactNode }) {
  const [value, setValue] = useState(start);
  return <main>{children(value, setValue)}</main>;
}

async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

describe('a button that cannot be used', () => {
  test('keeps the focus, says why and does nothing', async () => {
    const user = userEvent.setup();
    const pressed: string[] = [];
    render(
      <Button disabledReason="Choose where to publish" onPress={() => pressed.push('x')}>
        Publish
      </Button>,
    );
    const button = screen.getByRole('button', { name: 'Publish', description: 'Choose where to publish' });
    await user.tab();
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await user.keyboard('{Enter}');
    await user.click(button);
    expect(pressed).toEqual([]);
  });

  test('can point to a reason that is on the page already', () => {
    render(
      <>
        <p id="why">Fix 2 errors first</p>
        <Button disabledReason="Fix 2 errors first" reasonId="why">
          Publish
        </Button>
      </>,
    );
    expect(screen.getByRole('button', { description: 'Fix 2 errors first' })).toBeTruthy();
    expect(screen.getAllByText('Fix 2 errors first')).toHaveLength(1);
  });

  test('is not pressed a second time while the first press is under way', async () => {
    const pressed: string[] = [];
    render(
      <Button isBusy onPress={() => pressed.push('x')}>
        Test token
      </Button>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Test token' }));
    expect(pressed).toEqual([]);
  });
});

describe('fields', () => {
  test('a checkbox is chosen with Space and by its words', async () => {
    const user = userEvent.setup();
    render(
      <Holder start={false}>
        {(value, set) => (
          <Checkbox isSelected={value} onChange={set}>
            I have read the warnings
          </Checkbox>
        )}
      </Holder>,
    );
    const box = screen.getByRole('checkbox', { name: 'I have read the warnings', checked: false });
    await user.tab();
    await user.keyboard(' ');
    expect(screen.getByRole('checkbox', { checked: true })).toBe(box);
    await user.click(screen.getByText('I have read the warnings'));
    expect(screen.getByRole('checkbox', { checked: false })).toBe(box);
    await expectAccessible();
  });

  test('a switch shows what it is told and not what was wished for', async () => {
    const wished: boolean[] = [];
    render(<Switch aria-label="1.2.0 is available" isSelected onChange={(value) => wished.push(value)} />);
    await userEvent.click(screen.getByRole('switch', { name: '1.2.0 is available' }));
    expect(wished).toEqual([false]);
    expect(screen.getByRole('switch', { checked: true })).toBeTruthy();
  });

  test('the segments are one stop for Tab, and the arrow keys choose', async () => {
    const user = userEvent.setup();
    render(
      <Holder start="system">
        {(value, set) => (
          <Segmented
            label="Theme"
            value={value}
            onChange={set}
            segments={['system', 'light', 'dark'].map((id) => ({ id, label: id }))}
          />
        )}
      </Holder>,
    );
    await user.tab();
    await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{ArrowLeft}');
    expect(screen.getByRole('radio', { name: 'dark', checked: true })).toBe(document.activeElement);
    await user.tab();
    expect(document.activeElement).toBe(document.body);
    await expectAccessible();
  });

  test('an option that cannot be chosen says why', async () => {
    render(
      <Holder start="a">
        {(value, set) => (
          <RadioGroup
            label="Where tokens are kept"
            value={value}
            onChange={set}
            options={[
              { id: 'a', label: 'For this session', description: 'Nothing is written to disk.' },
              { id: 'b', label: 'Keychain', disabledReason: 'This computer has no keychain service running' },
            ]}
          />
        )}
      </Holder>,
    );
    expect(screen.getByRole('group', { name: 'Where tokens are kept' })).toBeTruthy();
    expect(screen.getByRole('radio', { name: /Keychain.*no keychain service/ })).toHaveProperty('disabled', true);
    await expectAccessible();
  });

  test('a picker opens with the keyboard and tells its choice', async () => {
    const user = userEvent.setup();
    render(
      <Holder start={'public' as 'public' | 'lab'}>
        {(value, set) => (
          <Select
            label="Registry"
            hideLabel
            value={value}
            onChange={set}
            options={[
              { id: 'public', label: 'Public', colour: 'violet' },
              { id: 'lab', label: 'Lab', colour: 'magenta' },
            ]}
          />
        )}
      </Holder>,
    );
    const button = screen.getByRole('button', { name: /Registry/ });
    expect(button.textContent).toContain('Public');
    await user.tab();
    await user.keyboard('{ArrowDown}');
    const list = await screen.findByRole('listbox');
    expect(
      within(list)
        .getAllByRole('option')
        .map((option) => option.textContent),
    ).toEqual(['Public', 'Lab']);
    await user.keyboard('{ArrowDown}{Enter}');
    await expect.poll(() => button.textContent).toContain('Lab');
  });

  test('a field that is wrong is marked and says what to do', async () => {
    render(
      <main>
        <TextField label="Address" value="ftp://x" onChange={() => undefined} error="Use an https address" />
      </main>,
    );
    const field = screen.getByRole('textbox', { name: 'Address', description: 'Use an https address' });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    await expectAccessible();
  });

  test('a token field is masked and never offered for remembering', () => {
    render(<TextField label="Token" type="password" value="abc" onChange={() => undefined} />);
    const input = screen.getByLabelText('Token');
    expect(input.getAttribute('type')).toBe('password');
    expect(input.getAttribute('autocomplete')).toBe('new-password');
  });

  test('the search box is found by its name and cleared with Escape', async () => {
    const user = userEvent.setup();
    render(
      <Holder start="">{(value, set) => <SearchField label="Search packages" value={value} onChange={set} />}</Holder>,
    );
    const box = screen.getByRole('searchbox', { name: 'Search packages' });
    await user.type(box, 'json');
    expect(box).toHaveProperty('value', 'json');
    await user.keyboard('{Escape}');
    expect(box).toHaveProperty('value', '');
  });
});

function Asking() {
  const [isOpen, setOpen] = useState(false);
  return (
    <main>
      <Button onPress={() => setOpen(true)}>Remove…</Button>
      <Dialog
        isOpen={isOpen}
        onCancel={() => setOpen(false)}
        title="Remove Lab?"
        kind="alert"
        footer={
          <>
            <Button autoFocus onPress={() => setOpen(false)}>
              Cancel
            </Button>
            <Button variant="danger">Remove Lab</Button>
          </>
        }
      >
        <p>Its token is deleted.</p>
      </Dialog>
    </main>
  );
}

describe('a dialog', () => {
  test('is named by its question, keeps the focus inside, and gives it back', async () => {
    const user = userEvent.setup();
    render(<Asking />);
    const opener = screen.getByRole('button', { name: 'Remove…' });
    await user.click(opener);
    const dialog = await screen.findByRole('alertdialog', { name: 'Remove Lab?' });
    expect(document.activeElement).toBe(within(dialog).getByRole('button', { name: 'Cancel' }));
    await user.tab();
    expect(document.activeElement).toBe(within(dialog).getByRole('button', { name: 'Remove Lab' }));
    await user.tab();
    expect(dialog.contains(document.activeElement)).toBe(true);
    await expectAccessible();
    await user.keyboard('{Escape}');
    await expect.poll(() => screen.queryByRole('alertdialog')).toBeNull();
    await expect.poll(() => document.activeElement).toBe(opener);
  });
});

describe('what is told', () => {
  test('a failure is an alert with what to do, the server’s words behind a disclosure and as text', async () => {
    const user = userEvent.setup();
    render(
      <ErrorNote
        registryName="Orchid"
        error={{
          code: 'group_taken',
          message: 'The group acme belongs to another account on Orchid.',
          todo: ['Use a token of the account that owns acme.'],
          serverText: `<b>no</b> ${'x'.repeat(400)}`,
          status: 400,
        }}
      />,
    );
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('belongs to another account');
    expect(within(alert).getByRole('listitem').textContent).toBe('Use a token of the account that owns acme.');
    const more = within(alert).getByRole('button', { name: 'What Orchid answered', expanded: false });
    await user.click(more);
    expect(alert.textContent).toContain('400 <b>no</b>');
    expect(alert.querySelector('code b')).toBeNull();
    expect(alert.textContent).not.toContain('x'.repeat(400));
    await user.click(within(alert).getByRole('button', { name: 'Show all 410 characters' }));
    expect(alert.textContent).toContain('x'.repeat(400));
  });

  test('a progress bar has a name, its per cent and words', () => {
    render(<ProgressBar label="Upload to Staging" done={43} total={100} text="7.9 of 18.4 MB" />);
    const bar = screen.getByRole('progressbar', { name: 'Upload to Staging' });
    expect(bar.getAttribute('aria-valuenow')).toBe('43');
    expect(bar.getAttribute('aria-valuetext')).toBe('7.9 of 18.4 MB');
  });

  test('a progress bar without an end has no per cent', () => {
    render(<ProgressBar label="Reading" done={0} total={undefined} />);
    expect(screen.getByRole('progressbar').hasAttribute('aria-valuenow')).toBe(false);
  });

  test('a skeleton comes only after 300 ms', () => {
    vi.useFakeTimers();
    try {
      render(<Skeleton label="Reading Public’s index" />);
      act(() => void vi.advanceTimersByTime(299));
      expect(screen.queryByRole('status')).toBeNull();
      act(() => void vi.advanceTimersByTime(2));
      expect(screen.getByRole('status').textContent).toBe('Reading Public’s index');
    } finally {
      vi.useRealTimers();
    }
  });

  test('copying puts the whole value on the clipboard and says so', async () => {
    const user = userEvent.setup();
    render(
      <>
        <Copyable text="abcdef" what="sha256">
          ab…ef
        </Copyable>
        <LiveRegion />
      </>,
    );
    await user.click(screen.getByRole('button', { name: 'Copy sha256' }));
    expect(await navigator.clipboard.readText()).toBe('abcdef');
    expect(await screen.findByText('Copied')).toBeTruthy();
  });

  test('a disclosure says whether it is open', async () => {
    render(<Disclosure summary="11 passed">All of them</Disclosure>);
    expect(screen.queryByText('All of them')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: '11 passed', expanded: false }));
    expect(screen.getByText('All of them')).toBeTruthy();
    expect(screen.getByRole('button', { expanded: true })).toBeTruthy();
  });
});
