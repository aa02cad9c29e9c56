/** Times as people read them. Everything takes unix seconds; `zone` is the reader's own where it is left out. */

const DAY = 86_400;

/** "22 Nov, 10:58 CET", with the year where it is not the present one. */
export function absolute(seconds: number, now: number, locale: string, zone?: string): string {
  const thisYear = dayOf(seconds, zone).slice(0, 4) === dayOf(now, zone).slice(0, 4);
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(thisYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(seconds * 1000);
}

/** "2026-11-22 09:58 UTC", for the tooltip. */
export function utc(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** "10:58:07" */
export function clockTime(seconds: number, locale: string, zone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(seconds * 1000);
}

/** "6 min ago"; the nearest past minute at first, then hours, then days. */
export function relative(seconds: number, now: number, locale: string): string {
  const past = Math.max(0, now - seconds);
  if (past < 60) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second');
  // Counted, not named: "yesterday" would be a matter of midnights.
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' });
  if (past < 3600) return format.format(-Math.floor(past / 60), 'minute');
  if (past < DAY) return format.format(-Math.floor(past / 3600), 'hour');
  return format.format(-Math.floor(past / DAY), 'day');
}

/** "in 6 min"; never sooner than it is. */
export function ahead(seconds: number, now: number, locale: string): string {
  const left = Math.max(0, seconds - now);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' });
  if (left < 3600) return format.format(Math.floor(left / 60), 'minute');
  if (left < 2 * DAY) return format.format(Math.floor(left / 3600), 'hour');
  return format.format(Math.floor(left / DAY), 'day');
}

/** "2 h 18 min": the two largest units that say something. */
export function duration(seconds: number, locale: string): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const parts: [number, 'day' | 'hour' | 'minute'][] = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor((minutes % 1440) / 60), 'hour'],
    [minutes % 60, 'minute'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(count))
    .join('\u00a0');
}

/** The calendar day of a moment, "2026-11-22". */
export function dayOf(seconds: number, zone?: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(seconds * 1000);
}

/** The day before a calendar day. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) - DAY * 1000).toISOString().slice(0, 10);
}

/** "20 November 2026" for a calendar day, "14–19 November 2026" for several. */
export function dayTitle(from: string, to: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return format.formatRange(Date.parse(from), Date.parse(to));
}
