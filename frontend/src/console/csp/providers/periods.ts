import type { Statistics } from '../../../api/wire';

/** One month or quarter, named for readers. */
export type Period = Omit<Statistics['months'][number], 'month'> & {
  /** `2026-11` or `2026-Q4`. */
  key: string;
  label: string;
};

/** Months or quarters, the oldest first, under the names that readers know them by. */
export function periodsOf(
  figures: Statistics,
  by: 'months' | 'quarters',
  locale: string,
  quarterName: (quarter: string, year: string) => string,
): Period[] {
  const named =
    by === 'months'
      ? figures.months.map(({ month, ...rest }) => ({ ...rest, key: month, label: monthName(month, locale) }))
      : figures.quarters.map(({ quarter, ...rest }) => {
          const [year = quarter, number = ''] = quarter.split('-Q');
          return { ...rest, key: quarter, label: quarterName(number, year) };
        });
  return named.sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** "Nov 2026" */
function monthName(month: string, locale: string): string {
  const middle = new Date(`${month}-15T12:00:00Z`);
  return new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(middle);
}
