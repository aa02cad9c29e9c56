import { expect, it } from 'vitest';
import type { TimelineEntry } from '../../api/wire';
import { en } from '../../words/console.en';
import { fr } from '../../words/console.fr';
import { en as sharedEn } from '../../words/shared.en';
import { told } from './telling';

const english = { statuses: en.statuses, severities: sharedEn.severities };

function entry(given: Partial<TimelineEntry>): TimelineEntry {
  return {
    id: '0190',
    type: 'note',
    message: '',
    author: { kind: 'person', id: 'u', name: 'Ada' },
    ts: 0,
    ...given,
  };
}

it('tells what people wrote as they wrote it', () => {
  expect(told(entry({ message: 'open: the door' }), english)).toEqual({ change: undefined, text: 'open: the door' });
});

it.each([
  ['mitigated', ''],
  ['mitigated: traffic moved: all of it', 'traffic moved: all of it'],
])('tells a status, and of "%s" the reason', (message, text) => {
  const change = { from: 'open', to: 'mitigated' };
  expect(told(entry({ type: 'status', message, change }), english)).toEqual({ change: 'Open → Mitigated', text });
});

it('tells it in the language of the reader', () => {
  const change = { from: 'resolved', to: 'open' };
  const words = { statuses: fr.statuses, severities: sharedEn.severities };
  expect(told(entry({ type: 'status', message: 'open', change }), words).change).toBe('Résolu → Ouvert');
});

it('tells a severity and a first commander', () => {
  const severity = entry({ type: 'severity', message: '1', change: { from: '2', to: '1' } });
  expect(told(severity, english).change).toBe('Severity 2, major → Severity 1, critical');
  const assigned = entry({ type: 'assigned', message: 'Ada', change: { from: null, to: 'Ada' } });
  expect(told(assigned, english)).toEqual({ change: 'Ada', text: '' });
});
