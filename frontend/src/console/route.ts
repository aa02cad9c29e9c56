/** The console's addresses, under /console. */
export type Route =
  | { page: 'incidents'; query: URLSearchParams }
  | { page: 'new-incident' }
  | { page: 'incident'; id: string }
  | { page: 'providers' }
  | { page: 'new-provider'; query: URLSearchParams }
  | { page: 'provider'; name: string }
  | { page: 'dependencies' }
  | { page: 'events'; query: URLSearchParams }
  | { page: 'event'; id: string }
  | { page: 'graph'; query: URLSearchParams }
  | { page: 'ahead'; query: URLSearchParams }
  | { page: 'flags'; query: URLSearchParams }
  | { page: 'new-flag' }
  | { page: 'flag'; key: string }
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
  if (first === 'providers') {
    return second ? { page: 'provider', name: decodeURIComponent(second) } : { page: 'providers' };
  }
  if (second === undefined) {
    // A provider may have any name, "new" as well: what adds one has an address of its own.
    if (first === 'new-provider') return { page: 'new-provider', query: new URLSearchParams(search) };
    if (first === 'dependencies') return { page: 'dependencies' };
    if (first === 'graph') return { page: 'graph', query: new URLSearchParams(search) };
    if (first === 'maintenance') return { page: 'ahead', query: new URLSearchParams(search) };
  }
  if (first === 'events') {
    return second
      ? { page: 'event', id: decodeURIComponent(second) }
      : { page: 'events', query: new URLSearchParams(search) };
  }
  // A flag may have any key, "new" as well: its form has an address of its own.
  if (first === 'new-flag' && second === undefined) return { page: 'new-flag' };
  if (first === 'flags') {
    return second
      ? { page: 'flag', key: decodeURIComponent(second) }
      : { page: 'flags', query: new URLSearchParams(search) };
  }
  return { page: 'lost' };
}
