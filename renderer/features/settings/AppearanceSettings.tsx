import { Monitor, Moon, Rows2, Rows4, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Settings } from '../../../shared/settings.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useSettings } from '../../bridge/useAppState.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Segmented } from '../../components/Segmented.tsx';

function withGlyph(glyph: ReactNode, word: string) {
  return (
    <>
      {glyph}
      {word}
    </>
  );
}

const THEMES = [
  { id: 'system', label: withGlyph(<Monitor className="i s" aria-hidden="true" />, 'System') },
  { id: 'light', label: withGlyph(<Sun className="i s" aria-hidden="true" />, 'Light') },
  { id: 'dark', label: withGlyph(<Moon className="i s" aria-hidden="true" />, 'Dark') },
] as const;

const DENSITIES = [
  { id: 'comfortable', label: withGlyph(<Rows2 className="i s" aria-hidden="true" />, 'Comfortable') },
  { id: 'compact', label: withGlyph(<Rows4 className="i s" aria-hidden="true" />, 'Compact') },
] as const;

/** How the program looks. */
export function AppearanceSettings() {
  const settings = useSettings();
  const set = useCall('settings.set');
  return (
    <section className="sec">
      <h2 className="fh2">Appearance</h2>
      <div className="form">
        <span className="lab">Theme</span>
        <Segmented<Settings['theme']>
          label="Theme"
          segments={THEMES}
          value={settings.theme}
          onChange={(theme) => set.mutate({ theme })}
        />
        <span className="lab">Density</span>
        <Segmented<Settings['density']>
          label="Density"
          segments={DENSITIES}
          value={settings.density}
          onChange={(density) => set.mutate({ density })}
        />
      </div>
      {set.error !== null && <ErrorNote error={errorOf(set.error)} />}
    </section>
  );
}
