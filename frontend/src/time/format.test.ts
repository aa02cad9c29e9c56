import { describe, expect, it } from 'vitest';
import { absolute, ahead, clockTime, dayBefore, dayOf, dayTitle, duration, relative, utc } from './format';

const at = (text: string): number => Date.parse(text) / 1000;
const moment = at('2026-11-22T09:58:00Z');

/** Intl writes narrow and ordinary no-break spaces; which one is its own affair. */
const plain = (text: string): string => text.replace(/[\u00a0\u2009\u202f]/g, ' ');

describe('a moment', () => {
  it('is said in the zone of the reader, with the zone', () => {
    expect(plain(absolute(moment, moment, 'en-GB', 'Europe/Paris'))).toBe('22 Nov, 10:58 CET');
    expect(plain(absolute(moment, moment, 'fr-FR', 'UTC'))).toBe('22 nov., 09:58 UTC');
  });

  it('bears its year in another year', () => {
    expect(plain(absolute(moment, at('2027-01-02T00:00Z'), 'en-GB', 'UTC'))).toContain('2026');
  });

  it('is said in UTC for the tooltip', () => {
    expect(utc(moment)).toBe('2026-11-22 09:58 UTC');
  });

  it('has a time of day to the second', () => {
    expect(clockTime(moment + 7, 'fr-FR', 'Europe/Paris')).toBe('10:58:07');
  });
});

describe('how long ago', () => {
  it.each([
    [0, 'now'],
    [-90, 'now'],
    [59, 'now'],
    [60, '1 min ago'],
    [3599, '59 min ago'],
    [7200, '2 hr ago'],
    [86_400, '1 day ago'],
    [3 * 86_400, '3 days ago'],
  ])('%d seconds is %s', (past, said) => {
    expect(
      plain(relative(moment - past, moment, 'en-GB'))
        .replace('mins', 'min')
        .replace('hrs', 'hr'),
    ).toBe(said);
  });

  it('is said in French, too', () => {
    expect(plain(relative(moment - 600, moment, 'fr-FR'))).toBe('il y a 10 min');
  });
});

describe('how long until then', () => {
  it.each([
    [-5, 'in 0 min'],
    [90, 'in 1 min'],
    [2 * 3600 + 60, 'in 2 hr'],
    [30 * 3600, 'in 30 hr'],
    [3 * 86_400 + 5, 'in 3 days'],
  ])('%d seconds is %s', (left, said) => {
    expect(
      plain(ahead(moment + left, moment, 'en-GB'))
        .replace('mins', 'min')
        .replace('hrs', 'hr'),
    ).toBe(said);
  });
});

describe('a duration', () => {
  it.each([
    [20, '1m'],
    [40 * 60, '40m'],
    [140 * 60, '2h 20m'],
    [120 * 60, '2h'],
    [26 * 3600, '1d 2h'],
    [86_400 + 120, '1d'],
  ])('of %d seconds is %s', (seconds, said) => {
    expect(plain(duration(seconds, 'en-GB'))).toBe(said);
  });
});

describe('days', () => {
  it('are those of the zone', () => {
    expect(dayOf(at('2026-11-21T23:30:00Z'), 'Europe/Paris')).toBe('2026-11-22');
    expect(dayOf(at('2026-11-21T23:30:00Z'), 'UTC')).toBe('2026-11-21');
  });

  it('follow one another over months and years', () => {
    expect(dayBefore('2026-03-01')).toBe('2026-02-28');
    expect(dayBefore('2027-01-01')).toBe('2026-12-31');
  });

  it('have a title, alone and in a row', () => {
    expect(dayTitle('2026-11-20', '2026-11-20', 'fr-FR')).toBe('20 novembre 2026');
    expect(dayTitle('2026-11-14', '2026-11-19', 'fr-FR').replace(/\s*–\s*/, '–')).toBe('14–19 novembre 2026');
  });
});
