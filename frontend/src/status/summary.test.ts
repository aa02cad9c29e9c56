import { describe, expect, it } from 'vitest';
import type { Announcement, PublicIncident, Summary } from '../api/wire';
import { latest, overallState, phaseOf, saidIn, withIncident } from './summary';

const NOW = 1_795_320_000;
const DAY = 86_400;

function incident(given: Partial<PublicIncident>): PublicIncident {
  return {
    id: 'INC-AAAAAA',
    title: 'API slow',
    sev: 2,
    status: 'open',
    services: ['api'],
    started_at: NOW - 600,
    updated_at: NOW - 60,
    version: 1,
    announcements: [],
    ...given,
  };
}

function announcement(given: Partial<Announcement>): Announcement {
  return { id: 'a', ts: NOW, state: 'identified', lang: 'fr', message: 'Lent', messages: { fr: 'Lent' }, ...given };
}

const calm: Summary = { state: 'operational', generated_at: NOW, active: [], recent: [] };

describe('the state of the whole', () => {
  it.each([
    [[], 'operational'],
    [[4], 'operational'],
    [[3, 4], 'degraded_performance'],
    [[3, 2], 'partial_outage'],
    [[4, 1, 2], 'major_outage'],
  ])('of severities %j is %s', (severities, state) => {
    expect(overallState(severities.map((sev) => incident({ sev })))).toBe(state);
  });
});

describe('an incident from the stream', () => {
  it('enters among the active ones, the worst first', () => {
    const minor = withIncident(calm, incident({ id: 'INC-MINOR1', sev: 3 }), NOW);
    const both = withIncident(minor, incident({ id: 'INC-MAJOR1', sev: 1 }), NOW);
    expect(both.active.map((one) => one.id)).toEqual(['INC-MAJOR1', 'INC-MINOR1']);
    expect(both.state).toBe('major_outage');
  });

  it('takes the place of its older version', () => {
    const before = withIncident(calm, incident({ version: 3, title: 'old' }), NOW);
    const after = withIncident(before, incident({ version: 4, title: 'new' }), NOW);
    expect(after.active.map((one) => one.title)).toEqual(['new']);
  });

  it('changes nothing where it is the older one', () => {
    const before = withIncident(calm, incident({ version: 4 }), NOW);
    expect(withIncident(before, incident({ version: 3, title: 'late' }), NOW)).toBe(before);
  });

  it('moves to the past when it is resolved, and back when it opens again', () => {
    const open = withIncident(calm, incident({ version: 1 }), NOW);
    const over = withIncident(open, incident({ version: 2, status: 'resolved', resolved_at: NOW }), NOW);
    expect([over.active.length, over.recent.length, over.state]).toEqual([0, 1, 'operational']);
    const again = withIncident(over, incident({ version: 3 }), NOW);
    expect([again.active.length, again.recent.length, again.state]).toEqual([1, 0, 'partial_outage']);
  });

  it('leaves the past after fourteen days', () => {
    const old = incident({ id: 'INC-OLD111', status: 'resolved', resolved_at: NOW - 13 * DAY });
    const summary = { ...calm, recent: [old] };
    expect(withIncident(summary, incident({}), NOW).recent).toHaveLength(1);
    expect(withIncident(summary, incident({}), NOW + DAY).recent).toHaveLength(0);
  });
});

describe('the phase of an incident', () => {
  it.each([
    ['open', 'identified', 'identified'],
    ['open', undefined, 'investigating'],
    ['open', 'resolved', 'monitoring'],
    ['mitigated', 'identified', 'monitoring'],
    ['resolved', 'identified', 'resolved'],
  ] as const)('that is %s and said to be %s is %s', (status, said, phase) => {
    const announcements = said ? [announcement({ state: said })] : [];
    expect(phaseOf(incident({ status, announcements }))).toBe(phase);
  });
});

it('speaks the language of the reader where it can, and says which it speaks', () => {
  expect(saidIn('fr', announcement({}))).toEqual({ text: 'Lent', language: 'fr' });
  expect(saidIn('en', announcement({}))).toEqual({ text: 'Lent', language: 'fr' });
  expect(saidIn('en', announcement({ messages: { fr: 'Lent', en: 'Slow' } }))).toEqual({
    text: 'Slow',
    language: 'en',
  });
});

it('shows the later of two versions', () => {
  const [one, two] = [incident({ version: 1 }), incident({ version: 2 })];
  expect(latest(one, two)).toBe(two);
  expect(latest(two, one)).toBe(two);
  expect(latest(undefined, one)).toBe(one);
  expect(latest(undefined, undefined)).toBeUndefined();
});
