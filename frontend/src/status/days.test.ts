import { expect, it } from 'vitest';
import type { PublicIncident } from '../api/wire';
import { pastDays } from './days';

const at = (text: string): number => Date.parse(text) / 1000;

function resolved(id: string, when: string): PublicIncident {
  return {
    id,
    title: id,
    sev: 3,
    status: 'resolved',
    services: [],
    started_at: at(when) - 600,
    updated_at: at(when),
    resolved_at: at(when),
    version: 2,
    announcements: [],
  };
}

it('groups by day and folds quiet days in a row', () => {
  const recent = [
    resolved('A', '2026-11-20T16:00Z'),
    resolved('B', '2026-11-20T09:00Z'),
    resolved('C', '2026-11-13T09:00Z'),
  ];
  expect(pastDays(recent, at('2026-11-22T10:00Z'), 'UTC')).toEqual([
    { kind: 'quiet', from: '2026-11-21', to: '2026-11-22' },
    { kind: 'incidents', day: '2026-11-20', incidents: recent.slice(0, 2) },
    { kind: 'quiet', from: '2026-11-14', to: '2026-11-19' },
    { kind: 'incidents', day: '2026-11-13', incidents: recent.slice(2) },
    { kind: 'quiet', from: '2026-11-09', to: '2026-11-12' },
  ]);
});

it('is one quiet stretch of fourteen days when nothing happened', () => {
  expect(pastDays([], at('2026-11-22T10:00Z'), 'UTC')).toEqual([
    { kind: 'quiet', from: '2026-11-09', to: '2026-11-22' },
  ]);
});

it('counts days where the reader is, over a change of the clocks too', () => {
  const late = resolved('A', '2026-10-24T22:30Z');
  const days = pastDays([late], at('2026-10-27T12:00Z'), 'Europe/Paris');
  expect(days.find((entry) => entry.kind === 'incidents')).toMatchObject({ day: '2026-10-25' });
});
