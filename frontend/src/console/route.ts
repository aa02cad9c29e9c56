/** The console's addresses, under /console. */
export type Route =
  | { page: 'incidents'; query: URLSearchParams }
  | { page: 'new-incident' }
  | { page: 'incident'; id: string }
  | { page: 'providers' }
  | { page: 'events'; query: URLSearchParams }
  | { page: 'event'; id: string }
  | { page: 'lost' };

/** What an address shows. */
export function routeOf(path: string, search: string): Route {
  const [first, second, third] = path
    .replace(/^\/console\/?/, '')
    .replace(/\/$/, '')
    .split('/');
  if (third !== undefined) return { page: 'lost' };
  if (first === '' || (first === 'incidents' && second === undefined)) {
    return { page: 'incidents', query: new URLSearchParams(search) };
  }
  if (first === 'incidents' && second === 'new') return { page: 'new-incident' };
  if (first === 'incidents' && second) return { page: 'incident', id: decodeURIComponent(second) };
  if (first === 'providers' && second === undefined) return { page: 'providers' };
  if (first === 'events') {
    return second
      ? { page: 'event', id: decodeURIComponent(second) }
      : { page: 'events', query: new URLSearchParams(search) };
  }
  return { page: 'lost' };
}
