/** What the incident list is narrowed by; the names are those of the service and of the address. */
export const FILTERS = ['q', 'status', 'sev', 'service'] as const;

/** The query of the address for what a reader filled in. */
export function filterQuery(given: FormData): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of FILTERS) {
    const value = given.get(name);
    if (typeof value === 'string' && value.trim() !== '') query.set(name, value.trim());
  }
  return query;
}
